import Foundation
import Testing
import UsageKit
import UsageKitTesting

/// The samples of the README and of `Docs`, word for word: they compile here and run against fakes, and their results
/// are asserted.
@Suite struct DocumentationTests {
    @Test(arguments: DocumentedSamples.all)
    func everySampleIsInTheseTestsWordForWord(sample: DocumentedSamples.Sample) throws {
        #expect(
            try DocumentedSamples.tests().contains(sample.text),
            "\(sample.document) has a sample that is not in Documentation*Tests.swift or in a snippet, word for word")
    }

    @Test func samplesAreFoundInTheDocuments() {
        #expect(DocumentedSamples.all.count >= 40)
        #expect(Set(DocumentedSamples.all.map(\.document)).count >= 11)
    }

    @Test func theManifestInTheReadmeUsesTheSameNamesAsTheExample() throws {
        let readme = try DocumentedSamples.text(of: "README.md")
        let example = try DocumentedSamples.text(of: "Examples/UsageReport/Package.swift")
        let products = readme.split(separator: "\n").filter { $0.contains(".product(name:") }
        #expect(products.count == 2)
        for product in products {
            #expect(example.contains(product.drop { $0 == " " }), "the example has no \(product)")
        }
        #expect(readme.contains(#".package(name: "usage-kit", path: "#))
        #expect(example.contains(#".package(name: "usage-kit", path: "#))
    }

    @Test func tenLinesGiveAP95() async throws {
        let key = AurousFake.testKey
        // The sample of README.md begins here.
        let aurous = try Aurous.Client(apiKey: key)
        let ledger = try await UsageLedger(of: aurous.events(in: .days(7, in: .gmt)))

        let report = try ledger.report(every: .day, by: [.model])
        for group in report {
            guard let day = group.start, let p95 = group.latency.p95, let spent = group.charges[.credits]
            else { continue }
            print(day, group[.model] ?? "no model", group.requests, p95, spent)  // Duration and Decimal, both exact
        }
        print(report.isComplete)  // false if a walk did not reach the last row
        // The sample ends here.
        #expect(report.isComplete)
        #expect(report.count > 7)
        #expect(try #require(report.total.latency.p95) > .milliseconds(100))
        #expect(try #require(report.total.charges[.credits]) > 0)
    }

    @Test func aWalkIsAnAsyncSequenceOfRows() async throws {
        let aurous = try Aurous.Client(apiKey: AurousFake.testKey)
        let week = TimeWindow.last(hours: 7 * 24)
        var failures: [String] = []
        for try await event in aurous.events(in: week) {
            if case .request(let request) = event, request.status == .failed { failures.append(request.id) }
        }
        #expect(!failures.isEmpty)
    }

    @Test func aPageBecomesAP95() async throws {
        let page = try #require(DocumentedSamples.blocks(of: "Docs/Architecture.md", in: "json").first)
        let transport = ScriptedTransport([.json(page, path: "/v1/usage/events")])
        let aurous = try UsageKit.Aurous.Client(
            apiKey: AurousFake.testKey, configuration: ClientConfiguration(transport: transport))
        let june = try TimeWindow(from: Timestamp("2026-06-01T00:00:00Z"), to: Timestamp("2026-07-01T00:00:00Z"))
        var ledger = UsageLedger()
        try await ledger.ingest(aurous.events(in: june))
        let report = try ledger.report(every: .day)
        let p95 = report[0].latency.p95  // 2.26 seconds
        let spent = report[0].charges[.credits]  // 0.0424
        #expect(p95 == .milliseconds(2260))
        #expect(spent?.description == "0.0424")
        try expectTheQuantilesOfPrecision(ledger)
    }

    private func expectTheQuantilesOfPrecision(_ ledger: UsageLedger) throws {
        var nearest = ReportQuery(by: [.model])
        nearest.quantileMethod = .nearestRank
        let linear = try ledger.report(by: [.model])[0].latency.p95  // 2.26 seconds of 1.5 and 2.3
        let observed = try ledger.report(nearest)[0].latency.p95  // 2.3 seconds
        #expect(linear == .milliseconds(2260))
        #expect(observed == .milliseconds(2300))
    }

    @Test func addingTwoCurrenciesThrows() throws {
        let first = try Money(Decimal(string: "0.0312") ?? 0, .credits)
        let second = try Money(Decimal(string: "0.0112") ?? 0, .credits)
        let sum = try first.adding(second)  // 0.0424 credit
        let euro = try Money(1, .eur)
        let mixed = try? first.adding(euro)  // nil: currencyMismatch
        #expect(sum.description == "0.0424 credit")
        #expect(mixed == nil)
    }

    @Test func aLeapSecondStaysOnItsDay() throws {
        let instant = try Timestamp("2016-12-31T23:59:60Z")
        let text = instant.description  // 2016-12-31T23:59:59.999999999Z
        let nonsense = try? Timestamp("2026-02-30T00:00:00Z")  // nil: there is no such day
        #expect(text == "2016-12-31T23:59:59.999999999Z")
        #expect(nonsense == nil)
    }
}

/// Replaces the real namespace, so that the README's samples run unchanged against a fake.
private enum Aurous {
    struct Client {
        private let client: UsageKit.Aurous.Client

        init(apiKey: String) throws {
            let fake = LedgerGenerator(seed: 1).fakes(in: .last(hours: 7 * 24)).aurous
            client = try UsageKit.Aurous.Client(apiKey: apiKey, configuration: ClientConfiguration(transport: fake))
        }

        func events(in window: TimeWindow) -> Walk<UsageKit.Aurous.Event> { client.events(in: window) }
    }
}

/// Replaces the standard library's `print`, so that samples print nothing into the log of the tests.
private func print(_ items: any Sendable...) {}
