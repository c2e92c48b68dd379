import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// The samples of the wire on the page of each provider: a client that is given one reads each of its members.
@Suite struct WireSampleTests {
    /// Everything that the samples are about.
    private static let window = TimeWindow.between("2026-05-01T00:00:00Z", "2026-12-01T00:00:00Z")

    /// The samples of a page, in order.
    private static func samples(of page: String) -> [String] {
        DocumentedSamples.blocks(of: "Docs/Providers/\(page).md", in: "json")
    }

    /// Serves a sample, and checks that it is walked completely and that no member of a row is unknown or lost.
    ///
    /// A request with a cursor gets the empty page, or none if the sample says that it is the last page.
    private func expectRows<Row: UsageRow & JSONRepresentable>(
        _ sample: String, under name: String, empty: String? = nil,
        _ walk: (ClientConfiguration) throws -> Walk<Row>, unknown: (Row) -> JSONObject
    ) async throws {
        let server = ClosureTransport { request in
            request.url.query?.contains("cursor=") == true ? empty.map { .json($0) } : .json(sample)
        }
        let (rows, report) = try await walk(.test(server)).collect()
        #expect(report.isComplete)
        #expect(report.notes.isEmpty)
        #expect(rows.allSatisfy { unknown($0).isEmpty })
        let served = try #require(try JSONValue(json: Array(sample.utf8))[name]?.elements)
        #expect(!served.isEmpty)
        let expected = served.map { Self.withoutNulls($0, of: Row.self) }
        #expect(rows.map(\.jsonValue.canonical).sorted() == expected.sorted())
    }

    /// A sample's row in the form in which rows are written: Aurous leaves out members that are null.
    private static func withoutNulls<Row>(_ row: JSONValue, of _: Row.Type) -> String {
        guard Row.self == Aurous.Event.self, case .object(let object) = row else { return row.canonical }
        return JSONValue.object(JSONObject(object.members.filter { !$0.value.isNull })).canonical
    }

    @Test func aurous() async throws {
        let samples = Self.samples(of: "Aurous")
        try #require(samples.count == 4)
        // The first is the end of a response of chat.
        let receipt = try Aurous.ChatReceipt(body: samples[0].utf8)
        #expect(receipt.usage.unknown.isEmpty)
        #expect(try receipt.check()?.addsUp == true)
        for sample in samples[1...2] {
            try await expectRows(sample, under: "data") { configuration in
                try Aurous.Client(apiKey: AurousFake.testKey, configuration: configuration).events(in: Self.window)
            } unknown: { event in
                switch event {
                case .request(let event): event.unknown
                case .credit(let event): event.unknown
                }
            }
        }
        let script = ScriptedTransport([.json(samples[3])])
        let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(script))
        let (buckets, report) = try await client.buckets(in: Self.window).collect()
        #expect(report.isComplete)
        let metrics = try #require(buckets.first?.groups.first?.metrics)
        #expect(metrics.durationP95 == Decimal(string: "4010.25"))
        #expect(metrics.unknown.isEmpty)
        let served = try #require(try JSONValue(json: Array(samples[3].utf8))["data"]?.elements.first)
        #expect(try Aurous.Bucket(served) == buckets.first)
    }

    @Test func venice() async throws {
        let samples = Self.samples(of: "Venice")
        try #require(samples.count == 2)
        try await expectRows(samples[0], under: "data") { configuration in
            try Venice.Client(apiKey: VeniceFake.testKey, configuration: configuration).history(in: Self.window)
        } unknown: { entry in
            entry.inferenceDetails.map { entry.unknown.appending($0.unknown) } ?? entry.unknown
        }
        let script = ScriptedTransport([.json(samples[1])])
        let client = try Venice.Client(apiKey: VeniceFake.testKey, configuration: .test(script))
        let analytics = try await client.analytics(over: .days(7))
        #expect(analytics.unknown.isEmpty)
        #expect(try analytics.jsonValue.canonical == JSONValue(json: Array(samples[1].utf8)).canonical)
    }

    @Test func tresor() async throws {
        let samples = Self.samples(of: "Tresor")
        try #require(samples.count == 1)
        try await expectRows(samples[0], under: "data") { configuration in
            try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration).usage(in: Self.window)
        } unknown: {
            $0.unknown
        }
    }

    @Test func chatBotKit() async throws {
        let samples = Self.samples(of: "ChatBotKit")
        try #require(samples.count == 1)
        try await expectRows(samples[0], under: "items", empty: #"{"items":[]}"#) { configuration in
            try ChatBotKit.Client(apiKey: ChatBotKitFake.testKey, configuration: configuration).usage(in: Self.window)
        } unknown: {
            $0.unknown
        }
    }

    @Test func auralytik() async throws {
        let samples = Self.samples(of: "Auralytik")
        try #require(samples.count == 3)
        let script = ScriptedTransport([.json(samples[0]), .json(samples[1])])
        let client = try Auralytik.Client(apiKey: AuralytikFake.testKey, configuration: .test(script))
        let summary = try await client.summary()
        #expect(summary.meters.map(\.name) == ["calls", "webhooks", "storage_gb"])
        #expect(summary.meters.map(\.overage) == [1250, 0, 0])
        #expect(summary.unknown.isEmpty)
        let keys = try await client.usageByKey()
        #expect(keys.keys.map(\.calls) == [9100, 0])
        #expect(keys.unknown.isEmpty)
        let october = try BillingPeriod("2026-10")
        try await expectRows(samples[2], under: "data") { configuration in
            try Auralytik.Client(apiKey: AuralytikFake.testKey, configuration: configuration).details(for: october)
        } unknown: { _ in
            JSONObject()
        }
    }
}
