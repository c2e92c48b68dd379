import Foundation
import Testing

@testable import UsageKit

/// Rows against a caller's own notes of the same requests.
@Suite struct RequestComparisonTests {
    private static func row(_ id: String?, _ charge: String? = nil, isPart: Bool = false, at second: Int64 = 0) throws
        -> UsageRecord
    {
        UsageRecord(
            provider: .venice, requestID: id, repeatsRequest: isPart, time: Timestamp(seconds: second),
            charge: try charge.map { try Money($0, .usd) })
    }

    private static func note(_ id: String, _ charge: String?, _ currency: Currency = .usd, at second: Int64? = nil)
        throws
        -> StatedRequest
    {
        StatedRequest(
            requestID: id, charge: try charge.map { try Money($0, currency) },
            time: second.map { Timestamp(seconds: $0) })
    }

    @Test func eachRequestIsOnOneList() throws {
        let rows = try [
            Self.row("same", "1.50"), Self.row("other", "2"), Self.row("here", "3"), Self.row("twice", "1"),
            Self.row("twice", "1"), Self.row("parts", "0.1", isPart: true), Self.row("parts", "0.2", isPart: true),
            Self.row(nil, "9"), Self.row("free"), Self.row("currency", "1"),
        ]
        let notes = try [
            Self.note("same", "1.5"), Self.note("other", "2.01"), Self.note("there", "4"), Self.note("twice", "1"),
            Self.note("parts", "0.3"), Self.note("free", nil), Self.note("currency", "1", .eur),
        ]
        let comparison = try RequestComparison(rows, with: notes)
        #expect(comparison.matched == 3)
        #expect(comparison.different.map(\.requestID) == ["other", "currency"])
        #expect(comparison.different.first?.own == [try Money("2", .usd)])
        #expect(comparison.different.first?.stated == (try Money("2.01", .usd)))
        #expect(comparison.missingThere.map(\.requestID) == ["here"])
        #expect(comparison.missingHere.map(\.requestID) == ["there"])
        #expect(comparison.ambiguous.map(\.requestID) == ["twice"])
        #expect(comparison.ambiguous.first?.ownCount == 2 && comparison.ambiguous.first?.statedCount == 1)
        #expect(comparison.unnamed == 1 && !comparison.agrees)
        let copy = try JSONDecoder().decode(RequestComparison.self, from: try JSONEncoder().encode(comparison))
        #expect(copy == comparison)
    }

    /// Two spellings of one letter are two ids.
    @Test func idsAreComparedByTheirBytes() throws {
        let comparison = try RequestComparison([Self.row("\u{E9}", "1")], with: [Self.note("e\u{301}", "1")])
        #expect(comparison.missingHere.count == 1 && comparison.missingThere.count == 1 && comparison.matched == 0)
    }

    @Test func onlyAPairThatIsAloneIsSuggested() throws {
        let rows = try [
            Self.row("a", "1", at: 100), Self.row("b", "2", at: 100), Self.row("c", "2", at: 110), Self.row("d", "3"),
        ]
        let notes = try [
            Self.note("x", "1", at: 130), Self.note("y", "2", at: 105), Self.note("z", "3", at: 61),
            Self.note("w", "3"),
        ]
        let comparison = try RequestComparison(rows, with: notes)
        #expect(comparison.suggestions.map(\.ownID) == ["a"] && comparison.suggestions.map(\.statedID) == ["x"])
        #expect(comparison.matched == 0 && comparison.missingHere.count == 4 && comparison.missingThere.count == 4)
        let wider = try RequestComparison(rows, with: notes, suggestingWithin: .seconds(61))
        #expect(wider.suggestions.map(\.statedID) == ["x", "z"])
    }

    /// Random lists, against one dictionary of lists for each side.
    @Test(arguments: PropertySeeds.some(60, long: 2000)) func theListsAreThoseOfANaiveJoin(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let rows = try (0..<Int.random(in: 0...60, using: &generator)).map { _ in
            let isPart = Bool.random(using: &generator)
            return try Self.row(
                "r\(Int.random(in: 0..<30, using: &generator) * 2 + (isPart ? 1 : 0))",
                "\(Int.random(in: 1...3, using: &generator))", isPart: isPart)
        }
        let notes = try (0..<Int.random(in: 0...60, using: &generator)).map { _ in
            try Self.note(
                "r\(Int.random(in: 0..<70, using: &generator))", "\(Int.random(in: 1...6, using: &generator))")
        }
        let own = Dictionary(grouping: rows) { $0.requestID ?? "" }
        let stated = Dictionary(grouping: notes, by: \.requestID)
        let comparison = try RequestComparison(rows, with: notes)
        var (matched, different, ambiguous) = (0, Set<String>(), Set<String>())
        for (id, rows) in own {
            guard let notes = stated[id] else { continue }
            if notes.count > 1 || rows.count > 1 && !rows[0].repeatsRequest {
                ambiguous.insert(id)
            } else if rows.compactMap(\.charge?.amount).reduce(0, +) == notes[0].charge?.amount {
                matched += 1
            } else {
                different.insert(id)
            }
        }
        #expect(comparison.matched == matched)
        #expect(Set(comparison.different.map(\.requestID)) == different)
        #expect(Set(comparison.ambiguous.map(\.requestID)) == ambiguous)
        #expect(Set(comparison.missingThere.map(\.requestID)) == Set(own.keys).subtracting(stated.keys))
        #expect(Set(comparison.missingHere.map(\.requestID)) == Set(stated.keys).subtracting(own.keys))
        #expect(Set(comparison.missingHere.map(\.requestID)).count == comparison.missingHere.count)
    }
}
