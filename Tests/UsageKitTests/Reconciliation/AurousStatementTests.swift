import Foundation
import Testing

@testable import UsageKit

/// Buckets of Aurous against its events.
@Suite struct AurousStatementTests {
    private static let day = ("2026-06-02T00:00:00.000Z", "2026-06-03T00:00:00Z")

    private static func bucket(_ groups: [(key: JSONObject, metrics: Aurous.BucketMetrics)]) -> Aurous.Bucket {
        Aurous.Bucket(
            start: .at(day.0), end: .at(day.1),
            groups: groups.map { Aurous.Bucket.Group(key: $0.key, metrics: $0.metrics) })
    }

    private static func event(
        _ id: String, _ type: String = "chat", key: String = "apikey_1", status: UsageStatus = .completed,
        credits: String = "0.5", milliseconds: Int = 1000
    ) throws -> UsageRecord {
        UsageRecord(
            provider: .aurous, id: id, time: .at("2026-06-02T09:00:00Z"), type: type, apiKey: key, status: status,
            tokens: TokenCounts(input: 10, output: 2), charge: try Money(credits, .credits),
            duration: .milliseconds(milliseconds))
    }

    private static func metrics(
        _ requests: Int, failed: Int = 0, credits: String, images: Int? = nil, p95: String? = nil
    ) -> Aurous.BucketMetrics {
        Aurous.BucketMetrics(
            requestCount: requests, successfulCount: requests - failed, failedCount: failed, cancelledCount: 0,
            creditsUsed: Decimal(string: credits), durationP95: p95.flatMap { Decimal(string: $0) }, imageCount: images)
    }

    @Test func aBucketIsTheSumOfItsEvents() throws {
        let rows = try ReconciledRows([Self.event("cmp_1"), Self.event("cmp_2", status: .failed, credits: "0")])
        let statement = try Statement([Self.bucket([([:], Self.metrics(2, failed: 1, credits: "0.5", p95: "1000"))])])
        let reconciliation = try Reconciliation(statement, with: rows)
        #expect(reconciliation.verdict == .agrees)
        #expect(reconciliation.entries.map { $0.comparisons.count } == [6])
    }

    /// A figure that a bucket leaves out is named, if it is to be expected.
    @Test func figuresThatABucketDoesNotStateAreNamed() throws {
        var silent = Self.metrics(1, credits: "0.5")
        silent.creditsUsed = nil
        let rows = try ReconciledRows([Self.event("cmp_1")])
        let reconciliation = try Reconciliation(Statement([Self.bucket([([:], silent)])]), with: rows)
        let text = "charge.credit of [2026-06-02T00:00:00Z, 2026-06-03T00:00:00Z)"
        #expect(reconciliation.notCompared == ["\(text): not stated"])
        #expect(reconciliation.description.contains("every figure that can be compared\n  not compared: \(text)"))
        // Tokens are named only if another bucket states them.
        var counted = Self.metrics(1, credits: "0.5")
        counted.inputTokens = 10
        let both = try Statement([silent, counted, silent].map { Self.bucket([([:], $0)]) })
        let others = "\(text.dropFirst(17)) and 1 more: not stated"
        #expect(Set(both.notCompared) == ["charge.credit of \(others)", "inputTokens of \(others)"])
        let timed = [Self.metrics(1, credits: "0.5", p95: "1000"), Self.metrics(1, credits: "0.5")]
        let slow = try Statement(timed.map { Self.bucket([([:], $0)]) })
        #expect(slow.notCompared == ["latencyMS.p95\(text.dropFirst(13)): not stated"])
        // A bucket without requests has nothing to state.
        var unused = Self.metrics(0, credits: "0")
        unused.creditsUsed = nil
        #expect(try Statement([Self.bucket([([:], unused)])]).notCompared.isEmpty)
        let requests = Aurous.BucketMetrics(creditsUsed: 1)
        #expect(try Statement([Self.bucket([([:], requests)])]).notCompared.first?.hasPrefix("requests of ") ?? false)
    }

