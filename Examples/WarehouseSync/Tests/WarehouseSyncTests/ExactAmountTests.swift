import GRDB
import Testing
import UsageKitTesting
@testable import WarehouseSync

@Suite struct ExactAmountTests {
    @Test(arguments: [
        "0", "1", "-1", "0.0312", "-0.3", "3.3000000000000003", "0.000000000000000000000000001",
        "-9223372035.999999999999999999999999999", "-0.000000001", "-1.000000001000000001000000001",
    ])
    func writesWhatItReads(text: String) throws {
        #expect(try ExactAmount(text).description == text)
    }

    @Test func dropsTrailingZeros() throws {
        #expect(try ExactAmount("0.10000000000000000000000000000000").description == "0.1")
        #expect(try ExactAmount("-0.0").description == "0")
    }

    @Test(arguments: [
        "0.0000000000000000000000000001", "9223372037", "-9223372037", "99999999999999999999", "1e3", "", "-", ".5",
        "1.", "+1", "0x1", "NaN", "1.2.3", "1 ",
    ])
    func refusesWhatItCannotHoldExactly(text: String) {
        #expect(throws: WarehouseError.amountOutOfRange(text)) { try ExactAmount(text) }
    }

    @Test func comparesByValue() throws {
        let ordered = try ["-2", "-1.5", "-0.000000000000000000000000001", "0", "0.000000000000000001", "0.1", "3"]
            .map { try ExactAmount($0) }
        #expect(ordered.sorted() == ordered)
        #expect(ordered.reversed().sorted() == ordered)
    }

    /// A sum of amounts of both signs, as a person would ask for it.
    private func sum(_ texts: [String]) throws -> String? {
        try emptyDatabase().write { db in
            for text in texts { try insert(text, db) }
            return try String.fetchOne(db, sql: "SELECT amount FROM usage_daily WHERE currency = 'USD'")
        }
    }

    private func emptyDatabase() throws -> DatabaseQueue {
        let database = try DatabaseQueue()
        try Schema.migrator.migrate(database)
        try database.write { try $0.execute(sql: "INSERT INTO sources (tenant, provider) VALUES ('t', 'p')") }
        return database
    }

    private func insert(_ text: String, _ db: Database) throws {
        let amount = try ExactAmount(text)
        try db.execute(
            sql: """
                INSERT INTO usage (tenant, provider, repeats_request, time, currency, amount_nano, amount_atto,
                    amount_ronto, row)
                VALUES ('t', 'p', 0, '2026-05-20T00:00:00.000000000Z', 'USD', ?, ?, ?, '{}')
                """, arguments: [amount.nano, amount.atto, amount.ronto])
    }

    @Test(arguments: [
        (["0.1", "0.2"], "0.3"),
        (["0.1", "-0.3"], "-0.2"),
        (["1", "-0.000000000000000000000000001"], "0.999999999999999999999999999"),
        (["-1", "0.000000000000000000000000001"], "-0.999999999999999999999999999"),
        (["0.5", "-0.5"], "0"),
        (["-0.000000000000000001", "-0.000000000999999999"], "-0.000000001"),
        (["-0.000000000000000000000000001", "0"], "-0.000000000000000000000000001"),
        (["-3", "-0.000000000000000000000000001"], "-3.000000000000000000000000001"),
        (["-0.0000000005", "-0.0000000005"], "-0.000000001"),
    ])
    func theViewAddsExactly(texts: [String], expected: String) throws {
        #expect(try sum(texts) == expected)
    }

    @Test(arguments: 1...20) func theViewAddsManyAmountsExactly(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        // 27 places and a few digits before them fit in 128 bits, which are added without rounding.
        let values = (0..<50).map { _ in Int128.random(in: -(1 << 100)...(1 << 100), using: &numbers) }
        #expect(try sum(values.map(Self.text)) == ExactAmount(Self.text(values.reduce(0, +))).description)
    }

    private static func text(_ value: Int128) -> String {
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, 28 - digits.count)) + digits
        return (value < 0 ? "-" : "") + padded.dropLast(27) + "." + padded.suffix(27)
    }

    @Test func aSumThatIsTooLargeIsAnErrorAndNoRoundedNumber() throws {
        let large = "9223372035.999999999999999999"
        #expect(try sum([large]) == large)
        #expect(throws: DatabaseError.self) { try sum([large, large]) }
        #expect(throws: DatabaseError.self) { try sum([large, "0.5"]) }
        #expect(throws: DatabaseError.self) { try sum(["-\(large)", "-0.5"]) }
    }

    @Test func theAmountOfARowIsItsText() throws {
        for text in ["-0.000000000000000001", "12.5", "-3", "0", "0.000000000000000000000000001"] {
            let stored = try emptyDatabase().write { db in
                try insert(text, db)
                return try String.fetchOne(db, sql: "SELECT amount FROM usage")
            }
            #expect(stored == text)
        }
    }

    @Test func noTableHasARealColumn() throws {
        let types = try emptyDatabase().read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT c.type FROM sqlite_schema AS s, pragma_table_xinfo(s.name) AS c
                    WHERE s.type = 'table' AND s.name NOT LIKE 'grdb%' AND s.name NOT LIKE 'sqlite%' ORDER BY 1
                    """)
        }
        #expect(types == ["INTEGER", "TEXT"])
    }
}
