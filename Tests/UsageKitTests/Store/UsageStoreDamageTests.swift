import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Files that were cut, in which bits were flipped, or that somebody else wrote.
@Suite struct UsageStoreDamageTests {
    private static let window = TimeWindow.between("2026-05-01T00:00:00Z", "2026-05-20T00:00:00Z")

    private static func events(_ days: ClosedRange<Int>) -> [JSONValue] {
        days.map { AurousFake.event(at: .at("2026-05-\($0 < 10 ? "0" : "")\($0)T10:00:00Z"), credits: 1, id: "e\($0)") }
    }

    /// A store that was filled by three refreshes, one for some days each, and its server.
    private static func filled(_ scene: StoreScene, compacts: Bool = false) async throws -> AurousFake {
        let fake = AurousFake(events: events(1...15), now: scene.clock.now)
        let store = try scene.open()
        for day in [6, 11, 20] {
            let end = Timestamp.at("2026-05-\(day < 10 ? "0" : "")\(day)T00:00:00Z")
            try await store.refresh(
                scene.aurous(fake).events(in: .between("2026-05-01T00:00:00Z", "2026-05-20T00:00:00Z")), through: end,
                overlap: .zero)
        }
        if compacts { try store.compact() }
        return fake
    }

    /// Whatever the file is, the store opens or is refused; its figures are right, or what they lack is named; and the next
    /// refresh makes it whole.
    private static func check(_ scene: StoreScene, _ fake: AurousFake, _ what: String) async throws {
        let store: UsageStore
        do {
            store = try scene.open()
        } catch {
            let code = (error as? UsageError)?.code
            #expect(code == .unreadableStore || code == .newerStore, "\(what): \(error)")
            return
        }
        let count = store.count
        let report = try store.report(ReportQuery(window: window))
        let sum = report.total.charges[.credits].map { "\($0)" } ?? "0"
        #expect(sum == "\(count)", "\(what)")
        #expect(count == 15 || !report.isComplete, "\(what): \(count) rows and complete")
        #expect(Set(store.records().map(\.id)).count == count, "\(what)")
        try await store.refresh(scene.aurous(fake).events(in: window), overlap: .zero)
        #expect(store.count == 15 && store.damage.isEmpty, "\(what): \(store.count) rows after the refresh")
        #expect(try store.report(ReportQuery(window: window)).isComplete, "\(what)")
        #expect(try store.charge(.credits) == "15", "\(what)")
    }

    private static func withChanges(
        compacts: Bool, _ changes: ([UInt8]) -> [(String, [UInt8])]
    ) async throws {
        let scene = StoreScene()
        let fake = try await filled(scene, compacts: compacts)
        let bytes = [UInt8](try Data(contentsOf: scene.rowsFile))
        for (what, changed) in changes(bytes) {
            try Data(changed).write(to: scene.rowsFile)
            try await check(scene, fake, what)
        }
    }

    @Test func aFileThatIsCutAnywhereLosesOnlyWhatItLacks() async throws {
        try await Self.withChanges(compacts: false) { bytes in
            stride(from: 0, to: bytes.count, by: 211).map { ("cut at \($0)", Array(bytes.prefix($0))) }
                + (0..<25).map { ("cut \($0) before the end", Array(bytes.dropLast($0))) }
        }
    }

    @Test(arguments: [false, true])
    func bitsThatAreFlippedAreNamed(isCompacted: Bool) async throws {
        var random = SeededGenerator(seed: isCompacted ? 2 : 1)
        try await Self.withChanges(compacts: isCompacted) { bytes in
            (0..<(PropertySeeds.some(24, long: 3000).count)).map { _ in
                var changed = bytes
                let index = Int.random(in: 0..<bytes.count, using: &random)
                let bit = UInt8.random(in: 0..<8, using: &random)
                changed[index] ^= 1 << bit
                return ("bit \(bit) of byte \(index)", changed)
            }
        }
    }

    @Test func rangesThatAreOverwrittenAreNamed() async throws {
        var random = SeededGenerator(seed: 3)
        try await Self.withChanges(compacts: false) { bytes in
            (0..<12).map { _ in
                var changed = bytes
                let start = Int.random(in: 0..<bytes.count, using: &random)
                let end = min(start + Int.random(in: 1...2000, using: &random), bytes.count)
                for index in start..<end { changed[index] = UInt8.random(in: .min ... .max, using: &random) }
                return ("bytes \(start) to \(end)", changed)
            }
        }
    }

