import Foundation
import Testing

@testable import UsageKit

/// Texts of servers are different if their bytes are, although Swift takes `é` in one scalar and in two for the same.
@Suite struct ReconciliationEqualityTests {
    private static let composed = "\u{E9}"
    private static let decomposed = "e\u{301}"
    private static let start = Timestamp(seconds: 1_780_272_000)

    private static func row(_ id: String, key: String, day: Int64) throws -> UsageRecord {
        UsageRecord(
            provider: .auralytik, id: id, time: start.advanced(by: .seconds(day * 86_400 + 3600)), apiKey: key,
            charge: try Money("1", .usd))
    }

    private static func entry(_ day: Int64, _ figures: [ReconciledFigure: Int]) throws -> Statement.Entry {
        let first = start.advanced(by: .seconds(day * 86_400))
        var entry = Statement.Entry(window: TimeWindow(unchecked: first, first.advanced(by: .seconds(86_400))))
        for (figure, value) in figures { try entry.set(figure, to: Decimal(value)) }
        return entry
    }

    /// Values of two kinds that differ in the bytes of a text only.
    private static func areTold<Value: Hashable>(_ value: (String) throws -> Value) rethrows -> Bool {
        let (first, second) = (try value(composed), try value(decomposed))
        return try first == value(composed) && first != second && Set([first, second]).count == 2
    }

    // MARK: Causes

    /// Each day lacks the rows of another key, so neither key is the cause of both.
    @Test func aCauseOfOneDayIsNoCauseOfAnother() throws {
        let rows = try [
            Self.row("1", key: Self.composed, day: 0), Self.row("2", key: "k", day: 0),
            Self.row("3", key: Self.decomposed, day: 1), Self.row("4", key: "k", day: 1),
            Self.row("5", key: "k", day: 1),
        ]
        let statement = try Statement(
            "s",
            entries: [
                Self.entry(0, [.requests: 1, .charge(.usd): 1]), Self.entry(1, [.requests: 2, .charge(.usd): 2]),
            ])
        let reconciliation = try Reconciliation(statement, with: ReconciledRows(rows))
        #expect(reconciliation.entries[0].explanations.contains([.excludedValue(Self.composed, of: .apiKey)]))
        #expect(reconciliation.entries[1].explanations.contains([.excludedValue(Self.decomposed, of: .apiKey)]))
        #expect(reconciliation.commonCauses == [])
    }

    @Test func causesAreToldApartByTheirBytes() {
        #expect(Self.areTold { Cause.excludedValue($0, of: .apiKey) })
        #expect(Self.areTold { Cause.missingRow($0) })
        #expect(Self.areTold { Cause.doubledRow($0) })
        #expect(Self.areTold { Cause.prices($0) })
        #expect(Self.areTold { Cause.excludedStatus(UsageStatus(rawValue: $0)) })
        #expect(Self.areTold { Cause.excludedValue("v", of: .meta($0)) })
        let name = Cause.excludedValue(Self.decomposed, of: .apiKey).name
        #expect(name.utf8.elementsEqual("excludedValue.apiKey.e\u{301}".utf8))
    }

    /// Charges by two lists, of which only the second explains what was charged.
    @Test func priceListsAreToldApartByTheirBytes() throws {
        var rows = ReconciledRows()
        rows.add(
            try Self.row("1", key: "k", day: 0),
            otherCharges: [
                ByteString(Self.composed): try Money("2", .usd), ByteString(Self.decomposed): try Money("3", .usd),
            ])
        let statement = Statement("s", entries: [try Self.entry(0, [.charge(.usd): 3])])
        let reconciliation = try Reconciliation(statement, with: rows)
        #expect(reconciliation.entries.map(\.explanations) == [[[.prices(Self.decomposed)]]])
    }

    /// The costs of a row follow from the second of two lists: 1,000,000 × 3 / 10⁶.
    @Test func theListOfTresorIsFound() throws {
        func list(_ name: String, _ price: Decimal) -> Tresor.PriceList {
            let pricing = Tresor.Model.Pricing(inputPerMillionTokens: price, outputPerMillionTokens: 1, currency: "eur")
            return Tresor.PriceList(
                name, models: [Tresor.Model(id: "m", route: Tresor.Model.Route(pricing: pricing))])
        }
        let json = """
            {"id":"1","model":"m","modality":"chat","provider":"p","region":"eu","billing_unit":"token",
            "audio_seconds":null,"prompt_tokens":1000000,"completion_tokens":0,"cost_eur":3,"discount_applied_pct":0,"receipt_id":null,
            "failover":false,"key_prefix":null,"key_name":null,"created_at":"2026-10-03T07:20:11Z"}
            """
        let row = try Tresor.LedgerRow(try JSONValue(json: Array(json.utf8)))
        for (names, found) in [
            ([Self.decomposed, Self.composed], Self.composed), ([Self.composed, Self.decomposed], Self.decomposed),
        ] {
            let reconciliation = try Reconciliation(
                costsOf: [row], at: list("today", 1), orAt: [list(names[0], 2), list(names[1], 3)])
            #expect(reconciliation.entries.map(\.explanations) == [[[.prices(found)]]])
        }
    }

