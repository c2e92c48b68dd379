import Foundation
import Testing

@testable import UsageKit

private let folder = ProcessInfo.processInfo.environment["USAGEKIT_PARQUET_FOLDER"]

/// Writes files for other readers, with the same records as NDJSON; `Tests/Interop/parquet` compares them.
///
/// It needs the variable `USAGEKIT_PARQUET_FOLDER`, the folder that the files are written to.
@Suite struct ParquetReadersTests {
    /// What else happens to the records of a sample.
    private enum Shape {
        case asMade
        /// Every second row has no value.
        case alternating
        /// Runs of rows without a value, and as many with values.
        case runs(Int)
        /// In the order of their times.
        case sorted
        /// The ends of the ranges of numbers.
        case extremes
    }

    private struct Sample {
        var name: String
        var count: Int
        /// One field in this many is null.
        var nulls = 5
        var isLong = false
        var shape = Shape.asMade
        var export = ParquetExport(labels: [.account], moneyScale: 24)
        var limits = Parquet.Limits()
    }

    private static let samples: [Sample] = {
        var samples = [
            Sample(name: "empty", count: 0), Sample(name: "without-nulls", count: 1000, nulls: 0),
            Sample(name: "only-nulls", count: 1000, nulls: 1), Sample(name: "long-texts", count: 3000, isLong: true),
            Sample(name: "scale-30", count: 500, export: ParquetExport(moneyScale: 30)),
        ]
        // Around the pages of the default settings, and around row groups.
        for count in [1, 2, 7, 8, 9, 19_999, 20_000, 20_001] {
            samples.append(Sample(name: "rows-\(count)", count: count))
        }
        for count in [999, 1000, 1001, 2000, 2001] {
            let export = ParquetExport(labels: [.account], moneyScale: 24, rowsPerRowGroup: 1000)
            samples.append(Sample(name: "groups-\(count)", count: count, export: export))
        }
        // Small pages of dictionaries that fill up, and row groups that end by their bytes.
        var limits = Parquet.Limits()
        limits.pageRows = 50
        limits.pageBytes = 1000
        limits.dictionaryBytes = 600
        limits.dictionaryTrial = 30
        limits.groupBytes = 100_000
        for nulls in [0, 2, 3, 20] {
            samples.append(
                Sample(name: "small-\(nulls)", count: 2000, nulls: nulls, isLong: nulls == 3, limits: limits))
        }
        samples += [
            Sample(name: "alternating", count: 1000, nulls: 0, shape: .alternating, limits: limits),
            Sample(name: "runs-of-nulls", count: 1000, nulls: 0, shape: .runs(37), limits: limits),
            Sample(name: "pages-of-nulls", count: 1000, nulls: 0, shape: .runs(50), limits: limits),
            Sample(name: "extremes", count: 0, shape: .extremes, export: ParquetExport(moneyScale: 0)),
        ]
        limits.groupBytes = 1 << 20
        let groups = ParquetExport(labels: [.account], moneyScale: 24, rowsPerRowGroup: 600)
        samples.append(
            Sample(name: "sorted", count: 2000, nulls: 0, shape: .sorted, export: groups, limits: limits))
        let fine = ParquetExport(labels: [.account], moneyScale: 24, timeUnit: .nanoseconds)
        samples.append(Sample(name: "nanoseconds", count: 1000, export: fine))
        return samples
    }()

    @Test(.enabled(if: folder != nil), arguments: samples.indices)
    func writesASample(index: Int) throws {
        let sample = Self.samples[index]
        let url = URL(fileURLWithPath: try #require(folder)).appendingPathComponent(sample.name)
        var random = SeededGenerator(seed: UInt64(index))
        var records = ParquetRecords.make(sample.count, nullsIn: sample.nulls, isLong: sample.isLong, using: &random)
        change(&records, sample.shape)
        if sample.export.timeUnit == .nanoseconds {
            // Nanoseconds reach from 1678 to 2261, and are not whole microseconds here.
            for number in records.indices {
                records[number].time = records[number].time.map {
                    Timestamp(
                        seconds: $0.seconds % 5_000_000_000, nanoseconds: Int64($0.nanoseconds) + Int64(number % 1000))
                }
            }
        }
        var export = sample.export
        export.metadata = ["sample": sample.name]
        var writer = try export.writer(limits: sample.limits)
        var bytes: [UInt8] = []
        for record in records {
            try writer.append(record)
            while let piece = writer.nextPiece() { bytes += piece }
        }
        writer.finish()
        while let piece = writer.nextPiece() { bytes += piece }
        try ParquetFile(bytes).checkStatistics()
        try Data(bytes).write(to: url.appendingPathExtension("parquet"))
        let lines = records.map { NDJSONExport().line(for: $0) }.joined()
        try Data(lines.utf8).write(to: url.appendingPathExtension("ndjson"))
    }

    private func change(_ records: inout [UsageRecord], _ shape: Shape) {
        func hide(_ isHidden: (Int) -> Bool) {
            for number in records.indices where isHidden(number) {
                records[number] = UsageRecord(provider: records[number].provider)
            }
        }
        switch shape {
        case .asMade: break
        case .alternating: hide { $0 % 2 == 1 }
        case .runs(let length): hide { $0 / length % 2 == 1 }
        case .sorted:
            records.sort { left, right in
                guard let right = right.time else { return false }
                return left.time.map { $0 < right } ?? false
            }
        case .extremes:
            let largest = ExactDecimal.largestMantissa
            // Python's dates reach from the year 1 to 9999.
            for (mantissa, seconds) in [(-largest, -62_135_596_800), (largest, 253_402_300_799), (0, -1)]
                as [(Int128, Int64)]
            {
                records.append(
                    UsageRecord(
                        provider: .aurous, time: Timestamp(seconds: seconds, nanoseconds: 999_999_000),
                        tokens: TokenCounts(input: mantissa < 0 ? 0 : .max, output: 1),
                        charge: ExactDecimal(mantissa: mantissa, exponent: 0).map { Money(exact: $0, currency: .eur) },
                        duration: Duration(attoseconds: mantissa)))
            }
        }
    }
}
