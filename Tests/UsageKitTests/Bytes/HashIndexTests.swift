import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct HashIndexTests {
    @Test func findsAKeyByItsHashAndItsEquality() {
        let keys = ["a", "b"]
        var index = HashIndex()
        index.insert(7, at: 0)
        index.insert(7, at: 1)  // The same hash, another key.
        #expect(index.find(7) { keys[$0] == "b" } == 1)
        #expect(index.find(7) { keys[$0] == "c" } == nil)
        #expect(index.find(8) { _ in true } == nil)
        #expect(index.count == 2)
    }

    /// Few different hashes, so that many keys collide; it agrees with a dictionary while it grows and shrinks.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func agreesWithADictionary(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let hashes: UInt64 = [3, 50, .max].randomElement(using: &random) ?? 3
        var keys: [UInt64] = []
        var index = HashIndex(capacity: Int.random(in: 0...40, using: &random))
        var positions: [UInt64: Int] = [:]
        func hash(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 % hashes }
        for _ in 0..<400 {
            let key = UInt64.random(in: 0..<300, using: &random)
            let found = index.find(hash(key)) { keys[$0] == key }
            #expect(found == positions[key])
            if Bool.random(using: &random) {
                #expect(index.find(hash(key), orInsertAt: keys.count) { keys[$0] == key } == found)
            } else if found == nil {
                index.insert(hash(key), at: keys.count)
            }
            if found == nil {
                positions[key] = keys.count
                keys.append(key)
            }
            if Int.random(in: 0..<50, using: &random) == 0 {
                let end = Int.random(in: 0...keys.count, using: &random)
                for key in keys[end...] { positions[key] = nil }
                keys.removeSubrange(end...)
                index.removeAll(from: end)
            }
            #expect(index.count == keys.count)
        }
    }
}
