import Foundation
import Testing

@testable import UsageKit

/// What became of the holds of Aurous' credit ledger.
@Suite struct AurousHoldComparisonTests {
    private static func movement(
        _ id: Int, _ type: String, _ amount: String, hold: String? = "hold_1", minute: Int = 0,
        currency: String = "credit"
    ) throws -> Aurous.CreditEvent {
        let holdID = hold.map { #""\#($0)""# } ?? "null"
        let json = """
            {"id":"uev_\(id)","object":"usage_event","type":"\(type)","amount":\(amount),"currency":"\(currency)",
            "created_at":"2026-06-02T09:\(minute < 10 ? "0" : "")\(minute):00Z","generation_id":"img_1","hold_id":\(holdID),
            "description":"Image generation"}
            """
        return try Aurous.CreditEvent(try JSONValue(json: Array(json.utf8)))
    }

    private typealias Outcome = Aurous.HoldComparison.Outcome

    /// The movements of one hold, what became of it, and what is left of it.
    @Test(
        arguments: [
            ([("hold", "2"), ("charge", "2")], .charged, "0"),
            ([("hold", "-2"), ("charge", "-1.5"), ("release", "0.5")], .charged, "0"),
            ([("charge", "1.5"), ("hold", "2")], .charged, "0.5"),
            ([("hold", "2"), ("charge", "2.25")], .charged, "-0.25"),
            ([("hold", "2"), ("charge", "2"), ("refund", "2")], .charged, "0"),
            ([("hold", "2"), ("release", "-2")], .released, "0"),
            ([("hold", "2"), ("release", "1")], .releasedInPart, "1"), ([("hold", "2")], .open, "2"),
            ([("charge", "2")], .withoutHold, nil), ([("release", "2")], .withoutHold, nil),
            ([("hold", "2"), ("charge", "1"), ("charge", "1")], .repeated, nil),
            ([("hold", "10"), ("charge", "3"), ("release", "10")], .releasedTooMuch, "-3"),
            ([("hold", "1"), ("charge", "3"), ("release", "0.2")], .releasedTooMuch, "-2.2"),
            ([("hold", "1"), ("charge", "0.7"), ("release", "0.2")], .releasedInPart, "0.1"),
            ([("hold", "1"), ("charge", "0.7"), ("release", "null")], .charged, "0.3"),
            ([("hold", "2"), ("charge", "2.25"), ("release", "0")], .charged, "-0.25"),
            ([("hold", "null"), ("release", "5")], .released, nil),
            ([("hold", "5"), ("release", "null")], .released, "5"),
            ([("hold", "2"), ("hold", "2"), ("charge", "1")], .repeated, nil),
            ([("hold", "2"), ("release", "1"), ("release", "1")], .repeated, nil),
        ] as [([(String, String)], Aurous.HoldComparison.Outcome, String?)])
    func eachHoldHasAnOutcome(movements: [(String, String)], outcome: Aurous.HoldComparison.Outcome, rest: String?)
        throws
    {
        let rows = try movements.enumerated().map { try Self.movement($0, $1.0, $1.1) }
        let comparison = try Aurous.HoldComparison(rows)
        #expect(comparison.holds.map(\.outcome) == [outcome])
        #expect(comparison.holds.map(\.rest) == [rest.flatMap { Decimal(string: $0) }])
        #expect((comparison.verdict == .agrees) == (outcome == .charged || outcome == .released))
    }

    @Test func holdsAreToldApart() throws {
        let rows = try [
            Self.movement(1, "charge", "1", hold: "hold_b"), Self.movement(2, "hold", "3", hold: "hold_a", minute: 7),
            Self.movement(3, "hold", "1", hold: "hold_b"), Self.movement(4, "topup", "50", hold: nil),
            Self.movement(5, "adjustment", "1", hold: nil), Self.movement(6, "charge", "9", hold: nil),
            Self.movement(7, "refund", "1", hold: nil),
        ]
        let comparison = try Aurous.HoldComparison(rows)
        #expect(comparison.holds.map(\.holdID) == ["hold_b", "hold_a"])
        #expect(comparison.holds.map(\.outcome) == [.charged, .open])
        #expect(comparison.unnamed == 1 && comparison.verdict == .differs)
        #expect(comparison.holds.last?.time == .at("2026-06-02T09:07:00Z"))
        #expect(
            comparison.description == """
                differs: not each of 2 holds was charged or released once
                charged: 1
                open: 1, neither charged nor released; 3 credit held
                  hold_a: 3 held (2026-06-02T09:07:00Z)
                movements that name no hold: 1
                """)
    }

