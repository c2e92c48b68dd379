import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Walks over the credit ledger of Aurous in its own contract.
@Suite struct AurousCreditWalkTests {
    private static let week = RowLedger.week

    private func client(_ transport: any HTTPTransport) throws -> Aurous.Client {
        try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(transport))
    }

    private func fake(
        _ contract: AurousFake.EventsContract, count: Int = 250, in window: TimeWindow = week
    ) -> AurousFake {
        AurousFake(
            events: RowLedger.aurous.rows(seed: 3, count: 20),
            creditLedger: RowLedger.aurousCredits.rows(seed: 3, count: count, in: window), eventsContract: contract,
            now: { ClientConfiguration.present })
    }

    private func movement(_ id: String, at instant: String, with members: JSONObject = [:]) -> JSONValue {
        AurousFake.creditEvent(at: .at(instant), id: id, with: members)
    }

    @Test func sendsTheParametersOfItsContractAndNoOthers() async throws {
        let rows = #"{"id":"uev_1","type":"charge","amount":1,"created_at":"2026-05-20T10:00:00Z"}"#
        let transport = ScriptedTransport([
            .json(#"{"object":"list","data":[\#(rows)],"has_more":true,"next_cursor":"img_7/+"}"#),
            .json(#"{"object":"list","data":[],"has_more":false,"next_cursor":null}"#),
        ])
        let query = Aurous.CreditQuery(type: .charge, pageSize: 20)
        let (found, report) = try await client(transport).creditLedger(in: Self.week, matching: query).collect()
        #expect(found.map(\.id) == ["uev_1"])
        #expect(report.isComplete)
        #expect(report.endpoint == "credits")
        // The cursor is sent back as it came, whatever it looks like.
        #expect(
            transport.requests.map(\.target) == [
                "/v1/usage/events?type=charge&limit=20",
                "/v1/usage/events?type=charge&limit=20&starting_after=img_7%2F%2B",
            ])
    }

    @Test func walksAServerThatRefusesTheOtherContract() async throws {
        let fake = fake(.strictCreditLedger)
        let (rows, report) = try await client(fake).creditLedger(in: Self.week).collect()
        #expect(report.isComplete)
        #expect(rows.map(\.jsonValue.canonical) == fake.creditLedger.map(\.canonical))
        #expect(report.pages == 3)
        let error = await #expect(throws: UsageError.self) {
            try await client(fake).events(in: Self.week).collect()
        }
        #expect(error?.code == .requestRefused)
        #expect(error?.message.contains("creditLedger(in:)") == true)
    }

    @Test func findsTheRowsOfTheEventsWalkOverTheSameLedger() async throws {
        let fake = fake(.creditLedger)
        let all = try await client(fake).events(in: Self.week).collect().rows
        let movements = try await client(fake).creditLedger(in: Self.week).collect().rows
        #expect(movements.map(Aurous.Event.credit) == all)
    }

    @Test func stopsAfterAPageBeforeTheWindow() async throws {
        let window = TimeWindow.between("2026-05-22T00:00:00Z", "2026-05-24T00:00:00Z")
        let fake = fake(.strictCreditLedger, count: 300)
        let (rows, report) = try await client(fake).creditLedger(
            in: window, matching: Aurous.CreditQuery(pageSize: 10)
        ).collect()
        let inside = fake.creditLedger.filter { RowLedger.aurousCredits.instant($0).map(window.contains) ?? false }
        #expect(rows.map(\.jsonValue.canonical) == inside.map(\.canonical))
        #expect(report.isComplete)
        #expect(report.outsideWindow > 10)
        #expect(report.notes.isEmpty)
        #expect(report.pages < 30)
        let oldest = try #require(rows.last?.createdAt)
        #expect(oldest >= .at("2026-05-22T00:00:00Z"))
    }

    @Test func aWindowWithoutAStartHasAllMovements() async throws {
        let fake = fake(.strictCreditLedger, count: 150)
        let (rows, report) = try await client(fake).creditLedger(in: .all).collect()
        #expect(rows.count == 150)
        #expect(report.isComplete)
    }

    @Test(arguments: [Aurous.CreditEventType.charge, .hold, .topup])
    func takesOneKindOfMovement(type: Aurous.CreditEventType) async throws {
        let fake = fake(.strictCreditLedger)
        let rows = try await client(fake).creditLedger(in: Self.week, matching: .init(type: type)).collect().rows
        #expect(rows.count == fake.creditLedger.count { $0["type"]?.string == type.rawValue })
        #expect(rows.allSatisfy { $0.type == type })
    }

    @Test func dropsMovementsOfAnotherKindThanWasAskedFor() async throws {
        let server = AlteredServer(fake(.creditLedger)) { _, request, server in
            var request = request
            request.url = try #require(
                URL(string: request.url.absoluteString.replacingOccurrences(of: "type=charge&", with: "")))
            return try await server.send(request)
        }
        let (rows, report) = try await client(server).creditLedger(in: Self.week, matching: .init(type: .charge))
            .collect()
        #expect(!rows.isEmpty)
        #expect(rows.allSatisfy { $0.type == .charge })
        #expect(report.notes.map(\.code) == [.outsideFilter])
    }

    // MARK: Another contract

    @Test(arguments: [
        #"{"id":"cmp_1","type":"chat","created_at":"2026-05-20T10:00:00Z","credits_charged":1}"#,
        #"{"id":"img_1","type":"image","status":"completed","created_at":"2026-05-20T10:00:00Z"}"#,
        #"{"object":"event","id":"cmp_1","type":"chat","created_at":"2026-05-20T10:00:00Z"}"#,
    ])
    func refusesRequestEvents(row: String) async throws {
        let transport = ScriptedTransport([.json(#"{"object":"list","data":[\#(row)],"has_more":false}"#)])
        let error = await #expect(throws: UsageError.self) {
            try await client(transport).creditLedger(in: Self.week).collect()
        }
        #expect(error?.code == .otherContract)
        #expect(error?.provider == .aurous)
        #expect(error?.message.contains("events(in:)") == true)
        #expect(transport.requests.count == 1)
    }

    @Test func refusesRequestEventsOnALaterPageToo() async throws {
        let first = movement("uev_2", at: "2026-05-20T10:00:00Z")
        let second: JSONValue = ["id": "cmp_1", "type": "chat", "created_at": "2026-05-20T09:00:00Z"]
        let transport = ScriptedTransport([
            .json(#"{"data":[\#(first.text)],"has_more":true,"next_cursor":"uev_2"}"#),
            .json(#"{"data":[\#(second.text)],"has_more":false}"#),
        ])
        let error = await #expect(throws: UsageError.self) {
            try await client(transport).creditLedger(in: Self.week).collect()
        }
        #expect(error?.code == .otherContract)
    }

    @Test func refusesAServerOfTheEventStream() async throws {
        let error = await #expect(throws: UsageError.self) {
            try await client(fake(.eventStream)).creditLedger(in: Self.week).collect()
        }
        #expect(error?.code == .requestRefused)
        #expect(error?.refusal?.parameter == "start_time")
    }

    /// An amount that cannot be read does not make a movement a request.
    @Test(arguments: [#""amount":null"#, #""amount":"much""#, #""note":1"#])
    func keepsAMovementWhoseAmountCannotBeRead(amount: String) async throws {
        let row =
            #"{"id":"uev_1","object":"usage_event","type":"charge",\#(amount),"created_at":"2026-05-20T10:00:00Z"}"#
        let transport = ScriptedTransport([.json(#"{"data":[\#(row)],"has_more":false}"#)])
        let walk = try client(transport).creditLedger(in: Self.week)
        var rows = walk.makeAsyncIterator()
        #expect(try await rows.next()?.id == "uev_1")
        #expect(try await rows.next() == nil)
        #expect(!rows.report.isComplete)
        #expect(rows.report.stopped?.code == .unreadableCharges)
    }

    @Test func aMovementIsKnownByItsAmountWithoutItsOtherSigns() async throws {
        let row = #"{"id":"7","type":"charge","amount":2,"created_at":"2026-05-20T10:00:00Z"}"#
        let transport = ScriptedTransport([.json(#"{"data":[\#(row)],"has_more":false}"#)])
        #expect(try await client(transport).creditLedger(in: Self.week).collect().rows.first?.amount == 2)
    }

    // MARK: Parameters

    @Test(arguments: [0, -1, 101, 500])
    func aPageHolds1To100(size: Int) async throws {
        let transport = ScriptedTransport()
        let error = await #expect(throws: UsageError.self) {
            try await client(transport).creditLedger(in: Self.week, matching: .init(pageSize: size)).collect()
        }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: ["charge,refund", ",", ""])
    func refusesSeveralKinds(type: String) async throws {
        let transport = ScriptedTransport()
        let query = Aurous.CreditQuery(type: Aurous.CreditEventType(rawValue: type))
        let error = await #expect(throws: UsageError.self) {
            try await client(transport).creditLedger(in: Self.week, matching: query).collect()
        }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test func filtersAreSetByTheirNamesOnTheWire() throws {
        var query = Aurous.CreditQuery()
        try query.setFilter("type", to: "refund")
        #expect(query == Aurous.CreditQuery(type: .refund))
        for name in ["status", "model", "start_time", "limit", "starting_after", ""] {
            let error = #expect(throws: UsageError.self) { try query.setFilter(name, to: "x") }
            #expect(error?.code == .invalidArgument)
        }
        #expect(throws: UsageError.self) { try query.setFilter("type", to: "") }
        #expect(throws: UsageError.self) { try query.setFilters([("type", "charge"), ("type", "hold")]) }
    }

    @Test func cannotBeSharded() async throws {
        var walk = try client(ScriptedTransport()).creditLedger(in: Self.week)
        walk.options.shards = 2
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .invalidArgument)
    }

    // MARK: Promises

    /// Broken promises, walked as in `PromiseTests`.
    @Test(arguments: BrokenPromise.allCases)
    func endsExactlyOrSaysWhyNot(promise: BrokenPromise) async throws {
        let ledger = RowLedger.aurousCredits
        guard promise.isMade(by: ledger.shape) else { return }
        var scene = PromiseScene(ledger: ledger, rows: PromiseTests.rows(ledger))
        scene.asksForCredits = true
        scene.isFiltered = promise == .filter
        let honest = try await scene.run()
        #expect(honest.isComplete, "\(honest.reason)")
        #expect(honest.report.notes.isEmpty)
        let pages = honest.server.pageCount
        scene.promise = promise
        for number in Set([1, (pages + 1) / 2, pages - 1, pages]).sorted() where number > 0 {
            if promise == .emptyPage, number == 1 || number == pages { continue }
            for occasion in [BrokenServer.Occasion.page(number), .pageOnce(number)] {
                for (prefetch, resumesAfter) in [(1, nil), (3, nil), (1, 2)] as [(Int, Int?)] {
                    scene.occasion = occasion
                    scene.options = .with { $0.prefetch = prefetch }
                    scene.resumesAfter = resumesAfter
                    let result = try await scene.run()
                    if let fault = scene.fault(of: result) { Issue.record("\(scene): \(fault)") }
                }
            }
        }
    }

    @Test func fillsALedgerWithTheCharges() async throws {
        let fake = fake(.strictCreditLedger)
        let ledger = try await UsageLedger(of: client(fake).creditLedger(in: Self.week))
        let charges = fake.creditLedger.compactMap { row -> Decimal? in
            guard let sign = ["charge": 1, "refund": -1][row["type"]?.string ?? ""] else { return nil }
            return (Decimal(string: row["amount"]?.number ?? "") ?? 0) * Decimal(sign)
        }
        #expect(charges.count > 50)
        #expect(try ledger.report()[0].charges[.credits] == charges.reduce(0, +))
    }
}
