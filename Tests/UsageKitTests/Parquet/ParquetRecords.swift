import UsageKit

/// Records for files that other readers read, too.
enum ParquetRecords {
    /// Makes records whose amounts have up to 24 decimal places and whose instants are whole microseconds.
    ///
    /// - Parameters:
    ///   - count: The number of records.
    ///   - frequency: One field in this many is unknown; 0 for none, 1 for all.
    ///   - isLong: Whether some texts are longer than bounds may be.
    ///   - random: Where the values come from.
    /// - Returns: The records.
    static func make(
        _ count: Int, nullsIn frequency: Int, isLong: Bool = false, using random: inout SeededGenerator
    ) -> [UsageRecord] {
        (0..<count).map { number in
            func some<Value>(_ value: Value) -> Value? {
                frequency > 0 && Int.random(in: 0..<frequency, using: &random) == 0 ? nil : value
            }
            func pick<Value>(_ values: [Value], _ other: Value) -> Value {
                values.randomElement(using: &random) ?? other
            }
            var record = UsageRecord(
                provider: pick([.aurous, .venice] + ["p\u{0}", "日本語"].map(ProviderID.init), .aurous))
            record.id = some("id-\(number)" + (isLong ? String(repeating: "é", count: number % 70) : ""))
            record.requestID = some("r\(number / 3)")
            record.time = some(time(number, using: &random))
            record.type = some("chat")
            record.model = some(pick(["a", "b", "\u{E9}", "e\u{301}", "😀", ""], ""))
            record.apiKey = some("key-\(Int.random(in: 0..<50, using: &random))")
            record.user = some(pick(["\"quoted\"", "a,b", "line\nbreak", "x"], "x"))
            record.status = some(pick([.completed, .failed, .cancelled], .completed))
            record.sku = some(isLong ? String(repeating: pick(["\u{10FFFF}", "\u{D7FF}", "z"], "z"), count: 80) : "s")
            record.bot = some("b")
            record.conversation = some("c\(number % 1000)")
            let limits = [0, 100, Int.max]
            record.tokens = TokenCounts(
                input: some(Int.random(in: 0...pick(limits, 0), using: &random)),
                output: some(Int.random(in: 0...pick(limits, 0), using: &random)))
            record.quantities =
                some([Quantity(exact: amount(using: &random), unit: pick(["image", "é", "\"u\""], "image"))]) ?? []
            record.charge = some(Money(exact: amount(using: &random), currency: pick([.eur, .credits, .diem], .eur)))
            record.duration = some(duration(using: &random))
            record.labels[.account] = some("account")
            return record
        }
    }

    /// Mostly in order; some are before 1970, and a few as far away as Python's dates reach.
    private static func time(_ number: Int, using random: inout SeededGenerator) -> Timestamp {
        let microseconds = Int64.random(in: 0..<1_000_000, using: &random) * 1000
        switch Int.random(in: 0..<20, using: &random) {
        case 0:
            return Timestamp(seconds: -Int64.random(in: 1...10_000_000_000, using: &random), nanoseconds: microseconds)
        case 1: return Timestamp(seconds: 253_402_300_799, nanoseconds: 999_999_000)
        case 2: return Timestamp(seconds: -62_135_596_800)
        default: return Timestamp(seconds: 1_780_000_000 + Int64(number) * 60, nanoseconds: microseconds)
        }
    }

    private static func amount(using random: inout SeededGenerator) -> ExactDecimal {
        let mantissas: [Int128] = [
            0, 1, -1, 312, -999_999_999_999, .random(in: -1_000_000...1_000_000, using: &random),
            .random(in: -99_999_999_999_999_999_999_999_999...99_999_999_999_999_999_999_999_999, using: &random),
        ]
        let exponent = [-24, -18, -4, 0].randomElement(using: &random) ?? 0
        let mantissa = mantissas.randomElement(using: &random) ?? 0
        // At a scale of 30, 8 digits are left before the decimal point.
        let fits = exponent == -24 || mantissa.magnitude < 10_000_000
        return ExactDecimal(mantissa: mantissa, exponent: fits ? exponent : -24) ?? .zero
    }

    private static func duration(using random: inout SeededGenerator) -> Duration {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .milliseconds(Int64.random(in: 0..<5000, using: &random))
        case 1: Duration(attoseconds: .random(in: 0..<10_000_000_000_000_000_000_000, using: &random))
        case 2: .nanoseconds(-Int64.random(in: 0..<5_000_000_000, using: &random))
        default: .zero
        }
    }
}
