import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct FaultPlanTests {
    private let base = ClosureTransport { _ in .json("{}") }

    private func statuses(
        of transport: FaultyTransport, _ paths: [String]
    ) async throws -> [Int] {
        var statuses: [Int] = []
        for path in paths {
            let url = try #require(URL(string: "https://a.example\(path)"))
            statuses.append(try await transport.send(TransportRequest(url: url)).status)
        }
        return statuses
    }

    @Test func requestsAreChosenByNumber() async throws {
        let transport = FaultyTransport(base, faults: [2: .status(500), .requests(4...): .status(404)])
        #expect(try await statuses(of: transport, ["/", "/", "/", "/", "/"]) == [200, 500, 200, 404, 404])
    }

    @Test func requestsAreChosenByPath() async throws {
        let transport = FaultyTransport(base, faults: [.path("/a").after(1).first(2): .status(500)])
        #expect(
            try await statuses(of: transport, ["/a?x", "/b", "/a", "/a?y", "/a"]) == [200, 200, 500, 500, 200])
    }

    @Test func requestsAreChosenByACondition() async throws {
        let transport = FaultyTransport(
            base, faults: [.matching { $0.url.query == "offset=2" }: .status(500)])
        #expect(try await statuses(of: transport, ["/?offset=1", "/?offset=2", "/"]) == [200, 500, 200])
    }

    @Test func theFirstFaultForARequestCounts() async throws {
        let transport = FaultyTransport(
            base, faults: [.path("/a").first(): .status(500), .all: .status(404)])
        #expect(try await statuses(of: transport, ["/a", "/a"]) == [500, 404])
    }

    @Test func aNumberThatIsSetAgainReplacesItsFault() async throws {
        var plan: FaultPlan = [1: .status(500), 2: .status(500), .request(2).first(): .status(200)]
        plan[1] = .status(404)
        plan[2] = nil
        plan.append(.status(410), for: .request(3))
        #expect(plan[1] != nil)
        #expect(plan[2] == nil)
        let transport = FaultyTransport(base, faults: plan)
        #expect(try await statuses(of: transport, ["/", "/", "/"]) == [404, 200, 410])
    }

    @Test func faultsThatNeverHappenAreNamed() async throws {
        let transport = FaultyTransport(
            base,
            faults: [
                1: .status(500), 9: .drop, .path("/a").after(1).first(2): .hang, .requests(5...6): .drop,
                .matching("pages after the first") { _ in false }: .truncated,
            ])
        _ = try await statuses(of: transport, ["/a"])
        #expect(
            transport.unusedFaults.map(\.description) == [
                "request 9", "requests for /a after the first 1, at most 2", "requests 5...6", "pages after the first",
            ])
    }

    @Test func recordsRequestsThatNeverArrive() async throws {
        let transport = FaultyTransport(ScriptedTransport(), faults: [.all: .status(503)])
        #expect(try await statuses(of: transport, ["/a"]) == [503])
        #expect(transport.requests.map(\.url.path) == ["/a"])
    }

    @Test func aChangeNeedsALedger() async throws {
        let transport = FaultyTransport(base, faults: [1: .change(.insert([]))])
        let error = await #expect(throws: UsageError.self) { try await statuses(of: transport, ["/"]) }
        #expect(error?.code == .invalidArgument)

        let fake = TresorFake(rows: [])
        let changing = FaultyTransport(fake, faults: [1: .change(.insert([["id": "r1"]]))])
        #expect(try await statuses(of: changing, ["/v1/usage"]) == [401])
        #expect(fake.rows.count == 1)
    }
}
