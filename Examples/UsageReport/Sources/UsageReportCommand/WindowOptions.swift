import ArgumentParser
import Foundation
import UsageKit

struct WindowOptions: ParsableArguments {
    @Option(help: "The first instant of the window: RFC 3339, or YYYY-MM-DD for midnight in the time zone.")
    var start: String?

    @Option(help: "The first instant after the window, in the same form.")
    var end: String?

    @Option(name: .customLong("time-zone"), help: "The time zone of buckets and dates, for example Europe/Berlin.")
    var timeZoneID: String = "UTC"

    func timeZone() throws -> TimeZone { try Self.timeZone(timeZoneID) }

    /// The time zone with an identifier.
    static func timeZone(_ identifier: String) throws -> TimeZone {
        guard let zone = TimeZone(identifier: identifier) else {
            throw ValidationError("Unknown time zone '\(identifier)'; give an identifier such as Europe/Berlin.")
        }
        return zone
    }

    /// The window of a walk, or nil if neither bound was given.
    ///
    /// Without an end it is open: the walk pins it to the present, by the server's clock if the local one is wrong.
    func window() throws -> TimeWindow? {
        let start = try start.map(instant)
        let end = try end.map(instant)
        guard start != nil || end == nil else {
            throw ValidationError("--end needs --start; a walk has no other beginning.")
        }
        return start == nil ? nil : try TimeWindow(from: start, to: end)
    }

    /// The window with an end, by default the present of the local clock; for figures that the server computes.
    func closedWindow() throws -> TimeWindow? {
        guard let window = try window(), window.end == nil else { return try window() }
        return try TimeWindow(from: window.start, to: .now())
    }

    /// The window of saved rows: each option bounds it by itself.
    func savedWindow() throws -> TimeWindow {
        try TimeWindow(from: start.map(instant), to: end.map(instant))
    }

    private func instant(_ text: String) throws -> Timestamp {
        try Self.instant(text, in: try timeZone())
    }

    /// Whether a text has the length of a date, and is read as one.
    static func isDate(_ text: String) -> Bool { text.utf8.count == 10 }

    /// Reads an instant, or a date as its midnight in a time zone.
    static func instant(_ text: String, in timeZone: TimeZone) throws -> Timestamp {
        guard isDate(text) else {
            do {
                return try Timestamp(text)
            } catch {
                throw ValidationError(
                    "'\(text)' is neither an instant such as 2026-05-20T00:00:00Z nor a date such as 2026-05-20.")
            }
        }
        guard let midnight = try? Timestamp(text + "T00:00:00Z") else {
            throw ValidationError("'\(text)' is not a date such as 2026-05-20.")
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var parts = calendar.dateComponents([.year, .month, .day], from: midnight.date)
        calendar.timeZone = timeZone
        parts.timeZone = calendar.timeZone
        guard let date = calendar.date(from: parts) else { throw ValidationError("'\(text)' is not a date.") }
        return Timestamp(date)
    }
}
