public import Foundation

/// A day of the Gregorian calendar, written `YYYY-MM-DD`, without a time zone.
public struct CalendarDay: Hashable, Sendable {
    /// Days since 1970-01-01.
    private let number: Int

    /// The days of the years 1 to 9999.
    private static let supported = -719_162...2_932_896

    /// Creates a day.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a day that does not exist or is not in the
    ///   years 1 to 9999.
    public init(year: Int, month: Int, day: Int) throws(UsageError) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...CivilDate.days(inMonth: month, year: year)).contains(day)
        else {
            throw UsageError(
                .invalidArgument,
                "expected a day that exists in the years 1 to 9999, found day \(day) of month \(month) of year \(year)")
        }
        number = CivilDate(year: year, month: month, day: day).daysSince1970
    }

    /// Reads a day written `YYYY-MM-DD`.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for anything else.
    public init(_ text: String) throws(UsageError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let numbers = parts.map { part in
            part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(String(part) ?? "") : nil
        }
        guard parts.map(\.count) == [4, 2, 2], let year = numbers[0], let month = numbers[1], let day = numbers[2]
        else {
            throw UsageError(.invalidArgument, "expected a day written YYYY-MM-DD, for example 2026-05-20")
        }
        try self.init(year: year, month: month, day: day)
    }

    /// Creates the day that the local clock of a time zone shows at an instant.
    ///
    /// For an instant before the year 1 it is the first day of that year, and for one after the year 9999 the last.
    ///
    /// - Parameters:
    ///   - instant: The instant.
    ///   - timeZone: The time zone.
    public init(containing instant: Timestamp, in timeZone: TimeZone = .gmt) {
        let bounds = (Int64(Self.supported.lowerBound) * 86_400)...(Int64(Self.supported.upperBound) * 86_400 + 86_399)
        let second = min(max(instant.seconds, bounds.lowerBound), bounds.upperBound)
        let offset = timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
        let day = Int((second + Int64(offset)).flooredDivision(by: 86_400).quotient)
        number = min(max(day, Self.supported.lowerBound), Self.supported.upperBound)
    }
}

extension CalendarDay: Comparable {
    /// Whether the first day is earlier.
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.number < right.number }
}

extension CalendarDay: CustomStringConvertible {
    /// The day as `YYYY-MM-DD`.
    public var description: String { CivilDate(daysSince1970: number).description }
}

extension CalendarDay: Codable {
    /// Reads a day from a text such as `2026-05-20`.
    public init(from decoder: any Decoder) throws {
        try self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the day as the text of ``description``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
