import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Which sources a data set tells apart, and which it refuses because the same rows would be there twice.
@Suite struct DataSetSourcesTests {
    private let folder: TemporaryFolder
    private let dataSet: PartitionedDataSet

    init() throws {
        folder = try TemporaryFolder()
        dataSet = DataSetSamples.dataSet(at: folder.url("usage"))
    }

    private static let server = "https://one.example"
    private static let a = DataSetSamples.record("a", "2026-05-20T10:00:00Z")
    private static let b = DataSetSamples.record("b", "2026-05-20T11:00:00Z")

    /// A source: its report, and the caller's words.
    struct Words: Sendable {
        var report = DataSetSamples.days(at: server, key: "k1")
        var account: String?
        var selection: String?
    }

    private func put(_ record: UsageRecord, _ words: Words) throws {
        try dataSet.put([record], words.report, account: words.account, selection: words.selection)
    }

    @Test func aSecondKeyDoesNotReplaceTheRowsOfTheFirst() throws {
        try put(Self.a, Words())
        try put(Self.b, Words(report: DataSetSamples.days(at: Self.server, key: "k2")))
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a", "b"]])
        // The same key is the same source in every run.
        try put(Self.b, Words())
        #expect(try dataSet.ids() == ["date=2026-05-20": ["b", "b"]])
        let manifest = try #require(try dataSet.manifest())
        #expect(manifest.sources.count == 2 && manifest.sources.allSatisfy { $0.origin == Self.server })
        #expect(manifest.sources.allSatisfy { $0.key?.contains("k1") == false && $0.key?.contains("k2") == false })
        #expect(try DataSetManifest(manifest.bytes) == manifest)
    }

    @Test func aRotatedKeyOfAnAccountIsTheSameSource() throws {
        try put(Self.a, Words(report: DataSetSamples.days(at: Self.server, key: "k1"), account: "acme"))
        try put(Self.b, Words(report: DataSetSamples.days(at: Self.server, key: "k2"), account: "acme"))
        // The label of the walk is that of the caller.
        try put(Self.b, Words(report: DataSetSamples.days(at: Self.server, label: "acme")))
        #expect(try dataSet.ids() == ["date=2026-05-20": ["b"]])
        #expect(try dataSet.manifest()?.sources.map(\.key) == [nil])
    }

    @Test(arguments: [
        (Words(), Words(report: DataSetSamples.days(at: "https://two.example", key: "k1"))),
        (
            Words(report: DataSetSamples.days(at: server, label: "one")),
            Words(report: DataSetSamples.days(at: server, label: "two"))
        ),
        (Words(account: "one"), Words(report: DataSetSamples.file, account: "two")),
        (Words(selection: "x"), Words(selection: "y")),
        (Words(account: "one"), Words(report: DataSetSamples.days(at: "https://two.example", key: "k1"))),
    ])
    func differentRowsCanBeInOneFolder(one: Words, other: Words) throws {
        try put(Self.a, one)
        try put(Self.b, other)
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a", "b"]])
    }

    @Test(arguments: [
        // A walk, and a file that may have been saved from it.
        (Words(), Words(report: DataSetSamples.file)),
        (Words(account: "one"), Words(report: DataSetSamples.file, account: "one")),
        // With and without filters, and with others that nobody named.
        (Words(), Words(selection: "x")),
        (Words(), Words(report: DataSetSamples.days(at: server, key: "k1", query: "r"))),
        (Words(), Words(report: DataSetSamples.days(at: server, key: "k1", endpoint: "usage"))),
        // With and without a label.
        (Words(), Words(account: "one")),
        (Words(), Words(report: DataSetSamples.days(at: server, key: "k2"), account: "one")),
        // One server at two addresses.
        (Words(account: "one"), Words(report: DataSetSamples.days(at: "https://two.example"), account: "one")),
        // Digests with different salts say nothing.
        (Words(), Words(report: salted)),
    ])
    func rowsThatMayBeThereAreRefused(one: Words, other: Words) throws {
        for (first, second) in [(one, other), (other, one)] {
            try? FileManager.default.removeItem(at: folder.url("usage"))
            try put(Self.a, first)
            let files = try folder.files().filter { $0.key.hasPrefix("usage/") }
            let error = #expect(throws: UsageError.self) { try put(Self.b, second) }
            #expect(error?.code == .invalidArgument)
            #expect(error?.message.contains("so they would be there twice") == true, "\(error?.message ?? "")")
            #expect(try folder.files().filter { $0.key.hasPrefix("usage/") } == files)
        }
    }

    private static var salted: WalkReport {
        var report = DataSetSamples.days
        report.origin = WalkOrigin(server: server, query: "q", account: AccountIdentity(key: "k1", salt: "other"))
        return report
    }

