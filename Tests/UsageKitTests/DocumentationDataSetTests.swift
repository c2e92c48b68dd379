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
