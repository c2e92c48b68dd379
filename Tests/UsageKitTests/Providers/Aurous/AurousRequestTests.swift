import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct AurousRequestTests {
    private let transport = ScriptedTransport()
    private let day = TimeWindow.between("2026-05-01T00:00:00Z", "2026-05-02T00:00:00.500Z")

    private func client(version: String? = nil) throws -> Aurous.Client {
        try Aurous.Client(apiKey: "al_live_key", version: version, configuration: .test(transport))
    }

    private static let row = #"{"id":"cmp_1","type":"chat","created_at":"2026-05-01T10:00:00Z"}"#
    private static let credit = #"{"id":"uev_1","type":"charge","amount":1,"created_at":"2026-05-01T10:00:00Z"}"#

    @Test func eventsSendEveryFilterAgainWithTheCursor() async throws {
        transport.append(.json(#"{"data":[\#(Self.row)],"has_more":true,"next_cursor":"b3+/="}"#))
        transport.append(.json(#"{"data":[],"has_more":false}"#))
        let query = Aurous.EventQuery(
            types: [.chat, .image], statuses: [.completed, .failed], models: ["a/b", "c d"], apiKeyID: "apikey_1",
            userID: "u+1", loraID: "lora_1", pageSize: 250)
        _ = try await client().events(in: day, matching: query).collect()
        let first =
            "/v1/usage/events?start_time=2026-05-01T00%3A00%3A00Z&end_time=2026-05-02T00%3A00%3A00.500Z"
            + "&type=chat%2Cimage&status=completed%2Cfailed&model=a%2Fb%2Cc%20d&api_key_id=apikey_1&user_id=u%2B1"
            + "&lora_id=lora_1&limit=250"
        #expect(transport.requests.map(\.target) == [first, first + "&cursor=b3%2B%2F%3D"])
    }

    @Test func continuesTheCreditLedgerWithItsOwnParameters() async throws {
        transport.append(.json(#"{"data":[\#(Self.credit)],"has_more":true,"next_cursor":"uev_1"}"#))
        transport.append(.json(#"{"data":[],"has_more":true,"next_cursor":"uev_2"}"#))
        transport.append(.json(#"{"data":[],"has_more":false,"next_cursor":null}"#))
        // An empty page after the id of a row is confirmed with the rows before it.
        transport.append(.json(#"{"data":[\#(Self.credit)],"has_more":false,"next_cursor":null}"#))
        let query = Aurous.EventQuery(types: [Aurous.EventType(rawValue: "charge")])
        _ = try await client().events(in: day, matching: query).collect()
        #expect(
            transport.requests.dropFirst().prefix(2).map(\.target) == [
                "/v1/usage/events?type=charge&limit=100&starting_after=uev_1",
                "/v1/usage/events?type=charge&limit=100&starting_after=uev_2",
            ])
    }

    @Test(arguments: ["status", "model", "api_key_id", "user_id", "lora_id"])
    func refusesTheCreditLedgerForAFilteredListing(filter: String) async throws {
        transport.append(.json(#"{"data":[\#(Self.credit)],"has_more":false}"#))
        var query = Aurous.EventQuery()
        try query.setFilter(filter, to: "x")
        let error = await #expect(throws: UsageError.self) {
            try await client().events(in: day, matching: query).collect()
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == "the server lists its credit ledger, which has no filter \(filter); leave it out")
        #expect(transport.requests.count == 1)
    }

    @Test func bucketsSendTheTokenAlone() async throws {
        transport.append(.json(#"{"data":[],"has_more":true,"next_page":"tok=="}"#))
        transport.append(.json(#"{"data":[],"has_more":false,"next_page":null}"#))
        let query = Aurous.BucketQuery(
            width: .fifteenMinutes, grouping: [.type, .apiKey], statuses: [.completed, .cancelled],
            types: ["t2i", "chat"], models: ["m"], apiKeyIDs: ["key_1", "key_2"], userIDs: ["usr_1"],
            loraIDs: ["lora_1"], characterID: "char_1", pageSize: 24)
        _ = try await client().buckets(in: day, matching: query).collect()
        #expect(
            transport.requests.map(\.target) == [
                "/v1/usage?start_time=2026-05-01T00%3A00%3A00Z&end_time=2026-05-02T00%3A00%3A00.500Z"
                    + "&bucket_width=15m&group_by=type%2Capi_key_id&status=completed%2Ccancelled&type=t2i%2Cchat"
                    + "&model=m&api_key_id=key_1%2Ckey_2&user_id=usr_1&lora_id=lora_1&character_id=char_1&limit=24",
                "/v1/usage?page_token=tok%3D%3D",
            ])
    }

    @Test(arguments: [
        (Aurous.BucketWidth.minute, "1m"), (.fiveMinutes, "5m"), (.fifteenMinutes, "15m"), (.hour, "1h"), (.day, "1d"),
        (.sevenDays, "7d"), (.thirtyDays, "30d"),
    ])
    func spellsAWidthAsDocumented(width: Aurous.BucketWidth, spelling: String) {
        #expect(width.rawValue == spelling)
    }

    @Test func theKeyAndTheVersionAreHeaders() async throws {
        transport.append(.json(#"{"data":[],"has_more":false}"#))
        _ = try await client(version: "2026-05-15").events(in: day).collect()
        let headers = try #require(transport.requests.first).headers
        #expect(headers["X-Api-Key"] == "al_live_key")
        #expect(headers["Authorization"] == nil)
        #expect(headers["Aurous-Version"] == "2026-05-15")
        #expect(headers["Accept"] == "application/json")
        #expect(transport.requests.first?.url.host() == "api.aurous-labs.com")
    }

    @Test func sendsNoVersionByDefault() async throws {
        transport.append(.json(#"{"data":[],"has_more":false}"#))
        _ = try await client().events(in: day).collect()
        #expect(transport.requests.first?.headers["Aurous-Version"] == nil)
    }

    @Test(arguments: ["", "2026", "2026-5-15", "2026-02-30", "latest", "2026-05-15\r\nX: y", "2026-05-15T00:00:00Z"])
    func aVersionIsADate(version: String) {
        let error = #expect(throws: UsageError.self) { try client(version: version) }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: [0, -1, 501])
    func anEventPageHolds1To500(size: Int) async throws {
        let walk = try client().events(in: day, matching: Aurous.EventQuery(pageSize: size))
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .invalidArgument)
        #expect(error?.provider == .aurous)
        #expect(error?.message.contains("1 to 500") == true)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [0, 101])
    func aBucketPageHolds1To100(size: Int) async throws {
        let walk = try client().buckets(in: day, matching: Aurous.BucketQuery(pageSize: size))
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test func eventsAndBucketsNeedAStart() async throws {
        let error = await #expect(throws: UsageError.self) { try await client().buckets(in: .all).collect() }
        #expect(error?.code == .invalidArgument)
        let events = await #expect(throws: UsageError.self) { try await client().events(in: .all).collect() }
        #expect(events?.code == .invalidArgument)
    }

    @Test func filtersAreSetByTheirNamesOnTheWire() throws {
        var events = Aurous.EventQuery()
        for (name, value) in [
            ("type", "chat,image"), ("status", "failed"), ("model", "a,b"), ("api_key_id", "k"), ("user_id", "u"),
            ("lora_id", "l"),
        ] { try events.setFilter(name, to: value) }
        #expect(
            events
                == Aurous.EventQuery(
                    types: [.chat, .image], statuses: [.failed], models: ["a", "b"], apiKeyID: "k", userID: "u",
                    loraID: "l"))
        var buckets = Aurous.BucketQuery()
        for (name, value) in [
            ("bucket_width", "1h"), ("group_by", "model,status"), ("status", "failed"), ("type", "t2v"),
            ("model", "a,b"), ("api_key_id", "k,l"), ("user_id", "u"), ("lora_id", "l"), ("character_id", "c"),
        ] { try buckets.setFilter(name, to: value) }
        #expect(
            buckets
                == Aurous.BucketQuery(
                    width: .hour, grouping: [.model, .status], statuses: [.failed], types: ["t2v"],
                    models: ["a", "b"], apiKeyIDs: ["k", "l"], userIDs: ["u"], loraIDs: ["l"], characterID: "c"))
    }

    @Test(arguments: ["", ",", ",,"])
    func refusesAListWithoutAValue(value: String) {
        var query = Aurous.EventQuery()
        let error = #expect(throws: UsageError.self) { try query.setFilter("type", to: value) }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: ["request_id", "Type", "", "limit", "cursor", "start_time"])
    func refusesAFilterThatTheEndpointLacks(name: String) {
        var events = Aurous.EventQuery()
        var buckets = Aurous.BucketQuery()
        #expect(throws: UsageError.self) { try events.setFilter(name, to: "x") }
        let error = #expect(throws: UsageError.self) { try buckets.setFilter(name, to: "x") }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("character_id") == true)
        #expect(events == Aurous.EventQuery())
    }
}
