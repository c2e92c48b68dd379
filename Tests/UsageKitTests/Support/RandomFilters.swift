import Foundation

@testable import UsageKit

/// Random filters on records of ``RandomRecords/labelled(_:using:)``.
enum RandomFilters {
    static func filter(depth: Int, using random: inout SeededGenerator) -> UsageFilter {
        switch Int.random(in: 0..<(depth > 1 ? 5 : 2), using: &random) {
        case 0:
            let texts: [String?] = RandomRecords.labels + ["completed", "failed", "1", "2", nil]
            return .isOne(
                RandomRecords.dimensions.randomElement(using: &random) ?? .model,
                (0..<Int.random(in: 0...4, using: &random)).map { _ in texts.randomElement(using: &random) ?? nil })
        case 1:
            let bounds = ["0", "1.206", "-0.5", "5", "3000000000", "0.00000000000000000001", "98.765432109", "1e30"]
            return comparison(with: Decimal(string: bounds.randomElement(using: &random) ?? "0") ?? 0, using: &random)
        case 2: return .not(filter(depth: depth - 1, using: &random))
        case 3: return .all(parts(depth: depth, using: &random))
        default: return .any(parts(depth: depth, using: &random))
        }
    }

    static func comparison(with number: Decimal, using random: inout SeededGenerator) -> UsageFilter {
        let label = RandomRecords.labels.randomElement(using: &random) ?? ""
        let fields: [UsageField] = [
            .inputTokens, .outputTokens, .duration, .charge(Currency(rawValue: label)),
            .unit(UsageUnit(rawValue: label)),
        ]
        return .compares(
            fields.randomElement(using: &random) ?? .duration,
            UsageFilter.Comparison.allCases.randomElement(using: &random) ?? .equal, number)
    }

    /// Wraps a filter in conditions until it is nested the given number of levels deeper, with random filters beside it.
    static func nest(_ filter: UsageFilter, levels: Int, using random: inout SeededGenerator) -> UsageFilter {
        var filter = filter
        for _ in 0..<levels {
            let others = parts(depth: 2, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: filter = .not(filter)
            case 1: filter = .all((others + [filter]).shuffled(using: &random))
            default: filter = .any((others + [filter]).shuffled(using: &random))
            }
        }
        return filter
    }

    private static func parts(depth: Int, using random: inout SeededGenerator) -> [UsageFilter] {
        (0..<Int.random(in: 0...2, using: &random)).map { _ in filter(depth: depth - 1, using: &random) }
    }
}
