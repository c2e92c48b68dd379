import Foundation
import Testing

@testable import UsageKit

@Suite struct AurousBucketTotalsTests {
    private func metrics(_ json: String) throws -> Aurous.BucketMetrics {
        try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in try Aurous.BucketMetrics(from: &json) }
    }

    @Test func addsCountsButNotQuantiles() throws {
        let totals = try Aurous.BucketTotals([
            metrics(#"{"request_count":3,"credits_used":"0.1","duration_ms_p50":10,"duration_ms_p95":20}"#),
            metrics(#"{"request_count":4,"credits_used":"0.25","duration_ms_p50":30,"duration_ms_p95":40}"#),
        ])
        #expect(totals.sums == [.requestCount: 7, .creditsUsed: try #require(Decimal(string: "0.35"))])
        #expect(totals.notCombined == [.durationP50, .durationP95])
    }

    @Test func hasNoSumOfAFigureThatABucketLacks() throws {
        let totals = try Aurous.BucketTotals([
            metrics(#"{"request_count":3,"image_count":2}"#), metrics(#"{"request_count":1}"#),
            metrics(#"{"request_count":0}"#),
        ])
        #expect(totals.sums == [.requestCount: 4])
        #expect(totals.notCombined == [.imageCount])
    }

    @Test func anEmptyBucketNeedsNoFigures() throws {
        let totals = try Aurous.BucketTotals([
            metrics(#"{"request_count":3,"image_count":2}"#), metrics(#"{"request_count":0}"#),
        ])
        #expect(totals.sums == [.requestCount: 3, .imageCount: 2])
        #expect(totals.notCombined.isEmpty)
        #expect(try Aurous.BucketTotals([]).sums.isEmpty)
    }
}
