import Testing

@testable import UsageKit

/// Rows that are found by their ids without an index.
@Suite struct IDSearchTests {
    private static func column(_ texts: [String?]) -> IDColumn {
        var column = IDColumn()
        for text in texts { column.append(text) }
        return column
    }

    @Test func findsTheRowsOfTwoIDs() {
        let column = Self.column(["a-1", "a-2", nil, "a-3", "a-2"])
        let search = IDSearch([ByteString("a-2"), ByteString("a-9")])
        #expect(column.rows(before: 5, among: search) == [1, 4])
        #expect(column.rows(before: 4, among: search) == [1])
    }

    /// Ids of one length, of several, with few different bytes or with many, missing ones, and full chunks of each.
    @Test(arguments: 0..<6) func findsWhatALookAtEveryRowFinds(_ kind: Int) {
        var generator = SeededGenerator(seed: UInt64(kind) + 7)
        func digits(_ count: Int, of alphabet: String) -> String {
            let alphabet = Array(alphabet)
            return String((0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
        }
        let hexadecimal = "0123456789abcdef"
        let texts = (0..<9000).map { row -> String? in
            switch kind {
            case 0: digits(8, of: hexadecimal) + "-4" + digits(20, of: hexadecimal)
            case 1: "cmp_\(1_000_000 + row)"
            case 2: row % 7 == 0 ? nil : "row-\(row)"
            case 3: "the same"
            case 4: digits(5, of: String((33..<127).map { Character(Unicode.Scalar($0)) }))
            default: row < 5000 ? "a\(10_000 + row)" : "b-\(10_000 + row)"
            }
        }
        let column = Self.column(texts)
        var ids = Set((0..<40).compactMap { _ in texts.randomElement(using: &generator)?.map { ByteString($0) } })
        ids.formUnion(["cmp_9", "a1", "", "the sane", "b-1000\u{E9}"].map { ByteString($0) })
        for end in [0, 4000, 4096, 8500, 9000] {
            let expected = (0..<end).filter { row in texts[row].map { ids.contains(ByteString($0)) } ?? false }
            #expect(column.rows(before: end, among: IDSearch(ids)) == expected)
            for start in [0, 1, 4095, 4097, 8192, end] where start <= end {
                #expect(column.hashes(of: start..<end) == texts[start..<end].map { $0.map(BorrowedBytes.hash) })
            }
        }
    }
}
