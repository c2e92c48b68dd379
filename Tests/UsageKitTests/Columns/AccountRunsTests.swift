import Testing

@testable import UsageKit

@Suite struct AccountRunsTests {
    private func texts(_ runs: AccountRuns, _ count: Int) -> [String?] {
        let (symbols, texts) = runs.column(count: count)
        #expect(symbols.count == count)
        return (0..<count).map { texts[Int(symbols[$0])] }
    }

    @Test func aRunGivesItsRowsOneLabel() {
        var runs = AccountRuns()
        runs.begin("a", at: 1)
        runs.begin(nil, at: 3)
        #expect(texts(runs, 4) == [nil, "a", "a", nil])
    }

    @Test func rowsWithoutALabelNeedNoRun() {
        var runs = AccountRuns()
        runs.begin(nil, at: 0)
        runs.begin("a", at: 2)
        runs.begin("b", at: 2)
        runs.begin(nil, at: 2)
        #expect(texts(runs, 3) == [nil, nil, nil])
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func runsAgreeWithAListOfLabels(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let labels: [String?] = ["a", "b", "\u{E9}", "e\u{301}", nil]
        var (whole, expected) = (AccountRuns(), [String?]())
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            var (part, rows) = (AccountRuns(), [String?]())
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let label = labels.randomElement(using: &random) ?? nil
                part.begin(label, at: rows.count)
                rows += Array(repeating: label, count: [0, 1, 3, 5000].randomElement(using: &random) ?? 1)
            }
            whole.append(part, after: expected.count)
            expected += rows
        }
        #expect(
            texts(whole, expected.count).map { $0.map { Array($0.utf8) } } == expected.map { $0.map { Array($0.utf8) } }
        )
    }
}
