/// A partition: a day or a month of UTC, or the records without a time.
struct PartitionKey: Hashable, Comparable, Sendable {
    /// The value that Hive, Spark and DuckDB read as null.
    static let unknownValue = "__HIVE_DEFAULT_PARTITION__"

    /// Years, without their sign, of all instants that there are.
    private static let years = 0...300_000_000_000

    let unit: PartitionedDataSet.Unit
    /// Days since 1970, or months since January of the year 0; nil for records without a time.
    let number: Int?

    /// The partition of the records of an instant; nil for an unknown one.
    init(of instant: Timestamp?, by unit: PartitionedDataSet.Unit) {
        self.unit = unit
        number = instant.map { instant in
            let day = Int(clamping: instant.seconds.flooredDivision(by: 86_400).quotient)
            guard unit == .month else { return day }
            let date = CivilDate(daysSince1970: day)
            return date.year * 12 + date.month - 1
        }
    }

    /// Reads the name of a folder; nil if it is not that of a partition.
    init?(folder name: String, by unit: PartitionedDataSet.Unit) {
        guard name.hasPrefix("\(unit.column)=") else { return nil }
        let value = name.dropFirst(unit.column.count + 1)
        self.unit = unit
        if value == Self.unknownValue {
            number = nil
            return
        }
        // The first sign of a year before the year 0 is no separator.
        let sign = value.hasPrefix("-") ? -1 : 1
        let parts = value.drop { $0 == "-" }.split(separator: "-").map { Int($0) }
        guard parts.count == (unit == .day ? 3 : 2), let year = parts[0], let month = parts[1],
            Self.years.contains(year), (1...12).contains(month)
        else { return nil }
        switch unit {
        case .day:
            guard let day = parts[2], (1...31).contains(day) else { return nil }
            number = CivilDate(year: sign * year, month: month, day: day).daysSince1970
        case .month: number = sign * year * 12 + month - 1
        }
        guard folder == name else { return nil }
    }

    /// The name of the folder, for example `date=2026-05-20`.
    var folder: String { "\(unit.column)=\(value)" }

    /// The value of the partition's column.
    var value: String {
        guard let number else { return Self.unknownValue }
        switch unit {
        case .day: return CivilDate(daysSince1970: number).description
        case .month: return String(firstDay(ofMonth: number).description.dropLast(3))
        }
    }

    /// The time of the partition; nil for records without a time.
    var span: TimeWindow? {
        guard let number else { return nil }
        let days: (Int, Int) =
            switch unit {
            case .day: (number, number + 1)
            case .month: (firstDay(ofMonth: number).daysSince1970, firstDay(ofMonth: number + 1).daysSince1970)
            }
        return TimeWindow(unchecked: Self.midnight(days.0), Self.midnight(days.1))
    }

    static func < (left: Self, right: Self) -> Bool {
        // Records without a time come last.
        guard let number = left.number else { return false }
        return right.number.map { number < $0 } ?? true
    }

    private func firstDay(ofMonth month: Int) -> CivilDate {
        let (year, rest) = month.flooredDivision(by: 12)
        return CivilDate(year: year, month: rest + 1, day: 1)
    }

    private static func midnight(_ day: Int) -> Timestamp {
        let (seconds, isTooFar) = Int64(day).multipliedReportingOverflow(by: 86_400)
        return Timestamp(seconds: isTooFar ? (day < 0 ? .min : .max) : seconds)
    }
}
