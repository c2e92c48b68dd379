import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// A store as a place: who may write it, what is written, and what is removed.
@Suite struct UsageStoreTests {
    private static let may = TimeWindow.since("2026-05-01T00:00:00Z")

    private static func filled(
        _ scene: StoreScene, keeping labels: [UsageDimension]? = nil
    ) async throws -> (UsageStore, AurousFake) {
        let fake = AurousFake(
            events: (1...9).map { day in
                AurousFake.event(
                    at: .at("2026-05-0\(day)T10:00:00Z"), credits: 1, apiKeyID: day > 5 ? "key-b" : "key-a",
                    id: "e\(day)",
                    with: ["user_id": .string("user-\(day % 2)")])
            }, now: scene.clock.now)
        let store = try scene.open(keeping: labels)
        try await store.refresh(scene.aurous(fake).events(in: may))
        return (store, fake)
    }

    /// A directory without a store, and a pipe in the place of its log.
    @Test func whatIsNoStoreIsSaid() throws {
        let scene = StoreScene()
        try FileManager.default.createDirectory(at: scene.folder, withIntermediateDirectories: true)
        let name = scene.folder.lastPathComponent
        let empty = #expect(throws: UsageError.self) { try scene.open(.readOnly) }
        #expect(empty?.message == "there is no store at '\(name)': the file 'rows' is missing")
        #expect(unsafe mkfifo(scene.rowsFile.path, 0o600) == 0)
        let pipe = #expect(throws: UsageError.self) { try scene.open(.readOnly) }
        #expect(pipe?.message == "the file 'rows' of the store '\(name)' is not a regular file")
        #expect(empty?.code == .unreadableFile && pipe?.code == .unreadableFile)
    }

