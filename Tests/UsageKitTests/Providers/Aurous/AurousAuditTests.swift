import Testing
import UsageKitTesting

@testable import UsageKit

/// Finding the event of one request.
@Suite struct AurousAuditTests {
    private static let day = TimeWindow.between("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z")
    private static let query = Aurous.EventQuery(pageSize: 10)

    private let fake = AurousFake(
        events: RowLedger.aurous.rows(seed: 5, count: 60, in: day), now: { ClientConfiguration.present })

    private func client(_ transport: any HTTPTransport) throws -> Aurous.Client {
        try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(transport))
    }

    @Test func findsTheEventAndStopsThere() async throws {
        let wanted = fake.events[23]
        let id = try #require(wanted["request_id"]?.string)
        let event = try await client(fake).event(requestID: id, in: Self.day, matching: Self.query)
        #expect(event?.id == wanted["id"]?.string)
        #expect(event?.requestID == id)
        #expect(fake.requests.count == 3)
    }

    @Test func isNilIfTheWindowHasNoSuchEvent() async throws {
        let outside = try #require(fake.events.first?["request_id"]?.string)
        #expect(try await client(fake).event(requestID: "req_0", in: Self.day, matching: Self.query) == nil)
        #expect(fake.requests.count == 6)
        let early = TimeWindow.between("2026-05-20T00:00:00Z", "2026-05-20T00:00:01Z")
        #expect(try await client(fake).event(requestID: outside, in: early) == nil)
    }

    @Test func idsAreComparedByTheirBytes() async throws {
        let composed = AurousFake.event(at: .at("2026-05-20T10:00:00Z"), with: ["request_id": "caf\u{E9}"])
        let fake = AurousFake(events: [composed], now: { ClientConfiguration.present })
        #expect(try await client(fake).event(requestID: "cafe\u{301}", in: Self.day) == nil)
        #expect(try await client(fake).event(requestID: "caf\u{E9}", in: Self.day) != nil)
    }

    /// A row that cannot be read whole may be the one; a listing with such rows is not complete.
    @Test func throwsIfTheWalkIsNotComplete() async throws {
        let row = #"{"id":"cmp_1","type":"chat","created_at":"2026-05-20T10:00:00Z","credits_charged":"much"}"#
        let transport = ScriptedTransport([.json(#"{"data":[\#(row)],"has_more":false,"next_cursor":null}"#)])
        let error = await #expect(throws: UsageError.self) {
            try await client(transport).event(requestID: "req_1", in: Self.day)
        }
        #expect(error?.code == .incompleteWalk)
        #expect(error?.provider == .aurous)
        #expect(error?.retry == .never)
    }

    @Test func passesOnTheErrorOfTheWalk() async throws {
        fake.behavior.withheldCursors = [2]
        let error = await #expect(throws: UsageError.self) {
            try await client(fake).event(requestID: "req_0", in: Self.day, matching: Self.query)
        }
        #expect(error?.code == .missingCursor)
    }

    @Test func refusesTheCreditLedgerWhoseRowsNameNoRequest() async throws {
        let fake = AurousFake(
            events: [], creditLedger: RowLedger.aurousCredits.rows(seed: 5, count: 5, in: Self.day),
            eventsContract: .creditLedger, now: { ClientConfiguration.present })
        let error = await #expect(throws: UsageError.self) {
            try await client(fake).event(requestID: "req_0", in: Self.day)
        }
        #expect(error?.code == .otherContract)
    }

    @Test func refusesAnEmptyID() async throws {
        let error = await #expect(throws: UsageError.self) {
            try await client(fake).event(requestID: "", in: Self.day)
        }
        #expect(error?.code == .invalidArgument)
        #expect(fake.requests.isEmpty)
    }

    @MainActor @Test func canBeCalledOnTheMainActor() async throws {
        let id = try #require(fake.events.last?["request_id"]?.string)
        #expect(try await client(fake).event(requestID: id, in: Self.day) != nil)
    }
}
