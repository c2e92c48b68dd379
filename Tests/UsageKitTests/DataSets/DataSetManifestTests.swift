import Foundation
import Testing

@testable import UsageKit

/// Manifests that are read outside of their data set, and the copies of data sets that they describe.
@Suite struct DataSetManifestTests {
    private let folder: TemporaryFolder
    private let dataSet: PartitionedDataSet

    init() throws {
        folder = try TemporaryFolder()
        dataSet = DataSetSamples.dataSet(at: folder.url("usage"))
    }

    private static let a = DataSetSamples.record("a", "2026-05-20T10:00:00Z")
    private static let b = DataSetSamples.record("b", "2026-05-21T10:00:00Z")
    private static let c = DataSetSamples.record("c", "2026-05-22T10:00:00Z")

    private func text() throws -> String { try #require(folder.text("usage/_manifest.json")) }

    @Test func aCopyOfTheFileIsRead() throws {
        let manifest = try dataSet.put([Self.a], DataSetSamples.days)
        #expect(try DataSetManifest(json: Array(text().utf8)) == manifest)
    }

    /// Callers upload and delete what a manifest names, so it names nothing else.
    @Test(arguments: [
        "../part.ndjson", "date=2026-05-20/..", "/etc/part", "date=2026-05-20/a/b", "part", "", "./part", "a//",
    ])
    func aPathOutsideOfTheDataSetIsRefused(path: String) throws {
        let manifest = try dataSet.put([Self.a], DataSetSamples.days)
        let other = try text().replacingOccurrences(of: manifest.partitions[0].path, with: path)
        let error = #expect(throws: UsageError.self) { try DataSetManifest(json: Array(other.utf8)) }
        #expect(error?.code == .unexpectedShape && error?.codingPath == "partitions[0].path")
    }

    @Test func aManifestThatIsNotAsItIsWrittenIsRefused() throws {
        let error = #expect(throws: UsageError.self) { try DataSetManifest(json: Array("{".utf8)) }
        #expect(error?.code == .malformedJSON)
        try dataSet.put([Self.a], DataSetSamples.days, as: .csv(CSVExport()))
        let other = try text().replacingOccurrences(of: #""escaped""#, with: #""quoted""#)
        let formulas = #expect(throws: UsageError.self) { try DataSetManifest(json: Array(other.utf8)) }
        #expect(formulas?.code == .unexpectedShape && formulas?.codingPath == "formulas")
    }

    @Test(
        arguments: [
            (RecordFormat.csv(CSVExport()), CSVExport.Formulas.escaped), (.csv(CSVExport(formulas: .kept)), .kept),
            (.ndjson(NDJSONExport()), nil), (.parquet(ParquetExport()), nil),
        ] as [(RecordFormat, CSVExport.Formulas?)])
    func itSaysHowTextsAreWritten(format: RecordFormat, formulas: CSVExport.Formulas?) throws {
        #expect(try dataSet.put([Self.a], DataSetSamples.days, as: format).formulas == formulas)
    }

    @Test func changesAreNewOtherAndRemovedFiles() throws {
        let first = try dataSet.put([Self.a, Self.b], DataSetSamples.days)
        let paths = first.partitions.map(\.path)
        #expect(first.changes(since: nil).uploads == paths && first.changes(since: nil).deletions == [])
        #expect(first.changes(since: first).isEmpty)
        let late = DataSetSamples.record("late", "2026-05-20T11:00:00Z")
        let second = try dataSet.put([Self.a, late, Self.c], DataSetSamples.days)
        let changes = second.changes(since: first)
        // The 20th has other bytes, the 22nd is new, and the 21st has no records any more.
        #expect(changes.uploads == second.partitions.map(\.path) && changes.deletions == [paths[1]])
        #expect(!changes.isEmpty)
        // Time that is covered without a record changes no file.
        let june = DataSetSamples.walk("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z")
        let third = try dataSet.put([], june)
        #expect(third.changes(since: second).isEmpty && third != second)
    }

    /// Each step of copying leaves a store in which no row that stays is missing, and whose manifest names what is there.
    @Test(arguments: PropertySeeds.some(8)) func aReaderOfACopyMissesNoRow(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var store: [String: String] = [:]
        func ids(of paths: some Sequence<String>) -> Set<Substring> {
            Set(
                paths.flatMap { path in
                    (store[path] ?? "").matches(of: #/"id":"([^"]*)"/#).map(\.output.1)
                })
        }
        for _ in 0..<6 {
            let records = (0..<8).filter { _ in Bool.random(using: &random) }.map { number in
                DataSetSamples.record("\(number)", "2026-05-2\(number % 3)T10:00:00Z")
            }
            let manifest = try dataSet.put(records, DataSetSamples.days)
            let earlier = try store["_manifest.json"].map { (text) throws(UsageError) in
                try DataSetManifest(json: Array(text.utf8))
            }
            let changes = manifest.changes(since: earlier)
            let before = ids(of: store.keys)
            let staying = before.intersection(records.compactMap(\.id).map { $0[...] })
            for path in changes.uploads + ["_manifest.json"] + changes.deletions {
                store[path] = folder.text("usage/\(path)")
                #expect(staying.isSubset(of: ids(of: store.keys.filter { $0.contains("=") })))
                let named = try store["_manifest.json"].map { try DataSetManifest(json: Array($0.utf8)) }
                #expect(named?.partitions.allSatisfy { store[$0.path] != nil } ?? true)
            }
            // The copy is the data set.
            #expect(
                store
                    == (try folder.files().filter { $0.key.hasPrefix("usage/") && $0.key != "usage/_lock" })
                    .reduce(into: [:]) { $0[String($1.key.dropFirst(6))] = String(decoding: $1.value, as: UTF8.self) })
        }
    }
}
