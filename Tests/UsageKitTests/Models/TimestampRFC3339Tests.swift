import Foundation
import Testing

@testable import UsageKit

@Suite struct TimestampRFC3339Tests {
    private static func seconds(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0
    ) -> Int64 {
        Int64(CivilDate(year: year, month: month, day: day).daysSince1970) * 86_400
            + Int64(hour * 3600 + minute * 60 + second)
    }

    // MARK: - The published vectors

    /// JSON-Schema-Test-Suite, draft 2020-12, optional/format/date-time.json (MIT License, © 2012 Julian Berman), with
    /// the expected instants.
    static let valid: [(String, String)] = [
        ("1963-06-19T08:30:06.283185Z", "1963-06-19T08:30:06.283185Z"),
        ("1963-06-19T08:30:06Z", "1963-06-19T08:30:06Z"),
        ("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.870Z"),
        ("1990-12-31T15:59:50.123-08:00", "1990-12-31T23:59:50.123Z"),
        ("1998-12-31T23:59:60Z", "1998-12-31T23:59:59.999999999Z"),
        ("1998-12-31T15:59:60.123-08:00", "1998-12-31T23:59:59.999999999Z"),
        ("1963-06-19t08:30:06.283185z", "1963-06-19T08:30:06.283185Z"),
        ("1985-04-12T00:59:59.999999999999999Z", "1985-04-12T00:59:59.999999999Z"),
    ]

    static let invalid = [
        "1998-12-31T23:59:61Z", "1998-12-31T23:58:60Z", "1998-12-31T22:59:60Z", "1990-02-31T15:59:59.123-08:00",
        "1990-12-31T15:59:59-24:00", "1963-06-19T08:30:06.28123+01:00Z", "1990-12-31T24:00:00Z",
        "1990-12-31T15:60:00Z", "1990-12-31T10:00:00+10:60", "06/19/1963 08:30:06 PST", "2013-350T01:01:01",
        "1963-6-19T08:30:06.283185Z", "1963-06-1T08:30:06.283185Z", "1963-06-1৪T00:00:00Z", "1963-06-11T0৪:00:00Z",
        "+11963-06-19T08:30:06.283185Z", "1985-04-12T23:20:50+01", "2016-12-31T24:59:60+01:00",
        "1985-04-12T23:20:50Z\n",
    ]

    @Test func allVectorsAreHere() {
        #expect(Self.valid.count + Self.invalid.count == 27)
    }

    @Test(arguments: valid)
    func readsValidTextsAndPrintsThemInUTC(_ text: String, printed: String) throws {
        #expect(try Timestamp(text).description == printed)
    }

    @Test(
        arguments: invalid + [
            "", "Z", "2026-05-20", "2026-05-20T00:00:00", "2026-05-20 00:00:00Z", "2026-05-20T00:00Z",
            "2026-05-20T00:00:00.Z",
            "2026-05-20T00:00:00,5Z", "2026-05-20T00:00:00 Z", "2026-05-20T00:00:00Z ", " 2026-05-20T00:00:00Z",
            "2026-05-20T00:00:00ZZ", "2026-05-20T00:00:00+0100", "2026-05-20T00:00:00+1:00",
            "2026-05-20T00:00:00+24:00",
            "2026-05-20T00:00:00−01:00", "2026-05-20T00:00:00.5", "2026-05-20T00:00:00.5.5Z", "2026-05-20T00:00:00.-5Z",
            "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-04-31T00:00:00Z",
            "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-02-30T00:00:00Z", "2026-05-20T25:00:00Z",
            "2026-05-20T-1:00:00Z", "-026-05-20T00:00:00Z", "2026-05-20T00:00:00\0Z", "2026-05-20T00:00:00GMT",
            "20260520T000000Z", "2026-W21-3T00:00:00Z", "２026-05-20T00:00:00Z", "2026-05-20T00:00:00.５Z", "1779235200",
            "2026/05/20T00:00:00Z", "2026-05-20T00-00-00Z", "2026-05-20_00:00:00Z", "2026-05-20T00:00:00\u{5A}\u{301}",
        ])
    func refusesInvalidTexts(_ text: String) throws {
        let error = try #require(throws: UsageError.self) { try Timestamp(text) }
        #expect(error.code == .invalidTimestamp)
    }

