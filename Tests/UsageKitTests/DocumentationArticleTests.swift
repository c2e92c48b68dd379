import Foundation
import Testing
import UsageKit
import UsageKitTesting

/// The samples of the DocC articles, word for word; ``DocumentationTests`` compares them with the articles.
@Suite struct DocumentationArticleTests {
    private let may: TimeWindow
    private let tresorFake: TresorFake
    private let tresor: Tresor.Client
    private let aurous: Aurous.Client

    init() throws {
        may = try TimeWindow(from: Timestamp("2026-05-01T00:00:00Z"), to: Timestamp("2026-06-01T00:00:00Z"))
        tresorFake = TresorFake(rows: Self.rows.tresor)
        // The time limit of a sample must not pass while the machine is busy with other tests.
        var configuration = ClientConfiguration(transport: tresorFake)
        configuration.clock = ManualClock()
        tresor = try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration)
        let aurousFake = AurousFake(events: Self.rows.aurous)
        aurous = try Aurous.Client(
            apiKey: AurousFake.testKey, configuration: ClientConfiguration(transport: aurousFake))
    }

    /// The rows of one May, made once for all tests.
    private static let rows: (tresor: [JSONValue], aurous: [JSONValue]) = {
        let may = BillingPeriod(containing: Timestamp(seconds: 1_777_593_600))
        let window = try? TimeWindow(from: may.start, to: may.end)
        let generator = LedgerGenerator(seed: 5)
        return (
            generator.tresorRows(count: 2000, in: window ?? .all),
            generator.aurousEvents(count: 2000, in: window ?? .all)
        )
    }()

    // MARK: Getting started

    @Test func aClientRefusesAKeyThatCannotBeSentInAHeader() throws {
        func client(key: String) throws -> Tresor.Client {
            let tresor = try Tresor.Client(apiKey: key)
            return tresor
        }
        _ = try client(key: TresorFake.testKey)
        #expect(throws: UsageError.self) { _ = try client(key: TresorFake.testKey + "\n") }
    }

    private struct Keychain: Sendable {
        func apiKey() async throws -> String { TresorFake.testKey }
    }

    @Test func aKeyComesFromAClosure() throws {
        let keychain = Keychain()
        let rotating = try Tresor.Client(account: "team") { try await keychain.apiKey() }
        _ = rotating.usage(in: .last(hours: 1))
    }

    @Test func aWalkIsCollectedIntoRowsAndAReport() async throws {
        let may = try TimeWindow(from: Timestamp("2026-05-01T00:00:00Z"), to: Timestamp("2026-06-01T00:00:00Z"))
        let (rows, walk) = try await tresor.usage(in: may).collect()
        #expect(rows.count == 2000)
        #expect(walk.isComplete)
        #expect(walk.expected == 2000)
        for row in rows where row.isFailover == true {
            print(row.model, row.cost)
        }
    }

    @Test func aLedgerHoldsRowsOfSeveralProviders() async throws {
        var ledger = UsageLedger()
        try await ledger.ingest(tresor.usage(in: may))
        try await ledger.ingest(aurous.events(in: may))
        let report = try ledger.report(every: .week, by: [.provider, .model])
        for group in report {
            for (currency, amount) in group.charges {
                print(group[.model] ?? "no model", group.requests, amount, currency)
            }
        }
        #expect(report.isComplete)
        #expect(report.total.requests == 4000)
        #expect(Set(report.total.charges.keys) == [.eur, .credits])
    }

    @Test func aFailedWalkLeavesAnIncompleteLedger() async throws {
        let refusal = TransportResponse(status: 429, headers: ["Retry-After": "900"])
        tresorFake.behavior = FakeBehavior(pageLimit: 500, faults: [2: .response(refusal)])
        var ledger = UsageLedger()
        do {
            try await ledger.ingest(tresor.usage(in: may))
        } catch let error as UsageError {
            switch error.retry {
            case .never: print(error.localizedDescription, error.recoverySuggestion ?? "")
            case .later: print("try again in some minutes")
            case .after(let wait): print("try again after", wait)
            }
        }
        #expect(ledger.count == 500)
        #expect(!ledger.isComplete)
        #expect(try !ledger.report().isComplete)
    }

    // MARK: Walks

    @Test func pagesReportTheProgressOfTheWalk() async throws {
        for try await page in tresor.usage(in: may).pages {
            let part = page.report.fraction.map { "\(Int($0 * 100)) %" } ?? page.report.reached?.description ?? ""
            print(page.rows.count, "new rows,", page.report.rows, "so far,", part)
        }
        #expect(tresorFake.requests.count == 3)
    }

    @Test func aWindowIsAPartOfTheCalendar() throws {
        let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt
        let today = TimeWindow.today(in: berlin)
        let month = TimeWindow.days(30, in: berlin)  // today and the 29 days before
        let april = TimeWindow.month(try BillingPeriod("2026-04"), in: berlin)
        let recent = TimeWindow.last(hours: 36)  // up to now, whatever the calendar says
        #expect(today.end == month.end)
        #expect(april.start?.description == "2026-03-31T22:00:00Z")
        #expect(try #require(recent.end) - #require(recent.start) == .seconds(36 * 3600))
    }

    @Test func filtersAreSetBySwiftNameOrByWireName() async throws {
        var filter = Tresor.Filter(keyPrefix: "tr-live-a1b2c3d4", pageSize: 500)
        try filter.setFilter("model", to: "eu/example/model-a")
        let filtered = tresor.usage(in: may, matching: filter)
        #expect(try await filtered.collect().rows.isEmpty)
        let asked = try #require(tresorFake.requests.last?.url.query())
        #expect(asked.contains("model=eu%2Fexample%2Fmodel-a&key_prefix=tr-live-a1b2c3d4"))
    }

    @Test func aWalkThatReachesItsLimitThrowsAfterItsLastRow() async throws {
        var archive: [Tresor.LedgerRow] = []
        let limits = WalkLimits(rows: 1_500, time: .seconds(60))
        var pages = tresor.usage(in: may).with(WalkOptions(limits: limits)).pages.makeAsyncIterator()
        do {
            while let page = try await pages.next() { archive += page.rows }
        } catch let error as UsageError where error.code == .ceilingReached {
            print("incomplete:", pages.report.stopped?.message ?? "")
        }
        #expect(archive.count == 1500)
        #expect(!pages.report.isComplete)
        #expect(pages.report.stopped != nil)
    }

    @Test func shardsAndPrefetchingGiveTheSameRows() async throws {
        let quick = tresor.usage(in: may).with(WalkOptions(prefetch: 2, shards: 4))
        #expect(try await quick.collect().rows == tresor.usage(in: may).collect().rows)
    }

    @Test func aWalkResumesFromACheckpoint() async throws {
        var store: [Tresor.LedgerRow] = []
        var position: WalkCheckpoint?
        for try await page in tresor.usage(in: may).pages {
            store += page.rows
            position = page.checkpoint()
            if store.count >= 1000 { break }  // or the process ends here
        }
        if let position {
            for try await page in tresor.usage(in: may).resumed(from: position).pages { store += page.rows }
        }
        #expect(try await store == tresor.usage(in: may).collect().rows)
    }

    @Test func theRetryPolicyOfAClientCanBeChanged() throws {
        let key = TresorFake.testKey
        var configuration = ClientConfiguration(retry: RetryPolicy(attempts: 5, totalTime: .seconds(600)))
        configuration.attemptTimeout = .seconds(20)
        let patient = try Tresor.Client(apiKey: key, configuration: configuration)
        _ = patient
        #expect(configuration.retry.attempts == 5)
    }

    @Test func savedRowsAreReplayed() async throws {
        let rows = try await tresor.usage(in: may).collect().rows
        let saved = rows.map { $0.jsonValue.text }.joined(separator: "\n")
        let (again, replayed) = try Tresor.replay.rows(of: Array(saved.utf8), in: may)
        #expect(again == rows)
        #expect(replayed.isComplete)
    }

    // MARK: Keeping figures up to date

    @Test func aDayThatHasEndedIsReadOnce() async throws {
        var ledger = UsageLedger()
        let settled = WalkOptions(lag: .seconds(900), lookBack: .seconds(7200))
        try await ledger.ingest(tresor.usage(in: .yesterday(in: .gmt)).with(settled))
        #expect(ledger.isComplete)
        #expect(ledger.walks.count == 1)
    }

    @Test func ledgersOfMonthsAreMerged() async throws {
        let april = try BillingPeriod("2026-04")
        var months: [BillingPeriod: UsageLedger] = [:]
        for month in [april, april.next] {
            months[month] = try await UsageLedger(of: tresor.usage(in: .month(month, in: .gmt)))
        }
        let all = months.values.reduce(UsageLedger()) { $0.merging($1) }
        #expect(all.count == 2000)
        #expect(all.isComplete)
    }

    // MARK: Money and numbers

    @Test func moneyIsExact() throws {
        let charge = try Money(Decimal(string: "0.000182") ?? 0, .eur)
        let twice = try charge.adding(charge)  // 0.000364 EUR
        let credits = try Money(5, .credits)
        let mixed = try? charge.adding(credits)  // nil
        let virtual = [Currency.credits, .diem, .usd, .eur].filter(\.isVirtual)  // credit, DIEM
        #expect(twice.description == "0.000364 EUR")
        #expect(mixed == nil)
        #expect(virtual == [.credits, .diem])
    }

    @Test func anAmountIsWrittenForAPersonAndForADecoder() throws {
        let german = Money.FormatStyle(locale: Locale(identifier: "de_DE"))
        let texts = [try Money(Decimal(string: "7.61") ?? 0, .usd), try Money(Decimal(string: "3.502") ?? 0, .diem)]
            .map(german.format)  // 7,61 $ and 3,502 DIEM
        #expect(texts == ["7,61\u{A0}$", "3,502\u{A0}DIEM"])

        let charge = try Money(Decimal(string: "0.000182") ?? 0, .eur)
        let stored = try JSONEncoder().encode(charge)  // {"amount":"0.000182","currency":"EUR"}
        let again = try JSONDecoder().decode(Money.self, from: stored)
        #expect(again == charge)
    }

    @Test func openNumbersKeepEveryDigit() throws {
        let value = try JSONValue(json: Array(#"{"share":0.10,"huge":1e400}"#.utf8))
        let text = value.text  // {"share":0.10,"huge":1e400}
        let huge = JSONNumber("1e400")?.decimal  // nil
        #expect(text == #"{"share":0.10,"huge":1e400}"#)
        #expect(huge == nil)
    }

    @Test func timestampsReadRFC3339() throws {
        let instant = try Timestamp("2026-05-20T02:00:00.5+02:00")
        let utc = instant.description  // 2026-05-20T00:00:00.500Z
        let month = BillingPeriod(containing: instant)  // 2026-05
        #expect(utc == "2026-05-20T00:00:00.500Z")
        #expect(month.description == "2026-05")
    }

    // MARK: Reports

    @Test func aReportIsACollectionOfGroups() async throws {
        var ledger = UsageLedger()
        try await ledger.ingest(tresor.usage(in: may))
        try await ledger.ingest(aurous.events(in: may))
        let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt
        let query = ReportQuery(window: may, every: .day, by: [.model, .apiKey], in: berlin)
        let report = try ledger.report(query)
        let group = report[0]
        let start = group.start  // the bucket is whole, not clipped to the window
        let model = group[.model]
        let spent = group.charges  // exact, by currency
        let seconds = group.units["audio_seconds"]
        #expect(start?.description == "2026-04-30T22:00:00Z")
        #expect(model != nil)
        #expect(spent.count == 1)
        #expect(seconds == nil)
        let coverage = report.total.coverage
        let isWhole = coverage.charges == coverage.rows
        #expect(!isWhole)
        #expect(coverage.rows == 4000)
    }

    @Test func latencyAnswersAnyQuantile() async throws {
        var ledger = UsageLedger()
        try await ledger.ingest(aurous.events(in: may))
        let latency = try ledger.report().total.latency
        let p95 = latency.p95
        let p999 = try latency.quantile(Quantile(0.999))
        #expect(try #require(p95) < #require(p999))
    }

    @Test func ledgersAreMerged() async throws {
        @Sendable func filled<Row: UsageRow>(with walk: Walk<Row>) async throws -> UsageLedger {
            var ledger = UsageLedger()
            try await ledger.ingest(walk)
            return ledger
        }
        async let first = filled(with: tresor.usage(in: may))
        async let second = filled(with: aurous.events(in: may))
        let merged = try await first.merging(second)
        #expect(merged.count == 4000)
        #expect(merged.walks.map(\.provider) == [.tresor, .aurous])
    }

    @Test func aSketchAnswersTheQueryOfAStream() async throws {
        var sketch = try UsageSketch(ReportQuery(every: .hour, by: [.model]))
        let intake = try await sketch.ingest(aurous.events(in: may))  // its report
        let hour = sketch[0]
        let slowest = hour.latency?.p95  // within 1 %
        let cost = hour.charges  // exact
        var ledger = UsageLedger()
        try await ledger.ingest(aurous.events(in: may))
        let report = try ledger.report(every: .hour, by: [.model])
        #expect(sketch.map(\.charges) == report.map(\.charges))
        #expect(intake.isComplete)
        #expect(cost == report[0].charges)
        #expect((slowest == nil) == (report[0].latency.p95 == nil))

        let sketchOfAnotherMachine = sketch
        let encoded = try JSONEncoder().encode(sketch)
        var merged = try JSONDecoder().decode(UsageSketch.self, from: encoded)
        try merged.merge(sketchOfAnotherMachine)
        #expect(merged.total.requests == 4000)
    }

    @Test func recordsAreExportedLineByLine() async throws {
        let rows = try await tresor.usage(in: may).collect().rows
        let csv = CSVExport()
        var file = csv.header
        for row in rows { file += csv.line(for: row.usageRecord) }
        #expect(file.utf8.count { $0 == UInt8(ascii: "\n") } == 2001)
    }
}

/// Replaces the standard library's `print`, so that samples print nothing into the log of the tests.
private func print(_ items: any Sendable...) {}
