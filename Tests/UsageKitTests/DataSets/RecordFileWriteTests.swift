import Foundation
import Testing

@testable import UsageKit

@Suite struct RecordFileWriteTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static func record(_ id: String, _ amount: String) throws -> UsageRecord {
        try UsageRecord(provider: .aurous, id: id, charge: Money(amount, .eur))
    }

    private static func scale(_ format: RecordFormat) -> Int? {
        if case .parquet(let export) = format { export.moneyScale } else { nil }
    }

    private func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.url(name))) }

    @Test func aFinerAmountIsWrittenWithItsScale() throws {
        // More than a block, so that some of the first attempt is in the file.
        let records = try (0..<20_000).map { try Self.record("\($0)", "0.5") } + [Self.record("fine", "0.0005")]
        var attempts = 0
        let written = try RecordFile.write(
            to: folder.url("out"), as: .parquet(ParquetExport(moneyScale: 2, rowsPerRowGroup: 1000))
        ) {
            attempts += 1
            return records
        }
        #expect(attempts == 2)
        #expect(Self.scale(written) == 4)
        var file = try RecordFile(
            at: folder.url("expected"), as: .parquet(ParquetExport(moneyScale: 4, rowsPerRowGroup: 1000)))
        for record in records { try file.append(record) }
        try file.commit()
        #expect(try bytes("out") == bytes("expected"))
        #expect(try folder.files().keys.sorted() == ["expected", "out"])
    }

    @Test func amountsThatNoScaleHoldsAreRefused() throws {
        try folder.write("old", to: "out")
        let records = try [Self.record("a", "0." + String(repeating: "1", count: 20)), Self.record("b", "1e30")]
        let error = #expect(throws: UsageError.self) {
            try RecordFile.write(to: folder.url("out"), as: .parquet(ParquetExport())) { records }
        }
        #expect(error?.requiredScale != nil)
        #expect(try folder.files() == ["out": Data("old".utf8)])
    }

    @Test func linesAreWrittenOnce() throws {
        var attempts = 0
        let record = try Self.record("a", "0.5")
        let written = try RecordFile.write(
            to: folder.url("out"), as: .ndjson(NDJSONExport()), reports: [DataSetSamples.days]
        ) {
            attempts += 1
            return CollectionOfOne(record)
        }
        #expect(attempts == 1)
        #expect(Self.scale(written) == nil)
        #expect(folder.text("out") == NDJSONExport().line(for: record))
    }

    @Test(arguments: [RecordFormat.parquet(ParquetExport(moneyScale: 0)), .ndjson(NDJSONExport())])
    func aWalkThatIsNotCompleteIsLeftAsAPartialFile(_ format: RecordFormat) throws {
        let record = try Self.record("a", "0.5")
        let cut = DataSetSamples.days.ended(because: WalkStop(.missingRows, "it was cut"))
        let error = #expect(throws: UsageError.self) {
            try RecordFile.write(to: folder.url("out"), as: format, reports: [cut]) { CollectionOfOne(record) }
        }
        #expect(error?.code == .incompleteWalk)
        #expect(try folder.files().keys.sorted() == ["out.partial"])
        #expect(try bytes("out.partial").count > 10)
    }
}
