import Foundation
import UsageKit
import UsageKitTesting

/// The rows of all sources, made from a seed: each source has its own for each day, so that a process can make those of a
/// part and needs no others.
///
/// They are in the order of time, and awkward: models that differ only in how a letter is composed, an empty one and
/// missing ones, amounts of 18 decimal places, of nothing, of less than nothing and of a hundred billion, requests that
/// failed, that several rows describe, or that took no time, and days on both sides of a month's end.
struct FleetRows: Sendable {
    let seed: UInt64
    /// How many rows all sources have together.
    let count: Int

    /// 2026-05-28 to 2026-06-03, in days since 1970.
    static let days = 20_601..<20_608
    private static let microsecondsPerDay = 86_400_000_000
    /// The time of all days.
    static var window: TimeWindow {
        get throws {
            try TimeWindow(
                from: Timestamp(seconds: Int64(days.lowerBound) * 86_400),
                to: Timestamp(seconds: Int64(days.upperBound) * 86_400))
        }
    }

    /// The name of a day in a data set, as `2026-05-28`.
    static func name(ofDay day: Int) -> String {
        String(Timestamp(seconds: Int64(day) * 86_400).description.prefix(10))
    }

    /// How many rows a source has on a day.
    func count(of source: FleetSource, onDay day: Int) -> Int {
        var before = 0
        for other in FleetSource.all {
            if other.name == source.name { break }
            before += other.share
        }
        let rows = count * (before + source.share) / 12 - count * before / 12
        let (position, length) = (day - Self.days.lowerBound, Self.days.count)
        return rows * (position + 1) / length - rows * position / length
    }

    /// Calls a function with each row of a source, day after day.
    func forEach(of source: FleetSource, _ body: (UsageRecord) throws -> Void) throws {
        for day in Self.days { try forEach(of: source, onDay: day, body) }
    }

    /// Calls a function with each row of a source on a day, and with some that have no time.
    func forEach(of source: FleetSource, onDay day: Int, _ body: (UsageRecord) throws -> Void) throws {
        var random = SeededGenerator(seed: seed)
        for byte in "\(source.name) \(day)".utf8 {
            random = SeededGenerator(seed: random.next() ^ UInt64(byte))
        }
        let count = count(of: source, onDay: day)
        let start = day * Self.microsecondsPerDay
        var request = Request()
        for row in 0..<count {
            if request.rowsLeft == 0 {
                // The first row is at midnight and the last one in the last microsecond.
                let slot = Self.microsecondsPerDay / count
                let offset =
                    row == 0 ? 0 : row == count - 1 ? Self.microsecondsPerDay - 1 : row * slot + random.below(slot)
                request = try Self.request(of: source, "\(day)-\(row)", at: start + offset, from: &random)
            }
            request.rowsLeft -= 1
            try body(request.record)
            if request.rowsLeft > 0 { try request.continueWithNextRow(of: source, from: &random) }
        }
    }

    /// A request and how many of its rows are still to come.
    private struct Request {
        var record = UsageRecord(provider: .aurous)
        var rowsLeft = 0

        /// Makes the next row: another product of the same request.
        mutating func continueWithNextRow(of source: FleetSource, from random: inout SeededGenerator) throws {
            record.sku = "example-output"
            record.charge = try FleetRows.charge(of: source, from: &random)
            // The fields of a request come from the first of its rows that has them.
            if random.below(8) == 0 { record.tokens.output = nil }
        }
    }

    private static func request(
        of source: FleetSource, _ name: String, at microseconds: Int, from random: inout SeededGenerator
    ) throws -> Request {
        var record = UsageRecord(provider: source.provider)
        record.time = Timestamp(
            seconds: Int64(microseconds / 1_000_000), nanoseconds: Int64(microseconds % 1_000_000 * 1000))
        if random.below(2000) == 0 { record.time = nil }
        record.model = random.below(50) == 0 ? nil : models[min(random.below(models.count), random.below(models.count))]
        record.type = random.below(4) == 0 ? "embedding" : "chat"
        record.apiKey = keys[random.below(keys.count)]
        record.user = random.below(3) == 0 ? nil : keys[random.below(keys.count)]
        if random.below(20) != 0 { record.tokens.input = random.longTailed(200) }
        if random.below(10) != 0 { record.tokens.output = random.longTailed(40) }
        record.charge = try charge(of: source, from: &random)
        record.duration = duration(from: &random)
        guard source.repeatsRequests else {
            record.id = "\(source.name)-\(name)"
            record.requestID = random.below(100) == 0 ? nil : record.id
            record.status = status(random.below(100))
            return Request(record: record, rowsLeft: 1)
        }
        record.repeatsRequest = true
        record.sku = "example-input"
        let rows = 1 + random.below(3)
        if rows > 1 || random.below(10) != 0 { record.requestID = name }
        return Request(record: record, rowsLeft: rows)
    }

    private static func status(_ percent: Int) -> UsageStatus? {
        switch percent {
        case 0..<3: .failed
        case 3: .cancelled
        case 4: .processing
        case 5: nil
        default: .completed
        }
    }

    private static func duration(from random: inout SeededGenerator) -> Duration? {
        switch random.below(1000) {
        case 0..<100: nil
        case 100: .zero
        case 101..<200: .milliseconds(random.longTailed(60))
        default: .nanoseconds(random.longTailed(60_000_000))
        }
    }

    fileprivate static func charge(of source: FleetSource, from random: inout SeededGenerator) throws -> Money? {
        guard !source.currencies.isEmpty, random.below(100) != 0 else { return nil }
        let currency = source.currencies[random.below(source.currencies.count)]
        switch random.below(1000) {
        case 0..<10: return try Money(0, currency)
        case 10 where source.places == 18:
            let (whole, rest) = (100_000_000_000 + random.below(100_000_000_000), random.below(1_000_000_000))
            // Ten digits and eight more.
            return try Money("\(whole).\(1_000_000_000 + rest)\(10_000_000 + rest % 10_000_000)", currency)
        default:
            let isRefund = source.places == 9 && random.below(50) == 0
            let mantissa = Decimal(random.next() >> (64 - source.bits))
            return try Money(
                Decimal(sign: isRefund ? .minus : .plus, exponent: -source.places, significand: mantissa), currency)
        }
    }

    private static let keys = (0..<50).map { "key_01JX0000000000000000000\(100 + $0)" }

    private static let models =
        [
            "example/chat", "qwen/千问-长文", "mod\u{E8}le/g\u{E9}ant", "mode\u{300}le/ge\u{301}ant", "модель/малая",
            "example/\"quoted\", with a comma", "example/two\nlines", "example/\u{1F642} smile", "",
        ] + (0..<12).map { "example/model-\($0)" }
}

extension SeededGenerator {
    fileprivate mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number from a long-tailed distribution: each further doubling, up to nine, is half as likely.
    fileprivate mutating func longTailed(_ base: Int) -> Int {
        (base + below(base)) << Swift.min(next().trailingZeroBitCount, 9)
    }
}