    /// A hold of the last minutes may be of a call that is running.
    @Test(arguments: [(4, Aurous.HoldComparison.Outcome.open), (5, .pending), (6, .pending)])
    func recentHoldsArePending(minute: Int, outcome: Aurous.HoldComparison.Outcome) throws {
        let rows = try [Self.movement(1, "hold", "2", minute: minute)]
        let comparison = try Aurous.HoldComparison(rows, pendingSince: .at("2026-06-02T09:05:00Z"))
        #expect(comparison.holds.map(\.outcome) == [outcome])
        #expect(comparison.verdict == (outcome == .pending ? .agrees : .differs))
    }

    /// A refund can come days after its charge, which is then of an earlier time than the ledger.
    @Test func aRefundWithoutAHoldIsOfAnEarlierOne() throws {
        let refund = try Self.movement(1, "refund", "2")
        let comparison = try Aurous.HoldComparison([refund])
        #expect(comparison.holds.map(\.outcome) == [.refunded] && comparison.verdict == .agrees)
        #expect(comparison.holds.map(\.refunded) == [2])
        let charged = try Aurous.HoldComparison([refund, Self.movement(2, "charge", "2")])
        #expect(charged.holds.map(\.outcome) == [.withoutHold] && charged.verdict == .differs)
    }

