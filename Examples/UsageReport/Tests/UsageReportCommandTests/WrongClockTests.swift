import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// The window of a walk while the local clock is wrong; the servers here say what time it is.
@Suite(.serialized) struct WrongClockTests {
    /// A server that writes its time into each response, which differs from that of the local clock.
    struct Skewed: HTTPTransport {
        let server: any HTTPTransport
        let skew: Duration

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            var response = try await server.send(request)
            response.headers["Date"] = WrongClockTests.headerDate(Timestamp.now().advanced(by: skew))
            return response
        }
    }

    /// A date of a header; its weekday is not read.
    private static func headerDate(_ instant: Timestamp) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = "\(instant)".split { "-T:Z.".contains($0) }
        let month = Int(parts[1]).map { months[$0 - 1] } ?? ""
        return "Fri, \(parts[2]) \(month) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
    }

    private static let day = Duration.seconds(86_400)
    static let skews = [Duration.seconds(400 * 86_400), .seconds(-400 * 86_400), .seconds(3_600), .zero]

    /// Tresor rows at these times before the server's present.
    private func tresor(_ ages: [Duration], skew: Duration, _ behavior: FakeBehavior = FakeBehavior()) -> TresorFake {
        let present = Timestamp.now().advanced(by: skew)
        let rows = ages.enumerated().map { index, age -> JSONValue in
            guard case .object(let row) = Ledgers.tresor[0] else { return nil }
            let members = row.members.map { member -> JSONObject.Member in
                switch member.name {
                case "id": .init("id", .string("\(index + 1)"))
                case "created_at": .init("created_at", .string("\(present.advanced(by: .zero - age))"))
                default: member
                }
            }
            return .object(JSONObject(members))
        }
        return TresorFake(rows: rows, behavior: behavior)
    }

    private func run(
        _ fake: any HTTPTransport, skew: Duration, _ arguments: [String], environment: [String: String]
    ) async throws -> Invocation {
        let server = try LoopbackServer(Skewed(server: fake, skew: skew))
        defer { server.stop() }
        return await run(server, arguments, environment: environment)
    }

    private func run(
        _ server: LoopbackServer, _ arguments: [String], environment: [String: String]
    ) async -> Invocation {
        await Invocation.run(
            [arguments[0], "--base-url", server.baseURL, "--format", "json"] + arguments.dropFirst(),
            environment: environment)
    }

    private let key = ["TRESOR_API_KEY": TresorFake.testKey]

    @Test(arguments: skews)
    func theLastSevenDaysAreThoseOfTheServer(skew: Duration) async throws {
        let fake = tresor([.seconds(1800), Self.day * 6, Self.day * 8], skew: skew)
        let run = try await run(fake, skew: skew, ["tresor"], environment: key)
        #expect(run.status == 0)
        #expect(run.output.contains(#""complete":true"#))
        #expect(run.output.contains(#""pages":1,"rows":2"#))
        // A right clock costs no second request.
        #expect(fake.requests.count == (skew == .zero ? 1 : 2))
    }

    @Test(arguments: skews)
    func aStartWithoutAnEndEndsAtTheServersPresent(skew: Duration) async throws {
        let fake = tresor([.seconds(1800), Self.day * 2, Self.day * 8], skew: skew)
        let start = Timestamp.now().advanced(by: skew - Self.day * 3)
        let run = try await run(fake, skew: skew, ["tresor", "--start", "\(start)"], environment: key)
        #expect(run.status == 0)
        #expect(run.output.contains(#""rows":2"#))
    }

    @Test func aStartAfterThePresentIsBadUsage() async throws {
        let fake = tresor([.seconds(60)], skew: .zero)
        let run = try await run(fake, skew: .zero, ["tresor", "--start", "2999-01-01"], environment: key)
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.diagnostics.contains("after the present"))
        #expect(fake.requests.count == 1)
    }

    @Test(arguments: skews)
    func aRunThatFailedResumesWithTheWindowOfItsFirstPage(skew: Duration) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        let refusal = TransportResponse(status: 403, body: #"{"error":{"message":"no longer"}}"#)
        let ages = (0..<30).map { Self.day * $0 / 4 + .seconds(1800) }
        let arguments = ["tresor", "--page-size", "10", "--checkpoint", file.path]
        let failing = skew == .zero ? 3 : 4
        let fake = tresor(ages, skew: skew, FakeBehavior(faults: [.request(failing): .response(refusal)]))
        // A checkpoint belongs to one address.
        let server = try LoopbackServer(Skewed(server: fake, skew: skew))
        defer { server.stop() }
        let first = await run(server, arguments, environment: key)
        #expect(first.status == 3)
        let second = await run(server, arguments, environment: key)
        #expect(second.status == 0)
        // Four rows a day for seven days.
        #expect(second.output.contains(#""rows":28"#))
    }

    @Test(arguments: [Duration.seconds(400 * 86_400), .seconds(-400 * 86_400), .zero])
    func theCurrentBillingPeriodIsThatOfTheServer(skew: Duration) async throws {
        let present = Timestamp.now().advanced(by: skew)
        let rows: [JSONValue] = [
            ["id": "rec_1", "timestamp": .string("\(present)"), "keyId": "ak_1", "calls": 3]
        ]
        let fake = AuralytikFake(details: rows, now: { present })
        let run = try await run(
            fake, skew: skew, ["auralytik"], environment: ["AURALYTIK_API_KEY": AuralytikFake.testKey])
        #expect(run.status == 0)
        #expect(run.output.contains(#""rows":1"#))
        #expect(fake.requests.count == (skew == .zero ? 1 : 2))
    }
}
