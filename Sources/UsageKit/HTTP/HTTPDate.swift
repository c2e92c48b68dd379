/// The date of an HTTP header (IMF-fixdate of RFC 9110), for example `Sun, 06 Nov 1994 08:49:37 GMT`.
package enum HTTPDate {
    /// Returns the instant, or nil if the text is not a date in exactly this form.
    ///
    /// The day must be the name of a weekday, but is not checked against the date.
    package static func parse(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count == 29 else { return nil }
        func literal(_ expected: String, at start: Int) -> Bool {
            bytes[start..<start + expected.utf8.count].elementsEqual(expected.utf8)
        }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].reduce(Int?.some(0)) { sum, byte in
                guard let sum, (0x30...0x39).contains(byte) else { return nil }
                return sum * 10 + Int(byte - 0x30)
            }
        }
        guard weekdays.contains(where: { literal($0, at: 0) }), literal(", ", at: 3), literal(" ", at: 7),
            literal(" ", at: 11), literal(" ", at: 16), literal(":", at: 19), literal(":", at: 22),
            literal(" GMT", at: 25), let month = months.firstIndex(where: { literal($0, at: 8) }),
            let day = number(5..<7), let year = number(12..<16), let hour = number(17..<19),
            let minute = number(20..<22), let second = number(23..<25),
            day >= 1, day <= CivilDate.days(inMonth: month + 1, year: year), hour < 24, minute < 60, second < 61
        else { return nil }
        let days = CivilDate(year: year, month: month + 1, day: day).daysSince1970
        return Timestamp(seconds: Int64(((days * 24 + hour) * 60 + minute) * 60 + second))
    }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