    /// The key of such a walk came from a closure, so two accounts would look like one source.
    @Test func aWalkOfAnUnknownAccountNeedsALabel() throws {
        let unknown = DataSetSamples.days(at: Self.server)
        for reports in [[unknown], [DataSetSamples.days(at: Self.server, key: "k1"), unknown]] {
            let error = #expect(throws: UsageError.self) {
                var writer = try dataSet.writer(as: .ndjson(NDJSONExport()), by: .day)
                try writer.append(Self.a)
                try writer.commit(reports)
            }
            #expect(error?.code == .invalidArgument)
            #expect(
                error?.message
                    == "nothing tells whose rows those of aurous (events at https://one.example) are: the report has "
                    + "neither the label of an account nor the digest of a key; give `account:`, the same in each commit; "
                    + "what is not in it yet is in 'usage.partial'")
            #expect(try dataSet.ids().isEmpty)
        }
        try put(Self.a, Words(report: unknown, account: "one"))
        try put(Self.b, Words(report: unknown, account: "two"))
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a", "b"]])
    }

    /// What a report is told apart by is not encoded, so a decoded one is of another source, which may have the same rows.
    @Test func aDecodedReportKnowsNoServerAndNoAccount() throws {
        let live = DataSetSamples.days(at: Self.server, label: "one")
        let decoded = try JSONDecoder().decode(WalkReport.self, from: JSONEncoder().encode(live))
        #expect(decoded == live && decoded.origin == nil)
        try put(Self.a, Words(report: decoded, account: "one"))
        try put(Self.b, Words(report: decoded, account: "one"))
        #expect(try dataSet.ids() == ["date=2026-05-20": ["b"]])
        let source = try #require(try dataSet.manifest()?.sources.first)
        #expect(source.account == "one" && source.origin == nil && source.query == nil && source.key == nil)
        #expect(throws: UsageError.self) { try put(Self.a, Words(report: live)) }
    }

    /// The label of a commit goes before that of the walk.
    @Test func theLabelOfTheCommitReplacesThatOfTheWalk() throws {
        try put(Self.a, Words(report: DataSetSamples.days(at: Self.server, label: "one"), account: "two"))
        try put(Self.b, Words(report: DataSetSamples.days(at: Self.server, label: "one")))
        #expect(try dataSet.manifest()?.sources.compactMap(\.account).sorted() == ["one", "two"])
    }

    /// A client whose key comes from a closure has a label, by which its walks are told apart.
    @Test func walksWithKeysOfClosuresAreToldApart() async throws {
        let window = TimeWindow.between("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z")
        for (seed, account) in [(UInt64(1), "one"), (2, "two")] {
            let fake = TresorFake(rows: LedgerGenerator(seed: seed).tresorRows(count: 20, in: window))
            let client = try Tresor.Client(account: account, configuration: ClientConfiguration(transport: fake)) {
                TresorFake.testKey
            }
            let (rows, report) = try await client.usage(in: window).collect()
            var writer = try dataSet.writer(as: .ndjson(NDJSONExport()), by: .day)
            for row in rows { try writer.append(row.usageRecord) }
            try writer.commit([report])
        }
        let manifest = try #require(try dataSet.manifest())
        #expect(manifest.rows == 40 && manifest.sources.compactMap(\.account).sorted() == ["one", "two"])
    }

    @Test func theRefusalNamesBothSources() throws {
        try put(Self.a, Words())
        let label = #expect(throws: UsageError.self) { try put(Self.b, Words(account: "acme")) }
        #expect(
            label?.message
                == "the data set 'usage' has rows of aurous (events at https://one.example, without an account label), and "
                + "the same rows can come from aurous (events at https://one.example, account 'acme') for "
                + "[2026-05-20T00:00:00Z, 2026-05-23T00:00:00Z), so they would be there twice; an account that was written "
                + "without a label keeps none: write it as before, or all of it with the label to another folder; what is "
                + "not in it yet is in 'usage.partial'")
        let selection = #expect(throws: UsageError.self) { try put(Self.b, Words(selection: "x")) }
        #expect(
            selection?.message.contains("without an account label, selected by 'x') for [2026-05-20T00:00:00Z") == true)
    }

    /// Sources that may share rows can be in one folder as long as their time does not overlap.
    @Test func otherTimeIsNotRefused() throws {
        try put(Self.a, Words())
        let june = DataSetSamples.walk("2026-05-23T00:00:00Z", "2026-06-01T00:00:00Z")
        try dataSet.put([DataSetSamples.record("c", "2026-05-24T10:00:00Z")], june, selection: "x")
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a"], "date=2026-05-24": ["c"]])
        // A file of records without a time may be of any.
        #expect(throws: UsageError.self) {
            try dataSet.put([DataSetSamples.record("n", nil)], DataSetSamples.file)
        }
    }

    @Test func aDayThatHasNotEndedIsNotComplete() throws {
        var dataSet = dataSet
        dataSet.now = { .at("2026-05-21T12:00:00Z") }
        let b = DataSetSamples.record("b", "2026-05-21T10:00:00Z")
        let manifest = try dataSet.put([Self.a, b], DataSetSamples.days)
        #expect(manifest.partitions.map(\.isComplete) == [true, false])
        #expect(
            manifest.partitions.last?.incomplete == [
                "aurous (events) was not read for [2026-05-21T12:00:00Z, 2026-05-22T00:00:00Z)"
            ])
        #expect(manifest.sources.map(\.covered) == [[.between("2026-05-20T00:00:00Z", "2026-05-21T12:00:00Z")]])
        // A record of tomorrow, by a clock that is ahead, is in its day.
        dataSet.now = { .at("2026-05-21T13:00:00Z") }
        let c = DataSetSamples.record("c", "2026-05-22T00:00:01Z")
        #expect(
            try dataSet.put([Self.a, b, c], DataSetSamples.days).partitions.map(\.isComplete) == [true, false, false])
        // Two runs of a past window are the same, whenever they are.
        dataSet.now = { .at("2026-05-24T00:00:00Z") }
        try dataSet.put([Self.a, b], DataSetSamples.days)
        let files = try folder.files()
        dataSet.now = { .at("2026-07-01T00:00:00Z") }
        try dataSet.put([Self.a, b], DataSetSamples.days)
        #expect(try folder.files() == files)
    }
}
