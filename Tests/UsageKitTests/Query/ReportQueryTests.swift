import Foundation
import Testing

@testable import UsageKit

@Suite struct ReportQueryTests {
    /// Swift's own equality treats both texts as the same.
    private static let (composed, decomposed) = ("\u{E9}", "e\u{301}")

    @Test func queriesOfTwoSpellingsDiffer() {
        let query = ReportQuery(where: .isOne(.model, ["\u{E9}"]))
        #expect(query != ReportQuery(where: .isOne(.model, ["e\u{301}"])))
        #expect(query == ReportQuery(where: .isOne(.model, ["\u{E9}"])))
    }

    /// Makes the same query with two spellings of its labels.
    private static func both(_ make: (String) -> ReportQuery) -> (ReportQuery, ReportQuery) {
        (make(composed), make(decomposed))
    }

    private static let pairs: [(ReportQuery, ReportQuery)] = [
        both { ReportQuery(where: .isOne(.model, [nil, $0])) },
        both { ReportQuery(where: .not(.isOne(.currency, [$0]))) },
        both { ReportQuery(where: .all([.any([]), .any([.isOne(.user, [$0])])])) },
        both { ReportQuery(where: .compares(.unit(UsageUnit(rawValue: $0)), .above, 1)) },
        both { ReportQuery(where: .compares(.charge(Currency(rawValue: $0)), .above, 1)) },
        both { ReportQuery(top: ReportQuery.Top(1, by: .sum(.unit(UsageUnit(rawValue: $0))))) },
        both { ReportQuery(top: ReportQuery.Top(1, by: .sum(.charge(Currency(rawValue: $0))))) },
    ]

    @Test(arguments: pairs)
    func comparesEveryLabelByItsBytes(left: ReportQuery, right: ReportQuery) {
        #expect(left != right)
        #expect(left == left)
        #expect(Set([left, right, left, right]).count == 2)
    }

    @Test(arguments: [
        (UsageFilter.all([]), UsageFilter.any([])), (.all([.any([])]), .any([.any([])])),
        (.isOne(.model, []), .isOne(.user, [])), (.isOne(.model, [nil]), .isOne(.model, [""])),
        (.isOne(.model, ["a"]), .isOne(.model, ["a", "a"])), (.not(.all([])), .all([])),
        (.compares(.duration, .below, 1), .compares(.duration, .atMost, 1)),
        (.compares(.duration, .below, 1), .compares(.duration, .below, 2)),
        (.compares(.inputTokens, .below, 1), .compares(.outputTokens, .below, 1)),
        (.compares(.unit("USD"), .below, 1), .compares(.charge(.usd), .below, 1)),
    ])
    func filtersThatAreWrittenDifferentlyDiffer(left: UsageFilter, right: UsageFilter) {
        #expect(left != right)
        #expect(left == left)
        #expect(right == right)
        #expect(Set([left, right]).count == 2)
    }
}