    // MARK: Values

    @Test func statementsAreToldApartByTheirBytes() throws {
        func changed(_ change: (inout Statement) -> Void) -> Statement {
            var statement = Statement("s", by: [.model], entries: [])
            change(&statement)
            return statement
        }
        #expect(Self.areTold { Statement($0, entries: []) })
        #expect(Self.areTold { text in changed { $0.gap = text } })
        #expect(Self.areTold { text in changed { $0.notCompared = [text] } })
        #expect(Self.areTold { text in changed { $0.dimensions = [.meta(text)] } })
        #expect(Self.areTold { text in changed { $0.includedCurrencies = [.usd: [Currency(rawValue: text)]] } })
        #expect(Self.areTold { text in changed { $0.optionalFigures = [.quantity(UsageUnit(rawValue: text))] } })
        #expect(Self.areTold { text in changed { $0.entries = [Statement.Entry(window: .all, key: [text])] } })
        #expect(
            try Self.areTold { text in
                var entry = Statement.Entry(window: .all)
                try entry.set(.charge(Currency(rawValue: text)), to: 1)
                return entry
            })
        // Every other member counts as well.
        let plain = changed { _ in }
        for other in [
            changed { $0.window = .all }, changed { $0.madeAt = Self.start }, changed { $0.namesAllKeys = false },
            changed { $0.entries = [Statement.Entry(window: .all, key: [nil])] }, changed { $0.gap = "" },
        ] {
            #expect(plain != other && Set([plain, other]).count == 2)
        }
    }

    @Test func reconciliationsAreToldApartByTheirBytes() throws {
        func reconciliation(_ name: String = "s", key: String = "k", gap: String? = nil) throws -> Reconciliation {
            var entry = Statement.Entry(window: .all, key: [key])
            try entry.set(.requests, to: 7)
            return try Reconciliation(
                Statement(name, by: [.apiKey], entries: [entry], gap: gap), with: ReconciledRows())
        }
        #expect(try Self.areTold { try reconciliation($0) })
        #expect(try Self.areTold { try reconciliation(key: $0) })
        #expect(try Self.areTold { try reconciliation(gap: $0) })
        #expect(try Self.areTold { try reconciliation(key: $0).entries })
        #expect(try Self.areTold { try reconciliation(key: $0).concentrations })
        // A text that has another value than the entries is not read back.
        let text = String(decoding: try JSONEncoder().encode(reconciliation(key: Self.composed)), as: UTF8.self)
        let damaged = text.replacingOccurrences(
            of: #""value":"\#(Self.composed)""#, with: #""value":"\#(Self.decomposed)""#, options: .literal)
        #expect(!damaged.utf8.elementsEqual(text.utf8))
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Reconciliation.self, from: Data(damaged.utf8))
        }
    }

    @Test func requestsAreToldApartByTheirBytes() throws {
        func comparison(_ rows: [String], _ notes: [String], gap: String? = nil) throws -> RequestComparison {
            try RequestComparison(
                rows.map {
                    UsageRecord(provider: .aurous, requestID: $0, time: Self.start, charge: try Money("1", .usd))
                },
                with: notes.map {
                    StatedRequest(requestID: $0, charge: try Money($0 == "n" ? "1" : "2", .usd), time: Self.start)
                }, gap: gap)
        }
        #expect(Self.areTold { StatedRequest(requestID: $0) })
        #expect(Self.areTold { RequestLog([StatedRequest(requestID: $0)]) })
        #expect(try Self.areTold { try comparison([], [], gap: $0) })
        // In each list: different, missing on either side, ambiguous, suggested.
        #expect(try Self.areTold { try comparison([$0], [$0]).different })
        #expect(try Self.areTold { try comparison([$0], []).missingThere })
        #expect(try Self.areTold { try comparison([], [$0]).missingHere })
        #expect(try Self.areTold { try comparison([$0, $0], [$0]).ambiguous })
        #expect(try Self.areTold { try comparison([$0], ["n"]).suggestions })
        #expect(try Self.areTold { try comparison([$0], [$0]) })
        var other = try comparison(["a"], ["a"])
        let plain = other
        other.leftOutNotes = 1
        #expect(plain != other && Set([plain, other]).count == 2)
    }
}
