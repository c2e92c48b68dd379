import Foundation
import Testing

@testable import UsageKit

/// Compares reports with figures that DuckDB, NumPy and Python's integers computed from the same rows.
@Suite struct GoldenFiguresTests {
    private static let file = Result { try GoldenFile() }
    /// The number of reports; the arguments of a test must be known before the file is read.
    private static let count = 18

    @Test func theFileHasAllRowsAndReports() throws {
        let file = try Self.file.get()
        #expect(file.records.count == 2000)
        #expect(file.reports.count == Self.count)
        #expect(file.reports.allSatisfy { !$0.groups.isEmpty })
    }

    @Test(arguments: 0..<count)
    func agreesWithOtherPrograms(number: Int) throws {
        let file = try Self.file.get()
        var ledger = UsageLedger()
        for record in file.records { try ledger.append(record) }
        try expectAgreement(of: ledger, with: file.reports[number], file.quantiles)
    }

    @Test(arguments: [0, 4, 9, 13])
    func agreesAfterMergingPartsInReverseOrder(number: Int) throws {
        let file = try Self.file.get()
        // In reverse order and in parts of different lengths.
        var parts = [UsageLedger()]
        for (index, record) in file.records.reversed().enumerated() {
            if index % 300 == 7 || index % 411 == 0 { parts.append(UsageLedger()) }
            try parts[parts.count - 1].append(record)
        }
        let ledger = parts.reduce(UsageLedger()) { $0.merging($1) }
        try expectAgreement(of: ledger, with: file.reports[number], file.quantiles)
    }

    private func expectAgreement(
        of ledger: UsageLedger, with expected: GoldenFile.Report, _ quantiles: [Int]
    ) throws {
        let report = try ledger.report(expected.query.usageQuery())
        let quantiles = try quantiles.map { try Quantile(partsPerBillion: $0) }
        #expect(report.count == expected.groups.count)
        for (group, expected) in zip(report, expected.groups) {
            try expectAgreement(of: group, with: expected, quantiles)
        }
        try expectAgreement(of: report.total, with: expected.total, quantiles)
    }

    private func expectAgreement(
        of group: UsageReport.Group, with expected: GoldenFile.Group, _ quantiles: [Quantile]
    ) throws {
        var figures = GoldenFile.Group(group, quantiles)
        figures.means = expected.means
        #expect(figures == expected)
        for (label, text) in expected.means ?? [:] {
            let field: UsageField =
                expected.units?[label] == nil
                ? .charge(Currency(rawValue: label)) : .unit(UsageUnit(rawValue: label))
            let mean = try #require(group.statistics(of: field)?.mean)
            let expected = try #require(Decimal(string: text))
            // The last of the 38 digits may be truncated or rounded.
            #expect(abs(mean - expected) <= abs(expected) * Decimal(sign: .plus, exponent: -37, significand: 1))
        }
    }
}

extension GoldenFile.Group {
    init(_ group: UsageReport.Group, _ quantiles: [Quantile]) {
        start = group.start?.seconds
        end = group.end?.seconds
        key = group.key.isEmpty ? nil : group.key
        requests = group.requests
        if let succeeded = group.succeeded { ended = [succeeded, group.failed ?? -1, group.cancelled ?? -1] }
        let counts = Dictionary(uniqueKeysWithValues: group.statuses.map { ($0.rawValue, $1) })
        statuses = counts.isEmpty ? nil : counts
        input = Self.amounts(group, .inputTokens)
        output = Self.amounts(group, .outputTokens)
        let known = group.coverage
        coverage = [known.rows, known.charges, known.inputTokens, known.outputTokens, known.durations]
        distinct = GoldenFile.dimensions.map { group.distinct($0) ?? -1 }
        charges = Self.labelled(group.charges.keys.map { ($0.rawValue, Self.amounts(group, .charge($0))) })
        units = Self.labelled(group.units.keys.map { ($0.rawValue, Self.amounts(group, .unit($0))) })
        durations = Self.durations(group.latency, quantiles)
    }

    private static func labelled(_ amounts: [(String, [String]?)]) -> [String: [String]]? {
        amounts.isEmpty ? nil : Dictionary(uniqueKeysWithValues: amounts.map { ($0, $1 ?? []) })
    }

    private static func amounts(_ group: UsageReport.Group, _ field: UsageField) -> [String]? {
        group.statistics(of: field).map { figures in
            ["\(figures.count)"] + [figures.sum, figures.minimum, figures.maximum].map { $0?.description ?? "-" }
        }
    }

    private static func durations(_ latency: LatencyDistribution, _ quantiles: [Quantile]) -> [String]? {
        guard let total = latency.total, let mean = latency.mean else { return nil }
        return ["\(latency.count)", "\(total.attoseconds / 1_000_000_000)", "\(mean.attoseconds)"]
            + quantiles.map { latency.quantile($0).map { "\($0.attoseconds)" } ?? "-" }
    }
}
