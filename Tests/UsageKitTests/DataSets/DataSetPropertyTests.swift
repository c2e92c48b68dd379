import Foundation
import Testing

@testable import UsageKit

/// Random writes of random windows, against a dictionary of days.
@Suite struct DataSetPropertyTests {
    @Test(arguments: PropertySeeds.some(20)) func aDataSetHasWhatAModelHas(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        let dataSet = DataSetSamples.dataSet(at: folder.url("usage"))
        let unit = PartitionedDataSet.Unit.allCases.randomElement(using: &random) ?? .day
        var model = Model(unit: unit)
        for write in 0..<12 {
            let source = ["a", "b"].randomElement(using: &random) ?? "a"
            let window = Self.window(using: &random)
            let records = Self.records(in: window, write, using: &random)
            var expected = model
            let isAllowed = expected.write(records, window, source)
            var writer = try dataSet.writer(
                as: .ndjson(NDJSONExport()), by: unit, bufferedBytes: Int.random(in: 0...20_000, using: &random))
            for record in records.shuffled(using: &random) { try writer.append(record) }
            let report = WalkReport(provider: .aurous, endpoint: "events", window: window, isFinished: true)
            let error = Self.failure(of: writer, report, source)
            #expect((error == nil) == isAllowed, "write \(write): \(error.map(\.message) ?? "allowed")")
            if isAllowed { model = expected }
            #expect(try dataSet.ids() == model.ids)
            #expect(try dataSet.verify().isEmpty)
        }
    }

    private static func failure(
        of writer: consuming PartitionedWriter, _ report: WalkReport, _ source: String
    ) -> UsageError? {
        do {
            try writer.commit([report], account: source)
            return nil
        } catch {
            return error
        }
    }

    /// Windows of quarters of days in two months, mostly of whole days.
    private static func window(using random: inout SeededGenerator) -> TimeWindow {
        let quarter: Int64 = 21_600
        let isWhole = Int.random(in: 0..<4, using: &random) > 0
        let start = Int64.random(in: 0..<120, using: &random)
        let length = Int64.random(in: 1...60, using: &random)
        let base: Int64 = 1_777_507_200
        return TimeWindow(
            unchecked: Timestamp(seconds: base + (isWhole ? start / 4 * 4 : start) * quarter),
            Timestamp(seconds: base + (isWhole ? start / 4 * 4 + (length + 3) / 4 * 4 : start + length) * quarter))
    }

    private static func records(
        in window: TimeWindow, _ write: Int, using random: inout SeededGenerator
    ) -> [UsageRecord] {
        guard let start = window.start, let end = window.end else { return [] }
        return (0..<Int.random(in: 0...40, using: &random)).map { number in
            UsageRecord(
                provider: .aurous, id: "\(write)-\(number)",
                time: Timestamp(seconds: Int64.random(in: start.seconds..<end.seconds, using: &random)))
        }
    }

    /// What a data set should have: for each source and partition, the ids and the seconds that it covers.
    private struct Model {
        let unit: PartitionedDataSet.Unit
        private var partitions: [String: [String: (ids: [String], covered: Range<Int64>)]] = [:]

        init(unit: PartitionedDataSet.Unit) {
            self.unit = unit
        }

        var ids: [String: [String]] {
            var ids: [String: [String]] = [:]
            for source in partitions.values {
                for (name, partition) in source { ids[name, default: []] += partition.ids }
            }
            return ids.mapValues { $0.sorted() }
        }

        /// The name of a second's folder, by Foundation's calendar.
        private func name(_ second: Int64) -> String {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = .gmt
            let date = Date(timeIntervalSince1970: Double(second))
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let month = String(format: "%04d-%02d", parts.year ?? 0, parts.month ?? 0)
            return unit == .month ? "month=\(month)" : "date=\(month)-" + String(format: "%02d", parts.day ?? 0)
        }

        /// Writes records if that takes no time from a partition; the partitions must not be changed if not.
        mutating func write(_ records: [UsageRecord], _ window: TimeWindow, _ source: String) -> Bool {
            guard let start = window.start?.seconds, let end = window.end?.seconds else { return false }
            var covered: [String: Range<Int64>] = [:]
            for second in stride(from: start, to: end, by: 21_600) {
                let name = name(second)
                covered[name] = (covered[name]?.lowerBound ?? second)..<second + 21_600
            }
            for (name, range) in covered {
                guard let old = partitions[source]?[name] else { continue }
                guard range.lowerBound <= old.covered.lowerBound, old.covered.upperBound <= range.upperBound else {
                    return false
                }
                partitions[source]?[name] = nil
            }
            for record in records {
                let name = name(record.time?.seconds ?? 0)
                let ids = (partitions[source]?[name]?.ids ?? []) + [record.id ?? ""]
                partitions[source, default: [:]][name] = (ids, covered[name] ?? 0..<0)
            }
            return true
        }
    }
}
