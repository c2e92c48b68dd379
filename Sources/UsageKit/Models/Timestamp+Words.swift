extension Timestamp {
    /// Reads `YYYY-MM-`, `DDTHH:MM` and `:SSZ"`, or returns nil; each is eight bytes, the first one lowest.
    ///
    /// This is the form that ledgers write. ``init(rfc3339:)`` reads every form and returns the same instants.
    @inline(__always)
    init?(date: UInt64, time: UInt64, seconds: UInt64) {
        let rest = (seconds & 0xFF_FFFF_FFFF).digits(between: 0x22_5A30_303A, limits: 0x7F_7F76_767F)
        guard let rest else { return nil }
        self.init(date: date, time: time, second: rest.pairs[byte: 1], milliseconds: 0)
    }

    /// Reads `YYYY-MM-`, `DDTHH:MM` and `:SS.fffZ`, or returns nil.
    @inline(__always)
    init?(date: UInt64, time: UInt64, milliseconds: UInt64) {
        let rest = milliseconds.digits(between: 0x5A30_3030_2E30_303A, limits: 0x7F76_7676_7F76_767F)
        guard let rest else { return nil }
        self.init(
            date: date, time: time, second: rest.pairs[byte: 1],
            milliseconds: rest.pairs[byte: 4] &* 10 &+ rest[byte: 6])
    }

    @inline(__always)
    private init?(date: UInt64, time: UInt64, second: Int, milliseconds: Int) {
        let date = date.digits(between: 0x2D30_302D_3030_3030, limits: 0x7F76_767F_7676_7676)
        let time = time.digits(between: 0x3030_3A30_3054_3030, limits: 0x7676_7F76_767F_7676)
        guard let date = date?.pairs, let time = time?.pairs else { return nil }
        let year = date[byte: 0] &* 100 &+ date[byte: 2]
        let month = date[byte: 5]
        let day = time[byte: 0]
        let hour = time[byte: 3]
        let minute = time[byte: 6]
        guard month >= 1, month <= 12, day >= 1, day <= 28 || day <= CivilDate.days(inMonth: month, year: year),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        self.init(
            seconds: Int64(days) &* 86_400 &+ Int64(hour &* 3600 &+ minute &* 60 &+ second),
            nanoseconds: Int64(milliseconds) &* 1_000_000)
    }
}

extension UInt64 {
    /// The value of each ASCII digit in its byte and 0 elsewhere, or nil if the bytes do not match the form.
    ///
    /// The form has `0` in place of each digit, otherwise the byte that is expected there. The limits have 0x76 for a
    /// digit, otherwise 0x7F: adding them sets the highest bit of a byte whose value is too large.
    @inline(__always)
    fileprivate func digits(between form: UInt64, limits: UInt64) -> UInt64? {
        let digits = self ^ form
        return (digits &+ limits | digits) & 0x8080_8080_8080_8080 == 0 ? digits : nil
    }

    /// In each byte the number that its digit and the next one spell.
    @inline(__always)
    fileprivate var pairs: UInt64 { self &* 10 &+ self &>> 8 }

    @inline(__always)
    fileprivate subscript(byte index: Int) -> Int {
        Int(truncatingIfNeeded: self &>> UInt64(8 * index) & 0xFF)
    }
}
