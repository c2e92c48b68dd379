import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Servers that ignore a filter: the rows outside it are left out here.
@Suite struct WalkFilterTests {
    /// A filter of a ledger, and the value of a row on which it acts.
    struct Filter: CustomTestStringConvertible, Sendable {
        let ledger: RowLedger
        let name: String
        let value: @Sendable (JSONValue) -> String?
        /// How many values are asked for.
        var count = 1

        var testDescription: String { "\(ledger.rawValue) \(name)" }

        init(_ ledger: RowLedger, _ name: String, count: Int = 1) {
            self.ledger = ledger
            self.name = name
            self.count = count
            value = { $0[name]?.string }
        }

        init(_: RowLedger, meta path: [String]) {
            ledger = .chatBotKit
            name = "meta[\(path.joined(separator: "."))]"
            value = { row in
                switch path.reduce(row["meta"], { $0?[$1] }) {
                case .bool(let flag): flag ? "true" : "false"
                case let other: other?.string
                }
            }
        }
    }

    private static let filters = [
        Filter(.aurous, "type"), Filter(.aurous, "type", count: 2), Filter(.aurous, "status", count: 2),
        Filter(.aurous, "model"), Filter(.aurous, "api_key_id"), Filter(.aurous, "user_id"),
        Filter(.aurousCredits, "type"), Filter(.venice, "currency"), Filter(.veniceRetired, "currency"),
        Filter(.tresor, "model"), Filter(.tresor, "key_prefix"), Filter(.chatBotKit, "type"),
        Filter(.chatBotKit, "conversationId", count: 3), Filter(.chatBotKit, "botId", count: 2),
        Filter(.chatBotKit, "datasetId"), Filter(.chatBotKit, meta: ["reason"]), Filter(.chatBotKit, meta: ["isTest"]),
    ]

    private static let options: [WalkOptions] = [
        WalkOptions(), .with { $0.prefetch = 3 }, .with { $0.shards = 3 },
        .with {
            $0.shards = 2
            $0.prefetch = 2
        },
    ]

    /// Rows of which the first ones show every field, and the values that are asked for.
    private static func rows(_ filter: Filter) -> (rows: [JSONValue], wanted: [String]) {
        let rows = filter.ledger.rows(seed: 91, count: 120)
        let values = Set(rows.compactMap(filter.value)).sorted()
        return (rows, Array(values.prefix(filter.count)))
    }

    /// A server that does not see the filter, although it sees all other parameters.
    private static func deaf(to name: String, _ server: any HTTPTransport) -> AlteredServer {
        AlteredServer(server) { _, request, server in
            var request = request
            var parts = try #require(URLComponents(url: request.url, resolvingAgainstBaseURL: false))
            parts.queryItems = parts.queryItems?.filter { $0.name != name }
            parts.percentEncodedQuery = parts.percentEncodedQuery?.replacing("+", with: "%2B")
            request.url = try #require(parts.url)
            return try await server.send(request)
        }
    }

    /// A walk of Tresor that asks for one model of a server with two, which ignores the filter.
    @Test func leavesOutRowsOfAnotherModel() async throws {
        let row = RowLedger.tresor.rows(seed: 1, count: 1)[0]
        let rows = ["a", "b", "a"].enumerated().map { index, model in
            row.replacing("id", by: .string("\(index)")).replacing("model", by: .string(model))
        }
        let outcome = try await RowLedger.tresor.walk(
            .test(Self.deaf(to: "model", TresorFake(rows: rows))), pageSize: 10, options: WalkOptions(),
            filters: [("model", "a")])
        #expect(outcome.error == nil)
        #expect(outcome.rows.compactMap { $0["id"]?.string } == ["0", "2"])
        #expect(outcome.report.isComplete)
        #expect(outcome.report.expected == 3)
        #expect(outcome.report.notes.map(\.code) == [.outsideFilter])
        #expect(outcome.report.notes.first?.count == 1)
        #expect(outcome.report.notes.first?.first == ["page 1"])
    }

