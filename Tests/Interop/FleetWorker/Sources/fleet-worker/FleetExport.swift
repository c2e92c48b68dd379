import Foundation
import UsageKit

/// The data set of a fleet: each process writes the files of its sources.
enum FleetExport {
    /// Adds the rows of a source to a data set that is partitioned by day.
    static func export(_ source: FleetSource, _ rows: FleetRows, to folder: URL) throws {
        // Processes write at the same time, so each needs a partial folder of its own.
        let partial = folder.deletingLastPathComponent()
            .appending(path: "\(folder.lastPathComponent).\(source.name).partial")
        var writer = try PartitionedDataSet(at: folder).writer(
            as: .parquet(ParquetExport()), by: .day, partial: partial)
        try rows.forEach(of: source) { try writer.append($0) }
        let report = WalkReport(
            provider: source.provider, endpoint: "usage", window: try FleetRows.window, rows: writer.rows,
            isFinished: true)
        try writer.commit([report], account: source.name)
    }

    /// Compares all files of a data set with its manifest, and the rows with those that were written.
    static func verify(_ folder: URL, rows: FleetRows) throws {
        let dataSet = PartitionedDataSet(at: folder)
        let damage = try dataSet.verify()
        guard damage.isEmpty else { throw FleetFailure("the data set is damaged: \(damage)") }
        guard let manifest = try dataSet.manifest(), manifest.rows == rows.count else {
            throw FleetFailure("expected a manifest of \(rows.count) rows")
        }
        guard manifest.sources.count == FleetSource.all.count else {
            throw FleetFailure("expected \(FleetSource.all.count) sources, found \(manifest.sources.count)")
        }
    }
}

/// What a step found to be wrong.
struct FleetFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
