import Foundation
import Testing
import UsageKit
import UsageKitTesting

/// The samples about files and data sets, word for word; ``DocumentationTests`` compares them with the documents.
@Suite struct DocumentationDataSetTests {
    private let parent: TemporaryFolder
    private let url: URL
    private let folder: URL
    private let may: TimeWindow
    private let tresor: Tresor.Client
    private let records: [UsageRecord]
    private let report: WalkReport

    init() throws {
        parent = try TemporaryFolder()
        url = parent.url("usage.parquet")
        folder = parent.url("usage")
        may = try TimeWindow(from: Timestamp("2026-05-01T00:00:00Z"), to: Timestamp("2026-06-01T00:00:00Z"))
        tresor = try Tresor.Client(
            apiKey: TresorFake.testKey,
            configuration: ClientConfiguration(
                transport: TresorFake(rows: LedgerGenerator(seed: 3).tresorRows(count: 300, in: may))))
        records = [
            DataSetSamples.record("a", "2026-05-20T10:00:00Z"), DataSetSamples.record("b", "2026-05-20T11:30:00Z"),
            DataSetSamples.record("c", "2026-05-21T09:00:00Z"),
        ]
        report = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-21T12:00:00Z")
    }

    @Test func aWalkIsWrittenToAFile() async throws {
        var file = try RecordFile(at: url, as: .parquet(ParquetExport()))
        let (rows, report) = try await tresor.usage(in: may).collect()
        for row in rows { try file.append(row.usageRecord) }
        try file.commit([report])
        #expect(try ParquetFile([UInt8](Data(contentsOf: url))).rowCount == 300)
    }

    @Test func theRowsOfAWalkAreWrittenInOneCall() async throws {
        let (rows, report) = try await tresor.usage(in: may).collect()
        try RecordFile.write(to: url, as: .parquet(ParquetExport()), reports: [report]) { rows.lazy.map(\.usageRecord) }
        #expect(try ParquetFile([UInt8](Data(contentsOf: url))).rowCount == 300)
    }

    @Test func aWalkIsWrittenToADataSet() async throws {
        let dataSet = PartitionedDataSet(at: folder)
        var writer = try dataSet.writer(as: .parquet(ParquetExport()), by: .day)
        let (rows, report) = try await tresor.usage(in: may).collect()
        for row in rows { try writer.append(row.usageRecord) }
        let manifest = try writer.commit([report])
        print(manifest.partitions.map(\.value))  // ["2026-05-01", "2026-05-02", …
        #expect(manifest.partitions.map(\.value).starts(with: ["2026-05-01", "2026-05-02"]))
        #expect(manifest.rows == 300 && manifest.partitions.allSatisfy(\.isComplete))
    }

    @Test func recordsAreWrittenToADataSet() throws {
        let dataSet = PartitionedDataSet(at: folder)
        var writer = try dataSet.writer(as: .parquet(ParquetExport()), by: .day)
        for record in records { try writer.append(record) }
        try writer.commit([report])
        #expect(try dataSet.manifest()?.rows == 3)
    }

    @Test func aDataSetIsCopiedToAnObjectStore() throws {
        var bucket = Bucket()
        let dataSet = PartitionedDataSet(at: folder)
        for count in [3, 2] {
            var writer = try dataSet.writer(as: .ndjson(NDJSONExport()), by: .day)
            for record in records.prefix(count) { try writer.append(record) }
            // The sample of Docs/DataSets.md begins here.
            let manifest = try writer.commit([report])
            let earlier = try bucket.get("_manifest.json").map(DataSetManifest.init(json:))
            let changes = manifest.changes(since: earlier)
            for path in changes.uploads + ["_manifest.json"] {
                try bucket.put(path, Data(contentsOf: folder.appending(path: path)))
            }
            for path in changes.deletions { try bucket.delete(path) }
            // The sample ends here.
            let local = try parent.files().filter { $0.key != "usage/_lock" }
            #expect(
                bucket.objects == Dictionary(uniqueKeysWithValues: local.map { ($0.key.dropFirst(6) + "", $0.value) }))
        }
        #expect(bucket.objects.count == 2)
        // What an upload that did not end left.
        try bucket.put("date=2026-05-22/part-0.ndjson", Data())
        let manifest = try #require(try dataSet.manifest())
        let named = Set(manifest.partitions.map(\.path))
        for path in try bucket.list() where path.contains("=") && !named.contains(path) { try bucket.delete(path) }
        #expect(bucket.objects.count == 2)
    }

    /// Two nights whose windows overlap, with a record without a time in both.
    @Test func recordsWithoutATimeAreWrittenToAFolderOfTheirOwn() throws {
        let untimed = parent.url("untimed")
        for (start, end) in [("2026-05-20", "2026-05-22"), ("2026-05-21", "2026-05-23")] {
            let report = DataSetSamples.walk("\(start)T00:00:00Z", "\(end)T00:00:00Z")
            let records =
                self.records.filter { report.window.contains($0.time ?? .now()) }
                + [DataSetSamples.record("n", nil)]
            // The sample of Docs/DataSets.md begins here.
            var writer = try PartitionedDataSet(at: folder).writer(as: .ndjson(NDJSONExport()), by: .day)
            for record in records where record.time != nil { try writer.append(record) }
            try writer.commit([report], selection: "with a time")
            // The sample ends here.
        }
        let manifest = try #require(try PartitionedDataSet(at: folder).manifest())
        #expect(manifest.rows == 3 && manifest.sources.map(\.selection) == ["with a time"])
        // Once in a while, all of the time is read for the others.
        let all = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-23T00:00:00Z")
        for _ in 0..<2 {
            let (records, report) = (self.records + [DataSetSamples.record("n", nil)], all)
            // The sample of Docs/DataSets.md begins here.
            var writer = try PartitionedDataSet(at: untimed).writer(as: .ndjson(NDJSONExport()), by: .day)
            for record in records where record.time == nil { try writer.append(record) }
            try writer.commit([report], selection: "without a time")
            // The sample ends here.
        }
        #expect(try PartitionedDataSet(at: untimed).manifest()?.rows == 1)
    }

    @Test func theManifestIsThatOfTheDocument() throws {
        let dataSet = PartitionedDataSet(at: folder)
        var writer = try dataSet.writer(as: .ndjson(NDJSONExport()), by: .day)
        for record in records { try writer.append(record) }
        try writer.commit([report], account: "acme")
        let manifest = try #require(parent.text("usage/_manifest.json"))
        let block = try #require(DocumentedSamples.blocks(of: "Docs/DataSets.md", in: "json").first)
        #expect(block + "\n" == manifest, "\(manifest)")
    }

    @Test func theNamesOfTheDocumentAreThoseOfItsManifest() throws {
        let text = try DocumentedSamples.text(of: "Docs/DataSets.md")
        let block = try #require(DocumentedSamples.blocks(of: "Docs/DataSets.md", in: "json").first)
        let part = try #require(block.components(separatedBy: "part-").dropFirst().first?.prefix(16))
        #expect(text.components(separatedBy: "part-\(part).parquet").count == 4)
    }
}

/// An object store.
private struct Bucket {
    var objects: [String: Data] = [:]

    func get(_ path: String) throws -> [UInt8]? { objects[path].map { [UInt8]($0) } }
    func list() throws -> [String] { objects.keys.sorted() }
    mutating func put(_ path: String, _ bytes: Data) throws { objects[path] = bytes }
    mutating func delete(_ path: String) throws { objects[path] = nil }
}