    @Test(arguments: filters) func givesTheRowsThatAServerWithTheFilterGives(filter: Filter) async throws {
        let (rows, wanted) = Self.rows(filter)
        let inside = rows.filter { filter.value($0).map(wanted.contains) ?? false }
        #expect(!inside.isEmpty && inside.count < rows.count)
        let query = wanted.map { (name: filter.name, value: $0) }
        let honest = try await filter.ledger.walk(
            .test(filter.ledger.fake(rows)), pageSize: 20, options: WalkOptions(), filters: query)
        #expect(honest.error == nil)
        #expect(honest.report.isComplete)
        #expect(honest.report.notes.allSatisfy { $0.code == .deprecated })
        #expect(honest.rows.map(\.canonical).sorted() == inside.map(\.canonical).sorted())
        for options in Self.options {
            if options.shards ?? 1 > 1, filter.ledger == .chatBotKit { continue }
            let server = Self.deaf(to: filter.name, filter.ledger.fake(rows))
            let outcome = try await filter.ledger.walk(.test(server), pageSize: 20, options: options, filters: query)
            #expect(outcome.error == nil)
            #expect(outcome.report.isComplete, "\(outcome.report.stopped?.message ?? "")")
            #expect(outcome.rows.map(\.canonical).sorted() == inside.map(\.canonical).sorted())
            let notes = outcome.report.notes.filter { $0.code == .outsideFilter }
            #expect(notes.map(\.count) == [rows.count - inside.count])
        }
    }

    @Test(arguments: filters) func leavesTheRowsOutAfterACheckpoint(filter: Filter) async throws {
        let (rows, wanted) = Self.rows(filter)
        let query = wanted.map { (name: filter.name, value: $0) }
        let inside = rows.filter { filter.value($0).map(wanted.contains) ?? false }
        for pages in 1...5 {
            let server = Self.deaf(to: filter.name, filter.ledger.fake(rows))
            let first = try await filter.ledger.walk(
                .test(server), pageSize: 20, options: WalkOptions(), filters: query, pages: pages)
            let coded = try JSONEncoder().encode(#require(first.checkpoint))
            let second = try await filter.ledger.walk(
                .test(server), pageSize: 20, options: WalkOptions(), filters: query,
                from: try JSONDecoder().decode(WalkCheckpoint.self, from: coded))
            #expect(second.error == nil)
            #expect(second.report.isComplete)
            #expect((first.rows + second.rows).map(\.canonical).sorted() == inside.map(\.canonical).sorted())
            let notes = second.report.notes.filter { $0.code == .outsideFilter }
            #expect(notes.map(\.count) == [rows.count - inside.count])
            #expect(second.report.pages <= 8)
        }
    }

    /// The rows of a ledger are not made into rows first, and are held to the filter all the same.
    @Test(arguments: filters) func leavesTheRowsOutOfALedger(filter: Filter) async throws {
        let (rows, wanted) = Self.rows(filter)
        let query = wanted.map { (name: filter.name, value: $0) }
        let inside = rows.filter { filter.value($0).map(wanted.contains) ?? false }
        let server = Self.deaf(to: filter.name, filter.ledger.fake(rows))
        let ledger = try await filter.ledger.visit(Intake(), .test(server), pageSize: 20, filters: query)
        #expect(ledger.count == inside.count)
        let report = try #require(ledger.walks.first)
        #expect(report.isComplete)
        let notes = report.notes.filter { $0.code == .outsideFilter }
        #expect(notes.map(\.count) == [rows.count - inside.count])
        let total = try ledger.report(ReportQuery()).total
        let charges = Dictionary(uniqueKeysWithValues: total.charges.map { ($0.key.rawValue, $0.value) })
        #expect(charges == filter.ledger.charges(inside))
    }

    private struct Intake: WalkVisitor {
        func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> UsageLedger {
            var ledger = UsageLedger()
            try await ledger.ingest(walk)
            return ledger
        }
    }

    // MARK: Rows that do not show the field

    private func events(_ keys: [String?], pageSize: Int = 2) async throws -> WalkOutcome {
        let row = RowLedger.aurous.rows(seed: 1, count: 1)[0].removing("api_key_id")
        let rows = keys.enumerated().map { index, key in
            let row = row.replacing("id", by: .string("cmp_\(index)"))
            return key.map { row.adding("api_key_id", .string($0)) } ?? row
        }
        return try await RowLedger.aurous.walk(
            .test(Self.deaf(to: "api_key_id", RowLedger.aurous.fake(rows))), pageSize: pageSize,
            options: WalkOptions(), filters: [("api_key_id", "k")])
    }

    @Test func keepsAllRowsIfNoneShowsTheField() async throws {
        let outcome = try await events([nil, nil, nil])
        #expect(outcome.rows.count == 3)
        #expect(outcome.report.isComplete)
        #expect(outcome.report.notes.isEmpty)
    }

    @Test(arguments: ["k", "other"]) func leavesOutRowsWithoutAFieldThatAnotherRowOfThePageShows(key: String)
        async throws
    {
        let outcome = try await events([nil, key, "k", nil, nil])
        #expect(outcome.rows.count == (key == "k" ? 2 : 1))
        #expect(outcome.report.isComplete)
        #expect(outcome.report.notes.map(\.code) == [.outsideFilter])
    }

    @Test func isNotCompleteIfRowsThatCountLackAFieldThatLaterRowsShow() async throws {
        let outcome = try await events([nil, nil, "k", nil])
        #expect(outcome.rows.count == 3)
        #expect(
            outcome.report.stopped?.message
                == "page 2 shows the field of the filter api_key_id, which rows of earlier pages do not show")
    }

