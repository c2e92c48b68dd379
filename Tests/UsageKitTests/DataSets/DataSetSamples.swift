import Foundation

@testable import UsageKit

/// Records and reports of data sets.
enum DataSetSamples {
    static func record(_ id: String, _ time: String?) -> UsageRecord {
        UsageRecord(
            provider: .aurous, id: id, time: time.map(Timestamp.at),
            charge: try? Money("0.5", .eur))
    }

    /// The report of a complete walk.
    static func walk(
        _ start: String, _ end: String, provider: ProviderID = .aurous, endpoint: String = "events"
    ) -> WalkReport {
        WalkReport(provider: provider, endpoint: endpoint, window: .between(start, end), isFinished: true)
    }

    /// The report of a complete walk of three days of May 2026, of a server and an account.
    static func days(
        at server: String, key: String? = nil, label: String? = nil, query: String = "q", endpoint: String = "events"
    ) -> WalkReport {
        var report = days
        report.endpoint = endpoint
        report.origin = WalkOrigin(
            server: server, query: query,
            account: label.map(AccountIdentity.label)
                ?? key.map { AccountIdentity(key: $0, salt: WalkOrigin.salt) })
        return report
    }

    /// A data set whose present is long after the samples.
    static func dataSet(at folder: URL) -> PartitionedDataSet {
        var dataSet = PartitionedDataSet(at: folder)
        dataSet.now = { .at("2030-01-01T00:00:00Z") }
        return dataSet
    }

    /// The report of a file.
    static let file = WalkReport(provider: .aurous, endpoint: "replay", window: .all, isFinished: true)

    /// Three days of May 2026.
    static let days = walk("2026-05-20T00:00:00Z", "2026-05-23T00:00:00Z")
}

extension PartitionedDataSet {
    /// Writes records as NDJSON.
    @discardableResult
    func put(
        _ records: [UsageRecord], _ reports: WalkReport..., account: String? = nil, selection: String? = nil,
        as format: RecordFormat = .ndjson(NDJSONExport()), by unit: Unit = .day, on disk: OutputDisk = OutputDisk()
    ) throws(UsageError) -> DataSetManifest {
        var writer = try PartitionedWriter(
            folder, as: format, by: unit, partial: nil, bufferedBytes: Self.defaultBufferedBytes, on: disk, now: now)
        for record in records { try writer.append(record) }
        return try writer.commit(reports, account: account, selection: selection)
    }

    /// The ids of the NDJSON files of each partition, as a reader sees them that lists the folders.
    func ids() throws -> [String: [String]] {
        var ids: [String: [String]] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] where name.contains("=") {
            for file in try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(name).path) {
                let url = folder.appendingPathComponent(name).appendingPathComponent(file)
                let records = try NDJSONExport().records(from: [UInt8](Data(contentsOf: url)))
                ids[name, default: []] += records.map { $0.id ?? "" }
            }
        }
        return ids.mapValues { $0.sorted() }
    }
}
