import Testing

@testable import UsageKit

@Suite struct SharedIDsTests {
    @Test func aCopyKeepsItsIDsWhileAnotherOneGoesOn() {
        var walk = SharedIDs()
        walk.append(["a"])
        let page = walk
        walk.append(["b", "c"])
        #expect(page.all == ["a"])
        #expect(walk.all == ["a", "b", "c"])
        #expect(walk[2] == "c")
        #expect(page.shares(walk))
    }

    @Test func theSecondCopyThatGoesOnGetsAListOfItsOwn() {
        var first = SharedIDs()
        first.append(["a"])
        var second = first
        first.append(["b"])
        second.append(["c"])
        #expect(first.all == ["a", "b"])
        #expect(second.all == ["a", "c"])
        #expect(!first.shares(second))
    }

    @Test(arguments: (1...20).map(UInt64.init))
    func agreesWithArrays(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var copies: [(ids: SharedIDs, oracle: [String])] = [(SharedIDs(), [])]
        for number in 0..<300 {
            let index = Int.random(in: copies.indices, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: copies.append(copies[index])
            case 1 where !copies[index].oracle.isEmpty:
                copies[index].ids.removeLast()
                copies[index].oracle.removeLast()
            default:
                let added = (0..<Int.random(in: 0...3, using: &random)).map { "\(number)-\($0)" }
                copies[index].ids.append(added)
                copies[index].oracle += added
            }
        }
        for copy in copies {
            #expect(copy.ids.all == copy.oracle)
            #expect(copy.ids.count == copy.oracle.count)
            #expect(copy.oracle.indices.allSatisfy { copy.ids[$0] == copy.oracle[$0] })
        }
    }
}
