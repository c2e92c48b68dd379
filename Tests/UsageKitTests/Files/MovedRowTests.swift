import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// A row whose later state is outside the window does not count, so two halves of a window add up to the whole.
@Suite struct MovedRowTests {
    private static func row(_ id: String, _ cost: Int, day: Int) -> String {
        #"{"id":"\#(id)","model":"m","modality":"chat","cost_eur":\#(cost),"created_at":"2026-06-0\#(day)T09:00:00Z"}"#
    }

    private static let halves = [
        TimeWindow.between("2026-06-01T00:00:00Z", "2026-06-03T00:00:00Z"),
        TimeWindow.between("2026-06-03T00:00:00Z", "2026-06-05T00:00:00Z"),
    ]

    @Test func aRowThatMovedToTheOtherHalfCountsThere() throws {
        let bytes = Array("\(Self.row("a", 1, day: 1))\n\(Self.row("b", 2, day: 1))\n\(Self.row("a", 4, day: 4))".utf8)
        let first = try Tresor.replay.rows(of: bytes, in: Self.halves[0])
        #expect(first.rows.map(\.id) == ["b"])
        #expect((first.report.rows, first.report.revised, first.report.outsideWindow) == (1, 1, 1))
        #expect(first.report.isComplete)
        let second = try Tresor.replay.rows(of: bytes, in: Self.halves[1])
        #expect(second.rows.map(\.cost?.amount) == [4])
        #expect(second.report.isComplete)
    }

    /// The state that comes last counts, wherever those before it were.
    @Test func aRowThatMovesBackCountsAgain() throws {
        let states = [1, 4, 2, 2, 4, 1].enumerated().map { Self.row("a", $0 + 1, day: $1) }
        for count in 1...states.count {
            let bytes = Array(states[..<count].joined(separator: "\n").utf8)
            let last = try #require(try Tresor.replay.rows(of: bytes).rows.last)
            var sum: [String] = []
            for half in Self.halves {
                let (rows, report) = try Tresor.replay.rows(of: bytes, in: half)
                #expect(report.rows == rows.count)
                sum += rows.map(\.contentHash.description)
                var ledger = UsageLedger()
                #expect(try ledger.ingest(Tresor.replay, of: bytes, in: half) == report)
                #expect(ledger.count == rows.count)
            }
            #expect(sum == [last.contentHash.description])
        }
    }

    /// A stream gave the earlier state before the later one came.
    @Test func aStreamSaysWhichRowMoved() throws {
        for (ids, reason) in [
            (["a"], "the row a was inside the window and is now outside it"),
            (["a", "b"], "2 rows were inside the window and are now outside it, the first of them a"),
        ] {
            let rows = ids.map { Self.row($0, 1, day: 1) } + ids.map { Self.row($0, 1, day: 4) }
            var stream = Tresor.replay.stream(in: Self.halves[0])
            let given = try stream.read(Array(rows.joined(separator: "\n").utf8))
            #expect(try (given + stream.end()).map(\.id) == ids)
            #expect(stream.report.stopped?.message == reason)
            #expect((stream.report.revised, stream.report.revisedCharges) == (ids.count, 0))
        }
    }

    /// Some rows come again at another time, in every form of a file.
    @Test(arguments: RowLedger.allCases.filter(\.hasIDs), PropertySeeds.some(4))
    func halvesAddUpToTheWhole(ledger: RowLedger, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &+ 70)
        var rows = ledger.rows(seed: seed, count: 40)
        for _ in 0..<12 {
            guard let row = rows.randomElement(using: &random), let other = rows.randomElement(using: &random) else {
                break
            }
            var moved = row
            for name in ["created_at", "createdAt", "timestamp"] {
                if let time = other[name], row[name] != nil { moved = moved.replacing(name, by: time) }
            }
            rows.insert(moved, at: Int.random(in: 0...rows.count, using: &random))
        }
        let middle = "2026-05-20T12:00:00Z"
        for form in SavedRows.Form.allCases {
            guard let file = SavedRows.file(of: rows, ledger, form, &random) else { continue }
            let bytes = Array(file.text.utf8)
            let whole = try ledger.replayed(bytes)
            let halves = [
                try ledger.replayed(bytes, in: .between("2000-01-01T00:00:00Z", middle)),
                try ledger.replayed(bytes, in: .between(middle, "2100-01-01T00:00:00Z")),
            ]
            #expect(halves.map(\.report.rows).reduce(0, +) == whole.report.rows)
            #expect(Set(halves.flatMap(\.rows)) == Set(whole.rows))
            #expect(halves.map(\.ledger.count).reduce(0, +) == whole.ledger.count)
        }
    }
}
