extension Timestamp {
    /// Reads an RFC 3339 instant, strictly.
    ///
    /// Digits beyond the nanosecond are cut off. A leap second (`23:59:60` at the end of a month in UTC) becomes the
    /// last nanosecond of its day, so that it stays in its day and month.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidTimestamp``.
    public init(_ text: String) throws(UsageError) {
        let bytes = Array(text.utf8)
        guard let value = Timestamp(rfc3339: bytes.span) else {
            throw UsageError(.invalidTimestamp, "expected an RFC 3339 instant such as 2026-05-20T00:00:00Z")
        }
        self = value
    }

    /// Reads an RFC 3339 instant, or returns nil.
    package init?(rfc3339 bytes: Span<UInt8>) {
        guard bytes.count >= 20,
            let year = bytes.number(at: 0, digits: 4), bytes[4] == UInt8(ascii: "-"),
            let month = bytes.number(at: 5, digits: 2), bytes[7] == UInt8(ascii: "-"),
            let day = bytes.number(at: 8, digits: 2), bytes[10] | 0x20 == UInt8(ascii: "t"),
            let hour = bytes.number(at: 11, digits: 2), bytes[13] == UInt8(ascii: ":"),
            let minute = bytes.number(at: 14, digits: 2), bytes[16] == UInt8(ascii: ":"),
            let second = bytes.number(at: 17, digits: 2),
            (1...12).contains(month), day >= 1, day <= CivilDate.days(inMonth: month, year: year),
            hour < 24, minute < 60, second <= 60
        else { return nil }

        var index = 19
        var nanoseconds: Int64 = 0
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            let start = index
            var unit: Int64 = 100_000_000
            while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 {
                nanoseconds += Int64(bytes[index] &- UInt8(ascii: "0")) * unit
                unit /= 10
                index += 1
            }
            guard index > start else { return nil }
        }
        guard index < bytes.count, let offset = Self.offset(bytes, at: index) else { return nil }

        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        let isLeapSecond = second == 60
        let seconds =
            Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + (isLeapSecond ? 59 : second)) - Int64(offset)
        if isLeapSecond {
            guard seconds.flooredDivision(by: 86_400).remainder == 86_399,
                CivilDate(daysSince1970: Int(clamping: seconds.flooredDivision(by: 86_400).quotient) + 1).day == 1
            else { return nil }
            nanoseconds = 999_999_999
        }
        self.init(seconds: seconds, nanoseconds: nanoseconds)
    }

    /// The offset from UTC in seconds, or nil if anything else follows.
    private static func offset(_ bytes: Span<UInt8>, at index: Int) -> Int? {
        if bytes[index] | 0x20 == UInt8(ascii: "z") { return bytes.count == index + 1 ? 0 : nil }
        guard bytes.count == index + 6, bytes[index + 3] == UInt8(ascii: ":"),
            let hours = bytes.number(at: index + 1, digits: 2), hours < 24,
            let minutes = bytes.number(at: index + 4, digits: 2), minutes < 60
        else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
        default: return nil
        }
    }
}

extension Timestamp: CustomStringConvertible {
    /// The instant as RFC 3339 in UTC, with 0, 3, 6 or 9 fraction digits, as few as are exact.
    public var description: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the text of ``description``.
    package func write(to bytes: inout [UInt8]) {
        ByteWriter.append(upTo: Self.longestText, to: &bytes) { write(to: &$0) }
    }

    /// The greatest number of bytes of ``description``.
    static let longestText = CivilDate.longestText + 20

    /// 0000-01-01T00:00:00Z in seconds; the text of an earlier instant begins with a sign.
    static let yearZero: Int64 = -62_167_219_200

    /// Appends the text of ``description``.
    func write(to bytes: inout ByteWriter) {
        let (days, second) = seconds.flooredDivision(by: 86_400)
        CivilDate(daysSince1970: Int(clamping: days)).write(to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        bytes.append(digitsOf: UInt64(second / 3600), paddedTo: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(digitsOf: UInt64(second / 60 % 60), paddedTo: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(digitsOf: UInt64(second % 60), paddedTo: 2)
        if nanoseconds != 0 {
            var (fraction, places) = (UInt64(nanoseconds), 9)
            while fraction % 1000 == 0 {
                fraction /= 1000
                places -= 3
            }
            bytes.append(UInt8(ascii: "."))
            bytes.append(digitsOf: fraction, paddedTo: places)
        }
        bytes.append(UInt8(ascii: "Z"))
    }
}

extension Span<UInt8> {
    /// The number that `digits` ASCII digits at an index spell, or nil if another byte is among them.
    fileprivate func number(at index: Int, digits: Int) -> Int? {
        var number = 0
        for offset in index..<index + digits {
            let digit = self[offset] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }
}