    /// Whether an unused part gets a movement is not documented, so its absence is no fault; but it is said.
    @Test func aRestThatIsNotJudgedIsNamed() throws {
        let comparison = try Aurous.HoldComparison([
            Self.movement(1, "hold", "1"), Self.movement(2, "charge", "0.8"), Self.movement(3, "hold", "1", hold: "b"),
            Self.movement(4, "charge", "1", hold: "b"),
        ])
        #expect(
            comparison.description == """
                agrees: no fault in 2 holds
                charged: 2
                  with another amount than that of the hold: 1; not judged
                """)
    }

    /// What a movement of an unknown type does to its hold is not known; top-ups can name a hold, too.
    @Test func movementsOfUnknownTypesAreNamed() throws {
        let known = try [
            Self.movement(1, "hold", "1"), Self.movement(2, "charge", "1"), Self.movement(3, "topup", "5"),
            Self.movement(4, "clawback", "5", hold: nil),
        ]
        #expect(try Aurous.HoldComparison(known).verdict == .agrees)
        let comparison = try Aurous.HoldComparison(
            known + [Self.movement(5, "clawback", "1"), Self.movement(6, "clawback", "1", hold: "b")])
        #expect(comparison.verdict == .unjudged)
        #expect(
            comparison.gaps == ["movements of holds of the type clawback, of which it is not known what they do: 2"])
        #expect(comparison.description.contains("  not whole: movements of holds of the type clawback"))
    }

    @Test func aMovementThatComesTwiceCountsOnce() throws {
        let charge = try Self.movement(2, "charge", "2")
        let comparison = try Aurous.HoldComparison([Self.movement(1, "hold", "2"), charge, charge])
        #expect(comparison.holds.map(\.outcome) == [.charged])
    }

    @Test func twoCurrenciesAreNotAddedUp() throws {
        let rows = try [Self.movement(1, "hold", "2"), Self.movement(2, "charge", "2", currency: "EUR")]
        #expect(try Aurous.HoldComparison(rows).holds.map(\.outcome) == [.repeated])
    }

    @Test func aLedgerThatIsNotCompleteIsNotJudged() throws {
        let rows = try [Self.movement(1, "charge", "2")]
        let comparison = try Aurous.HoldComparison(rows, gap: "a page is missing")
        #expect(comparison.verdict == .unjudged)
        #expect(comparison.description.contains("not whole: a page is missing"))
    }

    @Test func amountsAreWrittenAsTexts() throws {
        let rows = try [Self.movement(1, "hold", "2"), Self.movement(2, "charge", "1.50")]
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = String(decoding: try encoder.encode(Aurous.HoldComparison(rows)), as: UTF8.self)
        #expect(json.contains(#""charged":"1.5""#) && json.contains(#""rest":"0.5""#))
        #expect(json.contains(#""verdict":"agrees""#) && json.contains(#""open":0"#))
    }

    /// What is written is read again, and what contradicts itself is refused.
    @Test(arguments: [
        (#""rest":"0.5""#, #""rest":"0.4""#), (#""charged":"1.5""#, #""charged":"-1.5""#), ("agrees", "differs"),
        (#""unnamed":0"#, #""unnamed":-1"#), (#""open":0"#, #""open":1"#), (#""held":"2""#, #""held":null"#),
    ])
    func aComparisonIsReadAsItWasWritten(part: String, other: String) throws {
        let comparison = try Aurous.HoldComparison([
            Self.movement(1, "hold", "2"), Self.movement(2, "charge", "1.50"), Self.movement(3, "refund", "1"),
            Self.movement(4, "hold", "3", hold: "hold_2"), Self.movement(5, "release", "3", hold: "hold_2"),
        ])
        let text = String(decoding: try JSONEncoder().encode(comparison), as: UTF8.self)
        #expect(try JSONDecoder().decode(Aurous.HoldComparison.self, from: Data(text.utf8)) == comparison)
        let changed = text.replacingOccurrences(of: part, with: other)
        #expect(changed != text)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Aurous.HoldComparison.self, from: Data(changed.utf8))
        }
    }

    /// Random movements, against a list of them for each hold.
    @Test(arguments: PropertySeeds.some(60, long: 2000)) func outcomesAreThoseOfANaiveJoin(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let rows = try (0..<Int.random(in: 0...60, using: &generator)).map { id in
            try Self.movement(
                id, ["hold", "charge", "release", "refund", "topup"].randomElement(using: &generator) ?? "hold",
                "\(Int.random(in: 1...2, using: &generator))", hold: "hold_\(Int.random(in: 0..<25, using: &generator))"
            )
        }
        let joined = Dictionary(grouping: rows.filter { $0.type != .topup }) { $0.holdID ?? "" }
        let comparison = try Aurous.HoldComparison(rows)
        #expect(Set(comparison.holds.map(\.holdID)) == Set(joined.keys) && comparison.holds.count == joined.count)
        for hold in comparison.holds {
            let movements = joined[hold.holdID] ?? []
            func amounts(_ type: Aurous.CreditEventType) -> [Decimal] {
                movements.filter { $0.type == type }.compactMap(\.amount)
            }
            let (holds, charges, releases) = (amounts(.hold), amounts(.charge), amounts(.release))
            let expected: Outcome =
                if max(holds.count, charges.count, releases.count) > 1 {
                    .repeated
                } else if holds.isEmpty {
                    charges + releases == [] ? .refunded : .withoutHold
                } else if !charges.isEmpty {
                    !releases.isEmpty && charges[0] + releases[0] > holds[0] ? .releasedTooMuch : .charged
                } else if releases.isEmpty {
                    .open
                } else {
                    releases == holds ? .released : .releasedInPart
                }
            #expect(hold.outcome == expected)
        }
    }

    /// A hold that is pending is no fault, and was neither charged nor released.
    @Test func aTextClaimsOnlyWhatIsKnown() throws {
        let pending = try Aurous.HoldComparison(
            [Self.movement(1, "hold", "2")], pendingSince: .at("2026-06-02T09:00:00Z"))
        #expect(
            pending.description
                == "agrees: no fault in 1 hold\npending: 1, neither charged nor released yet; 2 credit held")
        #expect(try Aurous.HoldComparison([]).description == "agrees: no fault in 0 holds")
    }

    /// What other versions of the library wrote, which know other outcomes, or without what follows from the rest.
    @Test(arguments: [
        (#","open":0"#, ""), (#""open":0"#, #""disputed":0,"open":0"#), (#","rest":"0.5""#, ""),
        (#""counts":{"charged":1,"open":0},"#, ""), (#""open":0"#, #""released":0"#),
    ])
    func whatIsAbsentOrUnknownIsNoContradiction(part: String, other: String) throws {
        let text = Self.kept.replacingOccurrences(of: part, with: other)
        #expect(text != Self.kept)
        let expected = try Aurous.HoldComparison([Self.movement(1, "hold", "2"), Self.movement(2, "charge", "1.5")])
        #expect(try decoded(Aurous.HoldComparison.self, text) == expected)
    }

    private static let kept = """
        {"verdict":"agrees","gaps":[],"counts":{"charged":1,"open":0},"unnamed":0,"holds":[{"holdID":"hold_1",\
        "outcome":"charged","generationID":"img_1","time":"2026-06-02T09:00:00Z","held":"2","charged":"1.5","rest":"0.5"}]}
        """

    /// Members that contradict each other, although the verdict does not say so.
    @Test(arguments: [
        (#""rest":"0.5""#, #""rest":null"#), (#""rest":"0.5""#, #""rest":"0.4""#),
        (#""outcome":"charged""#, #""outcome":"released""#), (#""outcome":"charged""#, #""outcome":"pending""#),
        (#""outcome":"charged""#, #""outcome":"refunded""#),
        (#""charged":"1.5","rest":"0.5""#, #""charged":"1","released":"0.5","rest":"0.5""#),
        (#""charged":"1.5","rest":"0.5""#, #""charged":"2","released":"0.5","rest":"-0.5""#),
        (#""held":"2","charged":"1.5","rest":"0.5""#, #""charged":"1.5","rest":"0.5""#),
    ])
    func whatContradictsTheAmountsIsRefused(part: String, other: String) throws {
        // The counts would contradict another outcome as well.
        let whole = Self.kept.replacingOccurrences(of: #""counts":{"charged":1,"open":0},"#, with: "")
        #expect(throws: Never.self) { try decoded(Aurous.HoldComparison.self, whole) }
        let text = whole.replacingOccurrences(of: part, with: other)
        #expect(text != whole)
        #expect(throws: DecodingError.self) { try decoded(Aurous.HoldComparison.self, text) }
    }

    @Test(arguments: [
        (#""open":0"#, #""disputed":1"#), (#""charged":1,"#, #""charged":2,"#), (#""open":0"#, #""open":1"#),
    ])
    func whatContradictsTheCountsIsRefused(part: String, other: String) throws {
        let text = Self.kept.replacingOccurrences(of: part, with: other)
        #expect(text != Self.kept)
        #expect(throws: DecodingError.self) { try decoded(Aurous.HoldComparison.self, text) }
    }

    /// Whatever movements give is read back, some of them without an amount.
    @Test(arguments: PropertySeeds.some(60, long: 2000)) func whatIsWrittenIsReadBack(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let rows = try (0..<40).map { id in
            try Self.movement(
                id,
                ["hold", "hold", "charge", "charge", "release", "refund"].randomElement(using: &generator) ?? "hold",
                ["null", "0", "1", "2", "-3"].randomElement(using: &generator) ?? "0",
                hold: "hold_\(Int.random(in: 0..<20, using: &generator))",
                minute: Int.random(in: 0...9, using: &generator))
        }
        let comparison = try Aurous.HoldComparison(rows, pendingSince: .at("2026-06-02T09:05:00Z"))
        #expect(try coded(comparison) == comparison)
    }
}