    /// Buckets have `t2i` and `i2i` where events have `image`.
    @Test func typesOfInferenceAreTypesOfEvents() throws {
        let rows = try ReconciledRows([
            Self.event("img_1", "image"), Self.event("img_2", "image"), Self.event("vid_1", "video"),
            Self.event("cmp_1"),
        ])
        let statement = try Statement([
            Self.bucket([
                (["type": "t2i"], Self.metrics(1, credits: "0.5", images: 1, p95: "1000")),
                (["type": "i2i"], Self.metrics(1, credits: "0.5", images: 2, p95: "1000")),
                (["type": "t2v"], Self.metrics(1, credits: "0.5")), (["type": "chat"], Self.metrics(1, credits: "0.5")),
            ])
        ])
        #expect(statement.dimensions == [.type])
        let reconciliation = try Reconciliation(statement, with: rows)
        #expect(reconciliation.verdict == .agrees)
        #expect(reconciliation.entries.map(\.key) == [["image"], ["video"], ["chat"]])
        #expect(
            reconciliation.notCompared == [
                "latencyMS.p95 of [2026-06-02T00:00:00Z, 2026-06-03T00:00:00Z) and 1 more: not stated",
                "units.image_count: no row has it",
                "latencyMS.p95 of [2026-06-02T00:00:00Z, 2026-06-03T00:00:00Z), type image: "
                    + "quantiles of several parts cannot be added",
            ])
        // A quantile of two parts is not known.
        #expect(reconciliation.entries.first?.comparisons.contains { $0.figure == .latency(.p95) } == false)
    }

    /// Buckets of images have zero tokens, and events of images need not say any.
    @Test func zeroTokensOfImagesAreNotCompared() throws {
        var image = try Self.event("img_1", "image")
        image.tokens = TokenCounts()
        var metrics = Self.metrics(1, credits: "0.5")
        (metrics.inputTokens, metrics.outputTokens) = (0, 0)
        var chat = Self.metrics(1, credits: "0.5")
        (chat.inputTokens, chat.outputTokens) = (10, 2)
        let statement = try Statement([Self.bucket([(["type": "t2i"], metrics), (["type": "chat"], chat)])])
        let reconciliation = try Reconciliation(statement, with: ReconciledRows([image, Self.event("cmp_1")]))
        #expect(reconciliation.verdict == .agrees, "\(reconciliation)")
        #expect(reconciliation.entries.map { $0.comparisons.map(\.figure).contains(.inputTokens) } == [false, true])
        let text = "tokens of the type image: they are stated as 0, and events need not have any"
        #expect(reconciliation.notCompared == [text])
        // Tokens that are stated are compared, and so is a zero of another type.
        metrics.inputTokens = 7
        (chat.inputTokens, chat.outputTokens) = (0, 0)
        let other = try Statement([Self.bucket([(["type": "i2v"], metrics), (["type": "chat"], chat)])])
        #expect(
            other.entries.map { $0[.inputTokens] } == [7, 0] && other.entries.map { $0[.outputTokens] } == [nil, 0])
    }

    /// Two spellings of one letter are two ids.
    @Test func idsAreMappedByTheirBytes() throws {
        let groups: [(JSONObject, Aurous.BucketMetrics)] = [
            (["api_key_id": "key_\u{E9}"], Self.metrics(1, credits: "1")),
            (["api_key_id": "key_e\u{301}"], Self.metrics(1, credits: "1")),
        ]
        let buckets = [Self.bucket(groups)]
        #expect(throws: UsageError.self) { try Statement(buckets, mapping: ["key_\u{E9}": "apikey_1"]) }
        let ids = [(key: "key_\u{E9}", value: "apikey_1"), (key: "key_e\u{301}", value: "apikey_2")]
        #expect(try Statement(buckets, mapping: ids).entries.map(\.key) == [["apikey_1"], ["apikey_2"]])
        let error = #expect(throws: UsageError.self) { try Statement(buckets, mapping: ids + [ids[0]]) }
        #expect(error?.code == .invalidArgument)
    }

    /// A value that is no text is not a row without one.
    @Test(arguments: [7, true, ["a"]] as [JSONValue]) func aGroupOfAnotherTypeIsRefused(value: JSONValue) throws {
        let error = #expect(throws: UsageError.self) {
            try Statement([Self.bucket([(["model": value], Self.metrics(1, credits: "1"))])])
        }
        #expect(error?.code == .unexpectedShape && error?.message.contains("model") ?? false)
        let withoutModel = try Statement([Self.bucket([(["model": .null], Self.metrics(1, credits: "1"))])])
        #expect(withoutModel.entries.map(\.key) == [[nil]])
    }

    @Test func idsAreMapped() throws {
        let rows = try ReconciledRows([Self.event("cmp_1")])
        let buckets = [Self.bucket([(["api_key_id": "key_9"], Self.metrics(1, credits: "0.5"))])]
        let statement = try Statement(buckets, mapping: ["key_9": "apikey_1"])
        #expect(try Reconciliation(statement, with: rows).verdict == .agrees)
    }

    /// Why buckets and events cannot be compared.
    @Test(
        arguments: [
            (["api_key_id": "key_9"], "give a mapping"), (["user_id": "usr_1"], "give a mapping"),
            (["type": "t2x"], "events have no word for the type t2x"),
            (["lora_id": "lora_1"], "events are not grouped by lora_id"),
        ] as [(JSONObject, String)])
    func whatEventsDoNotHaveIsRefused(key: JSONObject, reason: String) throws {
        let buckets = [Self.bucket([(key, Self.metrics(1, credits: "0.5"))])]
        let error = #expect(throws: UsageError.self) { try Statement(buckets) }
        #expect(error?.code == .invalidArgument && error?.message.contains(reason) ?? false)
    }

    @Test func bucketsOfDifferentGroupingsAreRefused() {
        let groups: [(JSONObject, Aurous.BucketMetrics)] = [
            (["type": "chat"], Self.metrics(1, credits: "1")), (["model": "m"], Self.metrics(1, credits: "1")),
        ]
        #expect(throws: UsageError.self) { try Statement([Self.bucket(groups)]) }
    }

    @Test func aWalkOfBucketsThatIsNotCompleteIsNotJudged() throws {
        let report = WalkReport(
            provider: .aurous, endpoint: "usage", window: .all, stopped: WalkStop(.missingRows, "a page is missing"))
        let statement = try Statement([Aurous.Bucket](), report: report)
        #expect(try Reconciliation(statement, with: ReconciledRows()).verdict == .unjudged)
    }

    /// Requests in progress are in the count of all requests only.
    @Test func requestsInProgressAreExplained() throws {
        let rows = try ReconciledRows([Self.event("cmp_1"), Self.event("cmp_2", status: .processing, credits: "0")])
        let statement = try Statement([Self.bucket([([:], Self.metrics(1, credits: "0.5"))])])
        let entry = try #require(try Reconciliation(statement, with: rows).entries.first)
        #expect(entry.explanations.contains([.unsettledRows]))
    }
}
