import ArgumentParser
import Foundation
import UsageKit

/// The period of a limit: a unit of the clock or the calendar, as the local clock of a time zone shows it.
enum GuardPeriod: String, CaseIterable, Sendable {
    case hour, day, week, month, year

    /// The period that contains an instant.
    func range(containing instant: Timestamp, in calendar: BucketCalendar) throws -> Range<Timestamp> {
        switch self {
        case .hour: return try calendar.bucket(.hour, containing: instant)
        case .day: return try calendar.bucket(.day, containing: instant)
        case .week: return try calendar.bucket(.week, containing: instant)
        case .month: return try calendar.bucket(.month, containing: instant)
        case .year:
            let month = try calendar.bucket(.month, containing: instant)
            var (start, end) = (month.lowerBound, month.upperBound)
            while isSameYear(start - .nanoseconds(1), instant, calendar) {
                start = try calendar.bucket(.month, containing: start - .nanoseconds(1)).lowerBound
            }
            while isSameYear(end, instant, calendar) { end = try calendar.bucket(.month, containing: end).upperBound }
            return start..<end
        }
    }

    /// The period before the one that contains an instant.
    func range(beforeThatOf instant: Timestamp, in calendar: BucketCalendar) throws -> Range<Timestamp> {
        let current = try range(containing: instant, in: calendar)
        return try range(containing: current.lowerBound - .nanoseconds(1), in: calendar)
    }

    private func isSameYear(_ left: Timestamp, _ right: Timestamp, _ calendar: BucketCalendar) -> Bool {
        let years = [left, right].map { "\(CalendarDay(containing: $0, in: calendar.timeZone))".prefix(4) }
        return years[0] == years[1]
    }

    /// The buckets of a report over the period; their charges have a rate by day.
    var bucket: TimeBucket { self == .hour ? .hour : .day }

    /// The buckets by which a period that goes on is compared with the same part of the one before.
    var comparedBucket: TimeBucket {
        switch self {
        case .hour: .minute
        case .day: .fifteenMinutes
        case .week, .month: .hour
        case .year: .day
        }
    }
}

/// `--max-spend`: the most that may be spent in the present period.
struct SpendLimit: Sendable {
    let text: String
    let limit: Money
    let period: GuardPeriod

    init(_ text: String) throws {
        let reader = OptionText("--max-spend", text, form: "an amount, its currency and a period, such as 50USD/month")
        let (value, period) = try reader.perPeriod()
        let digits = value.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let currency = value.dropFirst(digits.count)
        let isName = currency.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_" || $0 == "-") }
        guard !digits.isEmpty, isName, currency.first?.isLetter ?? false,
            let limit = try? Money(String(digits), Currency(rawValue: String(currency)))
        else { throw reader.error }
        try limit.currency.checkSpelling()
        guard limit.amount > 0 else { throw ValidationError("--max-spend must be above 0, not '\(text)'.") }
        self.text = text
        self.limit = limit
        self.period = period
    }
}

/// `--max-growth`: how much more may be spent in the present period than in the one before, in per cent.
struct GrowthLimit: Sendable {
    let text: String
    let percent: Decimal
    let period: GuardPeriod

    init(_ text: String) throws {
        let reader = OptionText("--max-growth", text, form: "per cent and a period, such as 30%/week")
        let (value, period) = try reader.perPeriod()
        self.text = text
        percent = try reader.percent(value)
        self.period = period
    }
}

/// `--min-quota`: the share of each meter that must be left, in per cent.
struct QuotaLimit: Sendable {
    let text: String
    let percent: Decimal

    init(_ text: String) throws {
        let reader = OptionText("--min-quota", text, form: "per cent, such as 10%")
        self.text = text
        percent = try reader.percent(text[...])
        guard percent > 0, percent <= 100 else {
            throw ValidationError("--min-quota must be above 0 % and at most 100 %, not '\(text)'.")
        }
    }
}

/// `--max-age`: how old what is known may be.
struct AgeLimit: Sendable {
    let text: String
    let age: Duration

    private static let units: [(name: String, seconds: Int64)] = [("s", 1), ("min", 60), ("h", 3600), ("d", 86_400)]

    init(_ text: String) throws {
        let reader = OptionText("--max-age", text, form: "a whole number of s, min, h or d, such as 2h or 90min")
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), let unit = Self.units.first(where: { $0.name == text.dropFirst(digits.count) })
        else { throw reader.error }
        guard (1...Int64(36_600) * 86_400 / unit.seconds).contains(count) else {
            throw ValidationError("--max-age must be above 0 and at most 36600d, not '\(text)'.")
        }
        self.text = text
        age = .seconds(count * unit.seconds)
    }

    /// A duration in its two greatest units, cut off.
    static func words(_ age: Duration) -> String {
        var seconds = age.components.seconds
        var parts: [String] = []
        for unit in units.reversed() {
            let (count, rest) = seconds.quotientAndRemainder(dividingBy: unit.seconds)
            if count > 0 { parts.append("\(count) \(unit.name)") }
            if parts.count == 2 { break }
            seconds = rest
        }
        return parts.isEmpty ? "0 s" : parts.joined(separator: " ")
    }
}

extension OptionText {
    /// What comes before the last slash, and the period after it.
    func perPeriod() throws -> (value: Substring, period: GuardPeriod) {
        guard let slash = text.lastIndex(of: "/") else { throw error }
        guard let period = GuardPeriod(rawValue: String(text[text.index(after: slash)...])) else {
            let known = GuardPeriod.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(text)' has no known period: \(name) takes one of \(known) after the slash.")
        }
        return (text[..<slash], period)
    }
}
