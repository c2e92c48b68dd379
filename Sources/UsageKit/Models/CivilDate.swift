/// A day of the proleptic Gregorian calendar.
///
/// Years are bounded so that no conversion overflows; the bounds are further away than an instant can be, except on
/// 32-bit systems, where they are two million years.
///
/// The conversions are those of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years are counted from
/// March, so that the leap day is the last of its year.
package struct CivilDate: Hashable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int

    private static let maximumYears = Int.max / 1000

    /// Creates a date of a month from 1 to 12; another month, or a day that the month does not have, is not refused.
    package init(year: Int, month: Int, day: Int) {
        self.year = Swift.min(Swift.max(year, -Self.maximumYears), Self.maximumYears)
        self.month = month
        self.day = day
    }

    package init(daysSince1970 days: Int) {
        let shifted = Swift.min(Swift.max(days, -365 * Self.maximumYears), 365 * Self.maximumYears) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    package var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 &* (month > 2 ? month &- 3 : month &+ 9) &+ 2) / 5 &+ day &- 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 &+ dayOfYear &- 719_468
    }

    package static func days(inMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CivilDate: CustomStringConvertible {
    /// `YYYY-MM-DD`; years outside 0 to 9999 have more digits or a sign.
    package var description: String {
        var bytes: [UInt8] = []
        ByteWriter.append(upTo: Self.longestText, to: &bytes) { write(to: &$0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The greatest number of bytes of ``description``.
    static let longestText = 32

    /// Appends the text of ``description``.
    func write(to bytes: inout ByteWriter) {
        if year < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(digitsOf: UInt64(year.magnitude), paddedTo: year < 0 ? 1 : 4)
        bytes.append(UInt8(ascii: "-"))
        if month < 10 { bytes.append(UInt8(ascii: "0")) }
        bytes.append(integer: month)
        bytes.append(UInt8(ascii: "-"))
        if day < 10 { bytes.append(UInt8(ascii: "0")) }
        bytes.append(integer: day)
    }
}