    /// The published file itself, if it is present.
    @Test func agreesWithThePublishedFileIfPresent() throws {
        struct Group: Decodable { var tests: [Vector] }
        struct Vector: Decodable {
            var data: String?
            var valid: Bool

            enum CodingKeys: String, CodingKey { case data, valid }

            init(from decoder: any Decoder) throws {
                let values = try decoder.container(keyedBy: CodingKeys.self)
                data = try? values.decode(String.self, forKey: .data)
                valid = try values.decode(Bool.self, forKey: .valid)
            }
        }
        var package = URL(filePath: #filePath)
        for _ in 0..<4 { package.deleteLastPathComponent() }
        let file = package.deletingLastPathComponent().appending(path: "shared/vectors/rfc3339-date-time.json")
        guard let data = try? Data(contentsOf: file) else { return }
        let vectors = try JSONDecoder().decode([Group].self, from: data).flatMap(\.tests)
        #expect(vectors.count >= 27)
        for vector in vectors {
            guard let text = vector.data else { continue }
            #expect(((try? Timestamp(text)) != nil) == vector.valid, "\(text)")
        }
    }

    // MARK: - Fractions

    @Test func fractionsOfUpTo15DigitsAreCutOffAtTheNanosecond() throws {
        let digits = "123456789987654"
        for count in 0...15 {
            let fraction = count == 0 ? "" : ".\(digits.prefix(count))"
            let instant = try Timestamp("2026-05-20T12:34:56\(fraction)Z")
            #expect(instant.seconds == Self.seconds(2026, 5, 20, 12, 34, 56))
            let nanoseconds = digits.prefix(min(count, 9)) + String(repeating: "0", count: 9 - min(count, 9))
            #expect(instant.nanoseconds == Int32(nanoseconds))
        }
        let long = "2026-05-20T12:34:56.\(String(repeating: "9", count: 10_000))Z"
        #expect(try Timestamp(long).nanoseconds == 999_999_999)
    }

    @Test(
        arguments: [
            (0, "Z"), (1, ".000000001Z"), (1_000, ".000001Z"), (1_000_000, ".001Z"), (870_000_000, ".870Z"),
            (283_185_000, ".283185Z"), (999_999_999, ".999999999Z"), (100_000_000, ".100Z"), (100, ".000000100Z"),
        ] as [(Int64, String)])
    func aFractionIsPrintedWith0Or3Or6Or9Digits(_ nanoseconds: Int64, suffix: String) {
        #expect(Timestamp(seconds: 0, nanoseconds: nanoseconds).description == "1970-01-01T00:00:00\(suffix)")
    }

    @Test(arguments: [
        "2023-12-31T23:59:59.9996Z", "2023-12-31T23:59:59.999999999999Z", "2024-01-01T01:59:59.9999995+02:00",
    ])
    func theEndOfAMonthStaysInItsMonth(_ text: String) throws {
        let instant = try Timestamp(text)
        #expect(BillingPeriod(containing: instant) == (try BillingPeriod("2023-12")))
        #expect(instant.description.hasPrefix("2023-12-31T23:59:59.999"))
        #expect(instant < (try Timestamp("2024-01-01T00:00:00Z")))
    }

    // MARK: - Offsets

    @Test(
        arguments: [
            ("+00:00", 0), ("-00:00", 0), ("+05:30", -330), ("-03:30", 210), ("+23:59", -1439), ("-23:59", 1439),
            ("+14:00", -840), ("z", 0),
        ] as [(String, Int64)])
    func subtractsTheOffset(_ offset: String, minutes: Int64) throws {
        let instant = try Timestamp("2026-01-01T00:00:00\(offset)")
        #expect(instant.seconds == Self.seconds(2026, 1, 1) + minutes * 60)
    }

    // MARK: - Leap seconds

    @Test(arguments: [
        "2016-12-31T23:59:60Z", "2017-01-01T00:59:60+01:00", "2016-12-31T18:59:60-05:00", "2016-12-31T23:59:60.999Z",
        "2017-01-01T05:29:60+05:30",
    ])
    func aLeapSecondIsTheLastNanosecondOfItsDay(_ text: String) throws {
        let instant = try Timestamp(text)
        #expect(instant.description == "2016-12-31T23:59:59.999999999Z")
        #expect(BillingPeriod(containing: instant) == (try BillingPeriod("2016-12")))
    }

    @Test(arguments: [
        ("2015-06-30T23:59:60Z", true), ("2026-02-28T23:59:60Z", true), ("2024-02-28T23:59:60Z", false),
        ("2024-02-29T23:59:60Z", true), ("2016-12-30T23:59:60Z", false), ("2016-12-31T23:59:60+01:00", false),
        ("2017-01-01T00:00:60Z", false), ("2016-12-31T00:00:60Z", false), ("2017-01-01T23:59:60Z", false),
    ])
    func aLeapSecondIsOnlyAtTheEndOfAMonthInUTC(_ text: String, isValid: Bool) {
        #expect(((try? Timestamp(text)) != nil) == isValid)
    }

    // MARK: - Round trips

    @Test func printedInstantsRoundTrip() throws {
        var generator = SeededGenerator(seed: 61)
        for index in 0..<2_000 {
            let unit: Int64 = [1, 1_000, 1_000_000, 1_000_000_000][index % 4]
            let nanoseconds = Int64.random(in: 0..<1_000_000_000, using: &generator) / unit * unit
            let seconds = Int64.random(in: -62_167_219_200...253_402_300_799, using: &generator)
            let instant = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
            let text = instant.description
            #expect(try Timestamp(text) == instant)
            let minutes = Int64.random(in: 0..<1440, using: &generator)
            let shifted = instant.advanced(by: .seconds(minutes * 60)).description.dropLast()
            let offset = "+\(minutes < 600 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
            if shifted.utf8.count < 31, shifted.utf8.dropFirst(4).first == UInt8(ascii: "-") {
                #expect(try Timestamp("\(shifted)\(offset)") == instant)
            }
        }
    }

    @Test(
        arguments: [
            ("0000-01-01T00:00:00Z", -62_167_219_200), ("0000-02-29T00:00:00Z", -62_162_121_600),
            ("0001-01-01T00:00:00Z", -62_135_596_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
            ("1969-12-31T23:59:59Z", -1), ("1970-01-01T00:00:00Z", 0), ("2038-01-19T03:14:08Z", 2_147_483_648),
        ] as [(String, Int64)])
    func theYearsFrom0000To9999AreRead(_ text: String, seconds: Int64) throws {
        #expect(try Timestamp(text).seconds == seconds)
        #expect(Timestamp(seconds: seconds).description == text)
    }

    @Test func everyDamagedInstantIsReadOrRefused() {
        var generator = SeededGenerator(seed: 62)
        let text = Array("2026-05-20T12:34:56.789+01:00".utf8)
        for _ in 0..<5_000 {
            var bytes = text
            bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: .min ... .max, using: &generator)
            if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 0...bytes.count, using: &generator)) }
            guard let instant = Timestamp(rfc3339: bytes.span) else { continue }
            #expect((try? Timestamp(instant.description)) == instant)
        }
    }
}