    /// A compacted store of several chunks, of which a part is overwritten or cut off.
    @Test func everyChunkOfACompactedStoreIsMissed() async throws {
        let scene = StoreScene()
        let fake = AurousFake(
            events: (0..<9000).map {
                AurousFake.event(
                    at: Timestamp.at("2026-05-01T00:00:00Z").advanced(by: .seconds($0 * 180)), credits: 1, id: "e\($0)")
            }, now: scene.clock.now)
        let walk = try scene.aurous(fake).events(in: Self.window)
        do {
            let store = try scene.open()
            try await store.refresh(walk)
            try store.compact()
        }
        let bytes = [UInt8](try Data(contentsOf: scene.rowsFile))
        var random = SeededGenerator(seed: 4)
        for round in 0..<9 {
            var changed = bytes
            let start = Int.random(in: 0..<bytes.count, using: &random)
            if round % 3 == 0 {
                changed = Array(bytes.prefix(start))
            } else {
                let end = min(start + Int.random(in: 1...(round % 3 == 1 ? 40 : 60_000), using: &random), bytes.count)
                for index in start..<end { changed[index] = 0 }
                if changed == bytes { continue }
            }
            try Data(changed).write(to: scene.rowsFile)
            guard let store = try? scene.open() else { continue }
            let report = try store.report(ReportQuery(window: Self.window))
            #expect(store.count == 9000 || !report.isComplete, "\(round): \(store.count) rows and complete")
            #expect(report.total.charges[.credits].map { "\($0)" } ?? "0" == "\(store.count)")
            try await store.refresh(walk, overlap: .zero)
            #expect(store.count == 9000, "\(round)")
            #expect(try store.report(ReportQuery(window: Self.window)).isComplete, "\(round)")
            #expect(try scene.open(.readOnly).charge(.credits) == "9000", "\(round)")
        }
    }

    @Test func whatIsNoStoreIsRefused() throws {
        let scene = StoreScene()
        _ = try scene.open()
        for text in ["{}", String(repeating: "x", count: 5000)] {
            try Data(text.utf8).write(to: scene.rowsFile)
            let error = #expect(throws: UsageError.self) { try scene.open() }
            #expect(error?.code == .unreadableStore)
        }
        // An empty file has nothing to lose.
        try Data().write(to: scene.rowsFile)
        #expect(try scene.open().count == 0)
        try FileManager.default.removeItem(at: scene.rowsFile)
        let missing = #expect(throws: UsageError.self) { try scene.open(.readOnly) }
        #expect(missing?.code == .unreadableFile)
    }

    @Test func aLaterVersionIsRefused() throws {
        let scene = StoreScene()
        _ = try scene.open()
        var writer = EntryWriter()
        writer.write(StoreLog.version + 1)
        writer.write(1 as UInt64)
        writer.write(count: 0)
        try Data(StoreFrame(kind: .header, payload: writer.bytes).bytes(seal: 0)).write(to: scene.rowsFile)
        let error = #expect(throws: UsageError.self) { try scene.open() }
        #expect(error?.code == .newerStore)
    }

    @Test func theReportNamesTheTimeOfWhatIsDamaged() async throws {
        let scene = StoreScene()
        _ = try await Self.filled(scene)
        var bytes = [UInt8](try Data(contentsOf: scene.rowsFile))
        // The rows of the second refresh.
        let frames = try StoreLogEntries.all(of: bytes)
        let second = try #require(frames.filter { $0.frame.kind == .rows }.dropFirst().first)
        bytes[second.offset + StoreFrame.overhead + 20] ^= 4
        try Data(bytes).write(to: scene.rowsFile)
        let store = try scene.open(.readOnly)
        #expect(store.damage.count == 1 && store.damage[0].rows == 5)
        #expect(
            store.damage[0].lost.values.map { "\($0)" } == ["[2026-05-06T10:00:00Z, 2026-05-10T10:00:01Z)"])
        #expect(store.count == 10)
        let stopped = try #require(try store.report(ReportQuery(window: Self.window)).walks[0].stopped)
        #expect(stopped.message.contains("the store lacks 2026-05-06"))
        #expect(
            try store.report(ReportQuery(window: .between("2026-05-12T00:00:00Z", "2026-05-15T00:00:00Z"))).isComplete)
        #expect(try store.verify().damage == store.damage)
        // Without bounds, the damage is at the end of all that is known, and named all the same.
        let last = try #require(frames.last { $0.frame.kind == .rows })
        bytes[second.offset + StoreFrame.overhead + 20] ^= 4
        bytes[last.offset + StoreFrame.overhead + 20] ^= 4
        try Data(bytes).write(to: scene.rowsFile)
        let open = try scene.open(.readOnly)
        #expect(open.count < 15 && !open.ledger.isComplete)
    }
}

/// The entries of a log.
enum StoreLogEntries {
    static func all(of bytes: [UInt8]) throws -> [StoreLog.Entry] {
        var entries: [StoreLog.Entry] = []
        _ = try StoreLog(size: bytes.count) { offset, count in
            Array(bytes[min(offset, bytes.count)..<min(offset + count, bytes.count)])
        } deliver: {
            entries += $0.entries
        }
        return entries
    }
}
