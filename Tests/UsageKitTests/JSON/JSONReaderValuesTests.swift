import Testing

@testable import UsageKit

@Suite struct JSONReaderValuesTests {
    @Test func readsADecimalWithEveryDigit() throws {
        let cost = try JSONReader.read(Array("0.000182".utf8)) { (json) throws(UsageError) in try json.decimal() }
        #expect(cost == ExactDecimal(mantissa: 182, exponent: -6))
    }

    private func cost(_ json: String) throws(UsageError) -> ExactDecimal? {
        try SampleRow(#"{"id":"a","cost":\#(json)}"#).cost
    }

    private func tokens(_ json: String) throws(UsageError) -> Int? {
        try SampleRow(#"{"id":"a","tokens":\#(json)}"#).tokens
    }

    private func read<Value>(
        _ json: String, _ body: (inout JSONReader) throws(UsageError) -> Value
    ) throws(UsageError) -> Value {
        try JSONReader.read(Array(json.utf8), body)
    }

    // MARK: - Numbers

    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("-0.0", "0"), ("0e99999999999", "0"), ("1.50", "1.5"), ("0.000182", "0.000182"),
        ("1.1172404971672576", "1.1172404971672576"), ("1e5", "100000"), ("1E+2", "100"), ("-12.5e-3", "-0.0125"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"),
        ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
        ("0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"),
        ("99999999999999999999999999999999999999000", "99999999999999999999999999999999999999000"),
        ("1.00000000000000000000000000000000000000000000000", "1"),
        ("100000000000000000000000000000000000000e-38", "1"),
    ])
    func readsTheSameNumberFromANumberAndFromAString(_ literal: String, expected: String) throws {
        #expect(try cost(literal)?.description == expected)
        #expect(try cost("\"\(literal)\"")?.description == expected)
    }

    @Test func aNumberInTextMayBeSpelledWithEscapes() throws {
        #expect(try cost(#""\u0031\u002e5""#)?.description == "1.5")
        #expect(throws: UsageError.self) { try cost(#""1\u0020""#) }
    }

    @Test(arguments: [
        "5 USD", "1,5", "", " ", " 1.5", "1.5 ", "NaN", "nan", "Infinity", "-", "+1", ".5", "5.", "0x10", "１２", "٣",
        "1e",
        "1_000", "1,000", "01", "--1", "1.5.5", "$5", "5€", "null", "true", "1\\n", "\\t1", "1\\u0000", "½", "−1",
        "1e5x",
    ])
    func refusesAStringThatIsNotJustANumber(_ text: String) throws {
        let error = try #require(throws: UsageError.self) { try cost("\"\(text)\"") }
        #expect(error.code == .unexpectedShape)
        #expect(error.byteOffset == 17)
        #expect(error.codingPath == "cost")
    }

    @Test(arguments: [
        "340282366920938463463374607431768211456", "99999999999999999999999999999999999999.9",
        "123456789012345678901234567890123456789", "0.12345678901234567890123456789012345678901",
        "1.00000000000000000000000000000000000001", "1e200", "1e-200", "-1e9999999999999999999999", "1e-99999999999",
    ])
    func refusesANumberThatItCannotHoldExactly(_ literal: String) throws {
        for json in [literal, "\"\(literal)\""] {
            let error = try #require(throws: UsageError.self) { try cost(json) }
            #expect(error.code == .inexactNumber)
            #expect(error.byteOffset == 17)
            #expect(error.codingPath == "cost")
        }
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("7", 7), ("1.0", 1), ("1e2", 100), ("1.5e1", 15), ("100e-2", 1), ("\"12\"", 12),
        ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("9.223372036854775807e18", Int.max),
    ])
    func readsAWholeNumberInAnySpelling(_ json: String, expected: Int) throws {
        #expect(try tokens(json) == expected)
    }

