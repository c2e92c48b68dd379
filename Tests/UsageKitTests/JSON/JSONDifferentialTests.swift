import Foundation
import Testing

@testable import UsageKit

/// Compares the reader with Foundation's on documents that a seeded mutator damages.
@Suite struct JSONDifferentialTests {
    @Test func readsTheSameValueAsFoundation() throws {
        let bytes = Array(#"{"a":[1.5,"é",null]}"#.utf8)
        #expect(try JSONValue(json: bytes) == ["a": [.number(#require(JSONNumber("1.5"))), "é", nil]])
        let object = try #require(try FoundationComparison.parse(bytes) as? [String: [Any]])
        #expect(object["a"]?.first as? Double == 1.5)
        #expect(object["a"]?[1] as? String == "é")
    }

    @Test(arguments: FuzzInputs.seeds(15_000))
    func agreesWithFoundationUpToTheKnownDifferences(seed: UInt64) throws {
        var mutator = JSONMutator(seed: seed)
        var accepted = 0
        for _ in 0..<FuzzInputs.batch {
            let bytes = mutator.document()
            if try FoundationComparison.compare(bytes) { accepted += 1 }
        }
        let share = Double(accepted) / Double(FuzzInputs.batch)
        #expect((0.1...0.9).contains(share), "the mutator must produce both valid and invalid documents")
    }

    /// The known differences; a test fails when Foundation changes one.
    @Test(arguments: ["[1,]", #"{"a":1,}"#, "%EF%BB%BF{}", "[%00]%00", "%FF%FE[%00]%00"])
    func foundationAcceptsMore(_ document: String) {
        let bytes = JSONTestSuite.bytes(of: document)
        #expect(throws: Never.self) { try FoundationComparison.parse(bytes) }
        #expect(throws: UsageError.self) { try JSONValue(json: bytes) }
    }

    @Test func foundationNestsDeeper() {
        let bytes = Array((String(repeating: "[", count: 512) + String(repeating: "]", count: 512)).utf8)
        #expect(throws: Never.self) { try FoundationComparison.parse(bytes) }
        #expect(throws: UsageError.self) { try JSONValue(json: bytes) }
    }

    @Test(arguments: ["[1e309]", "[-1e309]", "[123123e100000]"])
    func foundationRefusesNumbersBeyondDouble(_ document: String) {
        #expect(throws: (any Error).self) { try FoundationComparison.parse(Array(document.utf8)) }
        #expect(throws: Never.self) { try JSONValue(json: Array(document.utf8)) }
    }
}
