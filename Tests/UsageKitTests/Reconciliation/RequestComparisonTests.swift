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

    private static func note(
        _ id: String, _ charge: String?, _ currency: Currency = .usd, at second: Int64? = nil, isPart: Bool = false
    ) throws -> StatedRequest {
        StatedRequest(
            requestID: id, charge: try charge.map { try Money($0, currency) },
            time: second.map { Timestamp(seconds: $0) }, isPart: isPart)
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
        #expect(comparison.different.first?.stated == [try Money("2.01", .usd)])
        #expect(comparison.missingThere.map(\.requestID) == ["here"])
        #expect(comparison.missingHere.map(\.requestID) == ["there"])
        #expect(comparison.ambiguous.map(\.requestID) == ["twice"])
        #expect(comparison.ambiguous.first?.ownCount == 2 && comparison.ambiguous.first?.statedCount == 1)
        #expect(comparison.unnamed == 1 && comparison.verdict == .differs)
        let copy = try JSONDecoder().decode(RequestComparison.self, from: try JSONEncoder().encode(comparison))
        #expect(copy == comparison)
    }

    /// Two spellings of one letter are two ids.
    @Test func idsAreComparedByTheirBytes() throws {
        let comparison = try RequestComparison([Self.row("\u{E9}", "1")], with: [Self.note("e\u{301}", "1")])
        #expect(comparison.missingHere.count == 1 && comparison.missingThere.count == 1 && comparison.matched == 0)
    }

    /// A request that was paid in two currencies, noted in two parts.
    @Test func partsOfNotesAreAddedUpByCurrency() throws {
        var rows = try [Self.row("a", "0.1", isPart: true), Self.row("a", "2", isPart: true)]
        rows[1].charge?.currency = .diem
        var notes = try [Self.note("a", "0.04", isPart: true), Self.note("a", "0.06", isPart: true)]
        let partly = try RequestComparison(rows, with: notes)
        #expect(partly.different.map(\.own) == [[try Money("2", .diem), try Money("0.1", .usd)]])
        #expect(partly.different.map(\.stated) == [[try Money("0.1", .usd)]])
        notes.append(try Self.note("a", "2", .diem, isPart: true))
        #expect(try RequestComparison(rows, with: notes).matched == 1)
        notes.append(try Self.note("a", nil))
        #expect(try RequestComparison(rows, with: notes).ambiguous.map(\.statedCount) == [2])
    }

    // MARK: What joins rows and notes

    /// Rows of each provider as they come from the wire, with what joins them with notes.
    @Test func rowsOfEachProviderAreJoined() throws {
        let aurous = try Aurous.RequestEvent(
            JSONValue(
                json: Array(
                    """
                    {"id":"cmp_1","type":"chat","model":"m","status":"completed","created_at":"2026-06-02T09:00:01.250Z",
                    "completed_at":"2026-06-02T09:00:02.750Z","duration_ms":1500,"input_tokens":320,"output_tokens":80,
                    "credits_charged":0.0312,"request_id":"req_1"}
                    """.utf8)))
        let venice = try ["input", "output"].map { kind in
            try Venice.BillingEntry(
                JSONValue(
                    json: Array(
                        """
                        {"timestamp":"2026-10-02T08:15:30.120Z","sku":"m-llm-\(kind)-mtoken","units":0.0005,
                        "pricePerUnitUsd":2,"amount":-0.001,"currency":"USD","notes":"API Inference","inferenceDetails":
                        {"requestId":"chatcmpl-1","promptTokens":300,"completionTokens":500,"inferenceExecutionTime":2100}}
                        """.utf8)))
        }
        let tresor = try Tresor.LedgerRow(
            JSONValue(
                json: Array(
                    """
                    {"id":"r1","model":"m","modality":"chat","prompt_tokens":1,"completion_tokens":1,"cost_eur":0.0062,
                    "discount_applied_pct":0,"receipt_id":"rec_1","created_at":"2026-10-03T07:20:11Z"}
                    """.utf8)))
        let pairs = try [
            (RequestKey.requestID, [aurous.usageRecord], Self.note("req_1", "0.0312", .credits)),
            (.rowID, [aurous.usageRecord], Self.note("cmp_1", "0.0312", .credits)),
            (.requestID, venice.map(\.usageRecord), Self.note("chatcmpl-1", "0.002")),
            (.label(.receipt), [tresor.usageRecord(keeping: [.receipt])], Self.note("rec_1", "0.0062", .eur)),
        ]
        for (key, rows, note) in pairs {
            let comparison = try RequestComparison(rows, with: [note], joinedBy: key)
            #expect(comparison.matched == 1 && comparison.verdict == .agrees, "\(key)")
        }
        // A row of Tresor names no request.
        let unnamed = try RequestComparison([tresor.usageRecord], with: [StatedRequest]())
        #expect(unnamed.unnamed == 1 && unnamed.verdict == .unjudged)
    }

    /// A receipt of a response is a note of the row with its id.
    @Test func receiptsAreComparedWithRows() throws {
        let body = """
            {"id":"cmp_1","model":"m","usage":{"prompt_tokens":320,"completion_tokens":80,"total_tokens":400,
            "credits_charged":0.0312}}
            """
        let receipt = try Aurous.ChatReceipt(body: body.utf8).usageRecord(requestID: "req_1")
        let note = StatedRequest(requestID: try #require(receipt.requestID), charge: receipt.charge)
        var row = try Self.row("req_1", "0.0312")
        row.charge?.currency = .credits
        #expect(try RequestComparison([row], with: [note]).verdict == .agrees)
    }

    // MARK: Text

    @Test func aSideThatIsNotWholeIsNotJudged() throws {
        let comparison = try RequestComparison(
            [Self.row("a", "1")], with: [Self.note("a", "1")], gap: "a page is missing")
        #expect(comparison.verdict == .unjudged && comparison.matched == 1)
        #expect(comparison.description == "cannot be compared: a side is not whole\n  not whole: a page is missing")
    }

    @Test func whatNamesNoRequestIsNotJudged() throws {
        let rows = try [Self.row("a", "1"), Self.row(nil, "1")]
        let comparison = try RequestComparison(rows, with: [Self.note("a", "1")])
        #expect(comparison.verdict == .unjudged && comparison.unnamed == 1)
        #expect(
            comparison.description == """
                cannot be judged: 1 request matches its note, and some are unnamed
                rows that name no request: 1
                """)
        var log = RequestLog([try Self.note("a", "1")])
        #expect(try RequestComparison([Self.row("a", "1")], with: log).verdict == .agrees)
        log.unnamed = 1
        #expect(try RequestComparison([Self.row("a", "1")], with: log).verdict == .unjudged)
        log.requests = [try Self.note("a", "2")]
        #expect(try RequestComparison([Self.row("a", "1")], with: log).verdict == .differs)
    }

    @Test func theTextNamesEachList() throws {
        let rows =
            try [Self.row("same", "1"), Self.row("other", "2"), Self.row(nil, "9"), Self.row("free")]
            + (0..<12).map { try Self.row("here-\($0)", "3") }
        let comparison = try RequestComparison(
            rows, with: [Self.note("same", "1"), Self.note("other", "2.01"), Self.note("there", nil)])
        let lines = comparison.description.split(separator: "\n")
        #expect(lines.first == "differs: 1 request matches its note")
        #expect(lines.dropFirst().prefix(2) == ["with another charge: 1", "  other: 2 USD here, 2.01 USD there"])
        #expect(lines.contains("without a note: 13") && lines.contains("  free: no charge"))
        #expect(lines.contains("  and 3 more") && lines.last == "rows that name no request: 1")
        #expect(try RequestComparison([Self.row("a")], with: [Self.note("a", "1")]).description.hasPrefix("differs"))
        #expect(
            try RequestComparison([Self.row("a", "1")], with: [Self.note("a", "1")]).description
                == "agrees: 1 request, each with its note")
        #expect(try RequestComparison([UsageRecord](), with: []).description == "agrees: no request on either side")
    }

    // MARK: Charges that are not compared

    /// A log without any charge says nothing of the charges of rows.
    @Test func aLogWithoutChargesIsNotJudgedIfThereAreCharges() throws {
        let comparison = try RequestComparison(
            [Self.row("a", "1"), Self.row("b")], with: [Self.note("a", nil), Self.note("b", nil)])
        #expect(comparison.verdict == .unjudged)
        #expect(comparison.matched == 2 && comparison.uncharged == 1 && comparison.compared == 0)
        #expect(
            comparison.description == """
                cannot be judged: 2 requests, each with its note, but no note has a charge
                noted without a charge, which is not compared: 1
                """)
        // Without charges there is nothing to compare but the requests.
        #expect(try RequestComparison([Self.row("a")], with: [Self.note("a", nil)]).verdict == .agrees)
        #expect(
            try RequestComparison([Self.row("a", "1")], with: [Self.note("a", nil), Self.note("c", nil)]).verdict
                == .differs)
    }

    @Test func aLogIsJudgedByTheChargesThatItHas() throws {
        let rows = try [Self.row("a", "1"), Self.row("b", "2"), Self.row("c", "3")]
        let notes = try [Self.note("a", "1"), Self.note("b", nil), Self.note("c", nil)]
        let comparison = try RequestComparison(rows, with: notes)
        #expect(comparison.verdict == .agrees && comparison.compared == 1 && comparison.uncharged == 2)
        #expect(
            comparison.description == """
                agrees: 3 requests, each with its note
                noted without a charge, which is not compared: 2
                """)
    }

    @Test func aSumOfZeroInAnotherCurrencyIsNoDifference() throws {
        var rows = try [Self.row("a", "1", isPart: true), Self.row("a", "0", isPart: true)]
        rows[1].charge?.currency = .diem
        #expect(try RequestComparison(rows, with: [Self.note("a", "1")]).verdict == .agrees)
        #expect(try RequestComparison(rows, with: [Self.note("a", "0")]).verdict == .differs)
        let parts = try [Self.note("b", "1", isPart: true), Self.note("b", "0", .eur, isPart: true)]
        #expect(try RequestComparison([Self.row("b", "1")], with: parts).verdict == .agrees)
        // What cost nothing has the currency that is noted, or another one.
        rows[0].charge = try Money("0", .usd)
        #expect(try RequestComparison(rows, with: [Self.note("a", "0", .diem)]).verdict == .agrees)
        #expect(try RequestComparison(rows, with: [Self.note("a", "0", .eur)]).verdict == .differs)
        #expect(try RequestComparison([Self.row("b", "0")], with: [Self.note("b", "0", .eur)]).verdict == .differs)
    }

    // MARK: JSON

    /// The verdict is written, and a text with another one is refused.
    @Test(arguments: [
        ("agrees", "differs"), (#""matched":1"#, #""matched":-1"#), (#""compared":1"#, #""compared":2"#),
    ])
    func aTextThatContradictsItselfIsRefused(part: String, other: String) throws {
        let comparison = try RequestComparison([Self.row("a", "1")], with: [Self.note("a", "1")])
        let text = String(decoding: try JSONEncoder().encode(comparison), as: UTF8.self)
        #expect(try JSONDecoder().decode(RequestComparison.self, from: Data(text.utf8)) == comparison)
        let changed = text.replacingOccurrences(of: part, with: other)
        #expect(changed != text)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(RequestComparison.self, from: Data(changed.utf8))
        }
    }

    // MARK: Suggestions

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

    @Test func timesThatAreFarApartSuggestNothing() throws {
        for (own, stated) in [(-1, Int64.max), (Int64.max, -1), (Int64.min, Int64.max)] {
            let comparison = try RequestComparison(
                [Self.row("a", "1", at: own)], with: [Self.note("b", "1", at: stated)])
            #expect(comparison.suggestions.isEmpty && comparison.verdict == .differs)
        }
    }

    /// Random requests of few charges and near times, against all pairs.
    @Test(arguments: PropertySeeds.some(60, long: 2000)) func suggestionsAreThoseOfANaiveSearch(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        func values(_ count: Int) -> [(charge: String, time: Int64)] {
            (0..<count).map { _ in
                ("\(Int.random(in: 1...3, using: &generator))", Int64.random(in: 0...400, using: &generator))
            }
        }
        let (own, stated) = (
            values(Int.random(in: 0...12, using: &generator)), values(Int.random(in: 0...12, using: &generator))
        )
        let comparison = try RequestComparison(
            own.enumerated().map { try Self.row("r\($0)", $1.charge, at: $1.time) },
            with: stated.enumerated().map { try Self.note("n\($0)", $1.charge, at: $1.time) },
            suggestingWithin: .seconds(40))
        var near: [(own: Int, stated: Int)] = []
        for row in own.indices {
            for note in stated.indices
            where own[row].charge == stated[note].charge && abs(own[row].time - stated[note].time) <= 40 {
                near.append((row, note))
            }
        }
        let alone = near.filter { pair in
            near.count { $0.own == pair.own } == 1 && near.count { $0.stated == pair.stated } == 1
        }
        #expect(comparison.suggestions.map(\.ownID) == alone.map { "r\($0.own)" })
        #expect(comparison.suggestions.map(\.statedID) == alone.map { "n\($0.stated)" })
    }

    /// Each note has an id with another prefix, and all have one charge: pairs of all with all would take minutes.
    @Test(.timeLimit(.minutes(1))) func manyRequestsOfOneChargeAreSuggested() throws {
        let rows = try (0..<30_000).map { try Self.row("row_\($0)", "1", at: Int64($0) * 1000) }
        let notes = try (0..<30_000).map { try Self.note("note_\($0)", "1", at: Int64($0) * 1000 + 1) }
        let comparison = try RequestComparison(rows, with: notes)
        #expect(comparison.suggestions.count == 30_000)
        #expect(comparison.suggestions.last?.statedID == "note_29999")
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

    // MARK: Many requests

    /// Enough rows and notes that they are joined in parts; the planted differences are listed in the order of the rows.
    @Test func manyRowsAreJoinedAsFewAre() throws {
        var (rows, notes): ([UsageRecord], [StatedRequest]) = ([], [])
        for number in 0..<40_000 {
            // The ids have all lengths: shorter than a word, and several words.
            let id = number == 0 ? "" : String(repeating: "x", count: number % 23) + "\(number)"
            let kind = number % 1000
            if kind != 1 { rows.append(try Self.row(id, "\(number)", isPart: kind == 4)) }
            if kind == 4 { rows.append(try Self.row(id, "0.25", isPart: true)) }
            if kind == 5 { rows.append(try Self.row(id, "\(number)")) }
            if kind == 6 { rows.append(try Self.row(nil, "1")) }
            if kind == 2 { continue }
            var note = try Self.note(id, kind == 3 ? "0" : kind == 4 ? "\(number).25" : "\(number)")
            if kind == 7 { note.charge?.currency = .eur }
            notes.append(note)
        }
        var generator = SeededGenerator(seed: 13)
        notes.shuffle(using: &generator)
        let comparison = try RequestComparison(rows, with: notes)
        func ids(_ kinds: Int...) -> [String] {
            (1..<40_000).filter { kinds.contains($0 % 1000) }.map { String(repeating: "x", count: $0 % 23) + "\($0)" }
        }
        #expect(comparison.matched == 40_000 - 5 * 40)
        #expect(comparison.different.map(\.requestID) == ids(3, 7))
        #expect(comparison.missingThere.map(\.requestID) == ids(2))
        #expect(comparison.ambiguous.map(\.requestID) == ids(5))
        #expect(Set(comparison.missingHere.map(\.requestID)) == Set(ids(1)))
        #expect(comparison.missingHere.map(\.requestID) == notes.map(\.requestID).filter(Set(ids(1)).contains))
        #expect(comparison.unnamed == 40)
    }

    /// Rows that are made while they are read.
    @Test func rowsNeedNotBeAnArray() throws {
        let rows = try [Self.row("a", "1", at: 5), Self.row(nil), Self.row("b", "2"), Self.row("b", "3", isPart: true)]
        let notes = try [Self.note("b", "2"), Self.note("c", "1", at: 6)]
        let comparison = try RequestComparison(rows.lazy.map { $0 }, with: notes[...])
        #expect(comparison == (try RequestComparison(rows, with: notes)))
        #expect(comparison.unnamed == 1 && comparison.suggestions.count == 1 && comparison.ambiguous.count == 1)
    }
}