    @Test(arguments: [
        "1.5", "0.1", "1e-1", "9223372036854775808", "-9223372036854775809", "1e19", "1e100", "1e-400", "\"1.5\"",
        "true",
        "[]", "\"\"",
    ])
    func refusesOtherThanWholeNumbersOf64Bits(_ json: String) throws {
        let error = try #require(throws: UsageError.self) { try tokens(json) }
        #expect(error.code == .unexpectedShape || error.code == .inexactNumber)
        #expect(error.byteOffset == 19)
    }

    /// Short numbers have a fast path, which depends on how many bytes follow in the document.
    @Test(arguments: ["", "     ", "                              "])
    func readsShortNumbersLikeLongOnes(_ suffix: String) throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            func digits(_ count: Int) -> String {
                String((0..<count).map { _ in "00123456789".randomElement(using: &generator) ?? "0" })
            }
            var literal =
                ["", "-", "--", "+"][Int.random(in: 0...40, using: &generator) / 20]
                + digits(.random(in: 0...20, using: &generator))
            if Bool.random(using: &generator) { literal += "." + digits(.random(in: 0...20, using: &generator)) }
            if Int.random(in: 0...9, using: &generator) == 0 {
                literal += "e" + digits(.random(in: 0...2, using: &generator))
            }
            let expected = ExactDecimal(literal)
            let value = try? read(literal + suffix) { (json) throws(UsageError) in try json.decimal() }
            #expect(value == expected, "\(literal)")
            let integer = try? read(literal + suffix) { (json) throws(UsageError) in try json.integer() }
            #expect(integer == expected.flatMap { $0.exponent == 0 ? Int(exactly: $0.mantissa) : nil }, "\(literal)")
        }
    }

    @Test func theFastPathForInstantsAgreesWithTheGeneralReader() throws {
        let forms = [
            "2026-05-20T13:59:07Z", "2024-02-29T00:00:00.123Z", "0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59Z",
        ]
        var generator = SeededGenerator(seed: 12)
        for round in 0..<20_000 {
            var text = Array(forms[round % forms.count].utf8)
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                let bytes = Array("0123456789-:.TZtz+ /;".utf8)
                text[Int.random(in: text.indices, using: &generator)] = bytes.randomElement(using: &generator) ?? 0
            }
            let expected = Timestamp(rfc3339: text.span)
            let json = "\"\(String(decoding: text, as: UTF8.self))\""
            for suffix in ["", "          "] {
                let instant = try? read(json + suffix) { (json) throws(UsageError) in try json.timestamp() }
                #expect(instant == expected, "\(json)")
            }
        }
    }

    // MARK: - Other kinds

    @Test(arguments: [("true", true), ("false", false), ("null", nil)] as [(String, Bool?)])
    func readsBooleans(_ json: String, expected: Bool?) throws {
        #expect(try SampleRow(#"{"id":"a","is_test":\#(json)}"#).isTest == expected)
    }

    @Test(arguments: [
        ("\"\"", ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0000\u001F\u00e9\u20AC""#, "\0\u{1F}é€"),
        (#""\ud83d\ude00\uD83D\uDE00😀""#, "😀😀😀"), (#""\ufffd\ue000""#, "\u{FFFD}\u{E000}"),
        (#""\udbff\udfff""#, "\u{10FFFF}"), (#""\\u0041""#, #"\u0041"#), ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"),
    ])
    func aTextIsUnescaped(_ json: String, expected: String) throws {
        let text = try read(json) { (json) throws(UsageError) in try json.string() }
        #expect(Array(text.utf8) == Array(expected.utf8))
    }

    @Test func unescapesEveryCodeUnitExceptSurrogates() {
        for unit in UInt16.min...UInt16.max {
            let digits = String(unit, radix: 16)
            let escape = "\"\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits + "\""
            let text = (try? JSONValue(json: Array(escape.utf8)))?.string
            if text != Unicode.Scalar(unit).map(String.init) { Issue.record("\(escape) became \(text ?? "nothing")") }
        }
    }

    @Test func anInstantMayBeSpelledWithEscapes() throws {
        let row = try SampleRow(#"{"id":"a","created_at":"2026-05-20T00:00:00\u005a"}"#)
        #expect(row.createdAt == Timestamp(seconds: 1_779_235_200))
    }

    @Test(
        arguments: [
            ("0", 0, 0), ("1779235200123", 1_779_235_200, 123_000_000),
            ("1779235200123.4567", 1_779_235_200, 123_456_700),
            ("-1", -1, 999_000_000), ("-0.0000001", -1, 999_999_999), ("0.0000019", 0, 1), ("1.7e12", 1_700_000_000, 0),
            ("\"1779235200123\"", 1_779_235_200, 123_000_000),
        ] as [(String, Int64, Int32)])
    func millisecondsAreReadToTheNanosecond(_ json: String, seconds: Int64, nanoseconds: Int32) throws {
        let instant = try read(json) { (json) throws(UsageError) in try json.milliseconds() }
        #expect(instant.seconds == seconds)
        #expect(instant.nanoseconds == nanoseconds)
    }

    @Test(arguments: ["1e30", "-1e30", "1e127", "1099511627776000", "-1099511627777000"])
    func millisecondsOutOfRangeAreRefused(_ json: String) throws {
        let error = try #require(throws: UsageError.self) {
            try read(" \(json)") { (json) throws(UsageError) in try json.milliseconds() }
        }
        #expect(error.code == .invalidTimestamp)
        #expect(error.byteOffset == 1)
    }

    @Test(
        arguments: [
            ("0", .zero), ("1206", .milliseconds(1206)), ("1.5", .microseconds(1500)), ("0.000001", .nanoseconds(1)),
            ("0.0000019", .nanoseconds(1)), ("\"12\"", .milliseconds(12)),
        ] as [(String, Duration)])
    func aDurationIsReadToTheNanosecond(_ json: String, expected: Duration) throws {
        #expect(try SampleRow(#"{"id":"a","latency_ms":\#(json)}"#).latency == expected)
    }

    @Test(arguments: ["9223372036855", "-1", "-9223372036855", "1e127"])
    func aDurationOutOfRangeIsRefusedAtItsValue(_ json: String) throws {
        let error = try #require(throws: UsageError.self) {
            try read(" \(json)") { (json) throws(UsageError) in try json.durationInMilliseconds() }
        }
        #expect(error.code == .unexpectedShape)
        #expect(error.byteOffset == 1)
    }

    @Test func anOpenObjectMayBeNullAndNothingElse() throws {
        #expect(try read("null") { (json) throws(UsageError) in try json.optionalObject() } == nil)
        let object = try read(#"{"a":1,"a":2}"#) { (json) throws(UsageError) in try json.optionalObject() }
        #expect(object == ["a": 1, "a": 2])
        #expect(throws: UsageError.self) { try read("[]") { (json) throws(UsageError) in try json.optionalObject() } }
    }

    @Test func anOpenNumberKeepsItsSpelling() throws {
        let literals = ["-0", "1.0", "1E+2", "1e400", "0.10", String(repeating: "9", count: 500)]
        for literal in literals {
            #expect(try JSONValue(json: Array(literal.utf8)).text == literal)
        }
    }

    /// Numbers around the ends of 128 bits once they are nanoseconds.
    @Test(arguments: [
        "-17014118346046923173168730371588410572e-5", "17014118346046923173168730371588410572e-5",
        "-99999999999999999999999999999999999999e127", "1e-128", "-1e-128", "9e126",
    ])
    func extremeNumbersOfMillisecondsAreInstantsOrRefused(json: String) {
        let instant = try? read(json) { (json) throws(UsageError) in try json.milliseconds() }
        #expect(instant.map { abs($0.seconds) <= 1 } ?? true)
        let duration = try? read(json) { (json) throws(UsageError) in try json.durationInMilliseconds() }
        #expect(duration.map { $0 <= .zero && $0 > .seconds(-1) } ?? true)
    }
}
