import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Commits that are damaged, with what only they knew.
@Suite struct UsageStoreLostCommitTests {
    /// A source that only a lost commit knew is missed, and is whole again after a refresh of it.
    @Test(arguments: [StoreFrame.Kind.rows, .source, .summary])
    func aSourceWhoseOnlyCommitIsLostIsMissed(kind: StoreFrame.Kind) async throws {
        let scene = StoreScene()
        let first = scene.server([StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")])
        let second = AurousFake(
            events: [StoreScene.event("2026-05-11T00:00:00Z", 2, id: "b")], apiKey: StoreScene.otherKey,
            now: scene.clock.now)
        do {
            let store = try scene.open()
            try await store.refresh(scene.aurous(first, account: "a").events(in: StoreScene.may))
            try await store.refresh(scene.aurous(second, account: "b").events(in: StoreScene.may))
        }
        let bytes = [UInt8](try Data(contentsOf: scene.rowsFile))
        let last = try #require(StoreScene.places(.rows, in: bytes).last)
        let summary = try #require(StoreScene.places(.summary, in: bytes).last { $0 < last })
        let place = try #require(StoreScene.places(kind, in: bytes).first { $0 >= summary })
        try scene.flip([place])
        let store = try scene.open()
        #expect(!store.damage.isEmpty && store.count == 1)
        #expect(try !store.report().isComplete)
        try await store.refresh(scene.aurous(first, account: "a").events(in: StoreScene.may))
        #expect(try !store.report().isComplete, "the other account is still missing")
        try await store.refresh(scene.aurous(second, account: "b").events(in: StoreScene.may))
        #expect(try store.charge(.credits) == "3" && store.report().isComplete)
    }

    /// A commit that only said that a refresh stopped is missed, too.
    @Test func aDoubtThatIsLostIsMissed() async throws {
        let scene = StoreScene()
        let fake = scene.server((1...9).map { StoreScene.event("2026-05-0\($0)T00:00:00Z", 1, id: "e\($0)") })
        fake.behavior.pageLimit = 2
        let walk = try scene.aurous(fake).events(in: StoreScene.may)
        let before: Int
        do {
            let store = try scene.open()
            try await store.refresh(walk)
            before = try Data(contentsOf: scene.rowsFile).count
            fake.behavior.faults = [.request(2): .status(400)]
            await #expect(throws: UsageError.self) { try await store.refresh(walk, overlap: .seconds(86_400 * 30)) }
        }
        let bytes = [UInt8](try Data(contentsOf: scene.rowsFile))
        try scene.flip(StoreScene.places(.source, in: bytes).filter { $0 >= before })
        let store = try scene.open(.readOnly)
        #expect(store.count == 9 && !store.damage.isEmpty)
        #expect(try !store.report().isComplete)
    }

    /// In a store that was written as a whole, damage costs no more than what it hit.
    @Test func damageOfARewrittenStoreCostsOnlyWhatItHit() async throws {
        let scene = StoreScene()
        do {
            let store = try scene.open()
            let fake = scene.server([StoreScene.event("2026-05-20T00:00:00Z", 1, id: "a")])
            try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
            fake.apply(.insert([StoreScene.event("2026-05-20T00:00:01Z", 4, id: "late")]))
            try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
            #expect(store.restatements.count == 1)
            try store.compact()
        }
        let bytes = [UInt8](try Data(contentsOf: scene.rowsFile))
        let states = StoreScene.places(.source, in: bytes)
        #expect(states.count == 3)
        for place in states.dropLast() + StoreScene.places(.restatements, in: bytes) {
            try Data(bytes).write(to: scene.rowsFile)
            try scene.flip([place])
            let store = try scene.open(.readOnly)
            #expect(!store.damage.isEmpty)
            #expect(try store.charge(.credits) == "5" && store.report().isComplete)
        }
    }

    /// Two wrong places in the last commit are damage, and not a commit that had not ended.
    @Test func twoWrongPlacesInTheLastCommitAreNamed() async throws {
        let scene = StoreScene()
        let fake = scene.server([StoreScene.event("2026-05-20T00:00:00Z", 1, id: "a")])
        let before: Int
        do {
            let store = try scene.open()
            try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
            before = try Data(contentsOf: scene.rowsFile).count
            fake.apply(.insert([StoreScene.event("2026-05-20T00:00:01Z", 4, id: "late")]))
            try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        }
        let bytes = [UInt8](try Data(contentsOf: scene.rowsFile))
        let rows = try #require(StoreScene.places(.rows, in: bytes).last { $0 >= before })
        let end = try #require(StoreScene.places(.commit, in: bytes).last)
        try scene.flip([rows, end])
        for _ in 0..<2 {
            let store = try scene.open()
            #expect(store.tornBytes == 0 && !store.damage.isEmpty)
            #expect(try !store.report().isComplete)
        }
        // A file that was cut off is not damaged.
        for count in stride(from: before + 1, to: bytes.count, by: 7) {
            try Data(bytes[..<count]).write(to: scene.rowsFile)
            let store = try scene.open(.readOnly)
            #expect(store.damage.isEmpty && store.tornBytes == count - before)
        }
    }
}