    @Test func oneValueWritesItAndOthersReadItMeanwhile() async throws {
        let scene = StoreScene()
        let (store, fake) = try await Self.filled(scene)
        let error = #expect(throws: UsageError.self) { try scene.open() }
        #expect(error?.code == .storeInUse)
        let reader = try scene.open(.readOnly)
        #expect(reader.count == 9)
        fake.apply(.insert([AurousFake.event(at: .at("2026-05-20T11:00:00Z"), credits: 1, id: "new")]))
        try await store.refresh(scene.aurous(fake).events(in: Self.may))
        try store.compact()
        // What was opened stays as it was.
        #expect(reader.count == 9 && store.count == 10)
        #expect(try scene.open(.readOnly).count == 10)
        let write = await #expect(throws: UsageError.self) {
            try await reader.refresh(scene.aurous(fake).events(in: Self.may))
        }
        #expect(write?.code == .storeNotWritten)
        #expect(throws: UsageError.self) { try reader.prune(before: .at("2026-05-03T00:00:00Z")) }
    }

    @Test func onlyTheOwnerCanReadTheFiles() async throws {
        let scene = StoreScene()
        let (store, _) = try await Self.filled(scene)
        try store.compact()
        for name in ["rows", "lock"] {
            let path = scene.folder.appendingPathComponent(name).path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(mode?.int16Value == 0o600)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scene.folder.path).sorted() == ["lock", "rows"])
    }

    @Test func whatIsBeforeAnInstantIsPruned() async throws {
        let scene = StoreScene()
        let (store, _) = try await Self.filled(scene)
        #expect(try store.prune(before: .at("2026-05-04T00:00:00Z")) == 3)
        #expect(store.count == 6)
        #expect(store.sources[0].covered == [.between("2026-05-04T00:00:00Z", "2026-05-20T12:00:00Z")])
        let reader = try scene.open(.readOnly)
        #expect(reader.records().compactMap(\.id).sorted() == ["e4", "e5", "e6", "e7", "e8", "e9"])
        #expect(try !reader.report(ReportQuery(window: Self.may)).isComplete)
        #expect(reader.ledger.isComplete)
    }

    @Test func aPersonIsErasedForGood() async throws {
        let scene = StoreScene()
        let (store, fake) = try await Self.filled(scene)
        try store.erase("user-1", of: .user)
        try store.pseudonymize("key-b", of: .apiKey, key: Array("secret".utf8))
        func check(_ store: UsageStore) throws {
            #expect(Set(store.records().map(\.user)) == [nil, "user-0"])
            #expect(try store.charge(.credits) == "9")
            let keys = Set(store.records().compactMap(\.apiKey))
            #expect(keys.count == 2 && keys.contains("key-a") && !keys.contains("key-b"))
        }
        try check(store)
        // They do not come back with the rows that are fetched again.
        let again = try await store.refresh(scene.aurous(fake).events(in: Self.may), overlap: .seconds(86_400 * 30))
        #expect((again.added, again.revised, again.removed) == (0, 0, 0))
        try check(store)
        try check(scene.open(.readOnly))
        let bytes = String(decoding: try Data(contentsOf: scene.rowsFile), as: UTF8.self)
        #expect(!bytes.contains("user-1") && !bytes.contains("key-b") && bytes.contains("user-0"))
        #expect(throws: UsageError.self) { try store.erase("x", of: .model) }
        #expect(throws: UsageError.self) { try store.pseudonymize("x", of: .user, key: []) }
    }

    @Test(arguments: [
        ("write", ENOSPC, UsageError.Code.storageFull), ("synchronize", EDQUOT, .storageFull),
        ("write", EFBIG, .storeNotWritten), ("lock", EWOULDBLOCK, .storeInUse), ("read", EIO, .unreadableFile),
        ("open for reading", ENOENT, .unreadableFile),
    ])
    func failuresOfTheDiskAreTyped(operation: String, code: Int32, expected: UsageError.Code) {
        let failure = DiskFile.Failure(operation: operation, code: code)
        let error = UsageError(failure, URL(fileURLWithPath: "/tmp/store"))
        #expect(error.code == expected && error.message.contains("'store'"))
    }

    @Test func labelsAreKept() async throws {
        let scene = StoreScene()
        let fake = TresorFake(rows: LedgerGenerator(seed: 3).tresorRows(count: 50, in: Self.may))
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: scene.configuration(fake))
        let store = try scene.open(keeping: [.region])
        try await store.refresh(client.usage(in: Self.may))
        let (rows, _) = try await client.usage(in: Self.may).collect()
        let expected = rows.map { $0.usageRecord(keeping: [.region]) }
        #expect(Set(store.records()) == Set(expected) && store.count == expected.count)
        #expect(try Set(scene.open(.readOnly).records()) == Set(expected))
        try store.compact()
        #expect(try Set(scene.open(.readOnly).records()) == Set(expected))
        #expect(try scene.open(.readOnly, keeping: [.region]).labels == [.region])
        #expect(throws: UsageError.self) { try scene.open(.readOnly, keeping: []) }
    }

    @Test func rowsInOneRequestCountOnceAfterReopening() async throws {
        let scene = StoreScene()
        func entry(_ instant: String, sku: String) -> JSONValue {
            VeniceFake.entry(at: .at(instant), sku: sku, amount: -1, requestID: "chatcmpl-1")
        }
        let fake = VeniceFake(entries: [entry("2026-05-19T10:00:00Z", sku: "a-llm-input-mtoken")], now: scene.clock.now)
        do {
            let store = try scene.open()
            try await store.refresh(scene.venice(fake).history(in: Self.may))
        }
        fake.apply(.insert([entry("2026-05-19T10:00:01Z", sku: "a-llm-output-mtoken")]))
        let store = try scene.open()
        try await store.refresh(scene.venice(fake).history(in: Self.may), overlap: .seconds(86_400 * 2))
        #expect(store.count == 2)
        #expect(try store.report().total.requests == 1)
        #expect(try scene.open(.readOnly).report().total.requests == 1)
        try store.compact()
        #expect(try store.report().total.requests == 1)
    }

    @Test func theStoreIsAsGoodAsTheLedgerForRandomRows() throws {
        var random = SeededGenerator(seed: 5)
        for size in [0, 1, 4095, 4096, 4097, 9000] {
            var contents = StoreContents(keeping: [])
            contents.sources[0] = SourceState(
                number: 0,
                source: StoreSource(
                    provider: .aurous, origin: nil, endpoint: "x", account: nil, fingerprint: ""))
            var ledger = UsageLedger()
            for index in 0..<size {
                let record = Self.record(index, &random)
                _ = try contents.append(record, source: 0)
                try ledger.append(record)
            }
            var read = StoreContents(keeping: [])
            let dictionaries = contents.columns.dictionaries(from: read.columns.dictionarySizes)
            read.columns.append(try ColumnDictionaries(dictionaries.frame.payload, after: read.columns.dictionarySizes))
            for part in contents.parts(of: 0..<contents.count) {
                let rows = try StoredRows(contents.rows(part).frame.payload, texts: read.textColumns)
                #expect(rows.block.fits(read.columns))
                read.append(rows)
            }
            #expect(read.count == size)
            for row in 0..<size {
                #expect(read.record(ofRow: row) == contents.record(ofRow: row))
            }
            let figures = try LedgerFigures.all(of: ledger)
            #expect(try LedgerFigures.all(of: UsageLedger(read.columns, walks: [])) == figures)
            let kept = (0..<size).map { $0 % 3 > 0 }
            let part = contents.keeping(kept)
            let expected = (0..<size).filter { kept[$0] }.map { contents.record(ofRow: $0) }
            #expect((0..<part.count).map { part.record(ofRow: $0) } == expected)
        }
    }

    private static func record(_ index: Int, _ random: inout SeededGenerator) -> UsageRecord {
        func some<Value>(_ value: Value) -> Value? { Int.random(in: 0..<6, using: &random) == 0 ? nil : value }
        let exponents = [0, -2, -6]
        let amount = ExactDecimal(
            mantissa: Int128(Int64.random(in: -1_000_000...1_000_000_000_000, using: &random))
                * (Int.random(in: 0..<50, using: &random) == 0 ? 10_000_000_000_000_007 : 1),
            exponent: exponents.randomElement(using: &random) ?? 0)
        var record = UsageRecord(
            provider: ProviderID(rawValue: ["p", "q"].randomElement(using: &random) ?? "p"),
            id: some(
                ["id-\(index)", "\(UInt64.random(in: .min ... .max, using: &random))"].randomElement(using: &random)
                    ?? ""),
            requestID: some("request-\(index / 3)"), repeatsRequest: Bool.random(using: &random),
            time: some(
                Timestamp(milliseconds: Int64.random(in: 1_770_000_000_000...1_780_000_000_000, using: &random))),
            type: some("chat"), model: some("model-\(Int.random(in: 0..<300, using: &random))"), apiKey: some("k"),
            user: some("e\u{301}"), status: some(.completed), sku: some("s"), bot: some(""),
            conversation: some("c\(index)"),
            tokens: TokenCounts(
                input: some(Int.random(in: 0...100_000, using: &random)),
                output: some(Int.random(in: 0...9, using: &random))),
            charge: some(amount).flatMap { $0 }.map {
                Money(exact: $0, currency: Bool.random(using: &random) ? .usd : .eur)
            },
            duration: some(.milliseconds(Int.random(in: 0...100_000, using: &random))))
        for unit in 0..<Int.random(in: 0...3, using: &random) {
            record.quantities.append(
                Quantity(
                    exact: ExactDecimal(Int.random(in: 1...100, using: &random)), unit: UsageUnit(rawValue: "u\(unit)"))
            )
        }
        if record.requestID == nil { record.repeatsRequest = false }
        return record
    }
}