    @Test func keepsARowOfWhichTheFieldCannotBeRead() async throws {
        let row = RowLedger.tresor.rows(seed: 1, count: 1)[0]
        let rows = ["a", "b", nil].enumerated().map { index, model in
            row.replacing("id", by: .string("\(index)"))
                .replacing("model", by: model.map(JSONValue.string) ?? .array([]))
        }
        let outcome = try await RowLedger.tresor.walk(
            .test(Self.deaf(to: "model", TresorFake(rows: rows))), pageSize: 10, options: WalkOptions(),
            filters: [("model", "a")])
        #expect(outcome.rows.compactMap { $0["id"]?.string } == ["0", "2"])
        #expect(
            outcome.report.stopped?.message == "page 1 has a row in which the field of the filter model cannot be read")
    }

    // MARK: Setting filters

    @Test func addsUpTheValuesOfAList() throws {
        var query = Aurous.EventQuery()
        try query.setFilters([("type", "chat"), ("model", "m"), ("type", "image,video")])
        #expect(query.types == [.chat, .image, .video])
        #expect(query.models == ["m"])
        var filter = ChatBotKit.Filter()
        try filter.setFilters([("botId", "a"), ("meta[x]", "1"), ("botId", "b"), ("meta[y]", "2")])
        #expect(filter.botIDs == ["a", "b"])
        #expect(filter.meta == [ChatBotKit.MetaFilter("x", "1"), ChatBotKit.MetaFilter("y", "2")])
    }

    @Test(arguments: [
        ("aurous", "api_key_id"), ("venice", "currency"), ("retired", "sortOrder"), ("tresor", "model"),
        ("chatBotKit", "meta[x]"), ("buckets", "bucket_width"),
    ])
    func refusesASingleValueThatComesTwice(query: String, name: String) throws {
        let value = name == "sortOrder" ? "asc" : "v"
        let error = try #require(throws: UsageError.self) {
            try Self.set([(name, value), (name, value)], on: query)
        }
        #expect(error.code == .invalidArgument)
        #expect(error.message == "the filter \(name) takes one value; give it once")
        try Self.set([(name, value)], on: query)
    }

    @Test(arguments: [
        ("aurous", "type"), ("aurous", "user_id"), ("venice", "currency"), ("retired", "currency"),
        ("tresor", "key_prefix"),
        ("chatBotKit", "type"), ("chatBotKit", "botId"), ("chatBotKit", "meta[x]"), ("buckets", "character_id"),
    ])
    func refusesAnEmptyValue(query: String, name: String) throws {
        let error = try #require(throws: UsageError.self) { try Self.set([(name, "")], on: query) }
        #expect(error.code == .invalidArgument)
        #expect(error.message == "the filter \(name) needs a value")
    }

    private static func set(_ filters: [(name: String, value: String)], on query: String) throws {
        var any: any WireFilterable
        switch query {
        case "aurous": any = Aurous.EventQuery()
        case "venice": any = Venice.HistoryQuery()
        case "retired": any = Venice.RetiredUsageQuery()
        case "tresor": any = Tresor.Filter()
        case "chatBotKit": any = ChatBotKit.Filter()
        default: any = Aurous.BucketQuery()
        }
        try any.setFilters(filters)
    }

    @Test func refusesAnEmptyValueThatWasSetInCode() async throws {
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(TresorFake(rows: [])))
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(model: ""))
        let error = try await #require(throws: UsageError.self) { try await walk.collect() }
        #expect(error.code == .invalidArgument)
    }
}
