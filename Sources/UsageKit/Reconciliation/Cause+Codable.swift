extension Cause: Codable {
    private enum CodingKeys: String, CodingKey {
        case cause, seconds, since, row, status, dimension, value, currency, other, prices, places, of, rounding,
            definition
    }

    /// Reads a cause, for example `{"cause":"excludedStatus","status":"failed"}`.
    ///
    /// - Throws: `DecodingError` for one that this version does not know.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let word = try container.decode(String.self, forKey: .cause)
        if let simple = Self.simple.first(where: { $0.word == word }) {
            self = simple
            return
        }
        switch word {
        case "shiftedWindow": self = .shiftedWindow(seconds: try container.decode(Int64.self, forKey: .seconds))
        case "newestRows": self = .newestRows(since: try container.decode(Timestamp.self, forKey: .since))
        case "missingRow": self = .missingRow(try container.decode(String.self, forKey: .row))
        case "doubledRow": self = .doubledRow(try container.decode(String.self, forKey: .row))
        case "excludedStatus": self = .excludedStatus(try container.decode(UsageStatus.self, forKey: .status))
        case "excludedValue":
            let dimension = try container.decode(UsageDimension.self, forKey: .dimension)
            // Null is rows without a value, which a member that was lost is not.
            self = .excludedValue(try container.decode(String?.self, forKey: .value), of: dimension)
        case "addedCurrency":
            self = .addedCurrency(
                try container.decode(Currency.self, forKey: .currency),
                to: try container.decode(Currency.self, forKey: .other))
        case "omittedCurrency":
            self = .omittedCurrency(
                try container.decode(Currency.self, forKey: .currency),
                from: try container.decode(Currency.self, forKey: .other))
        case "prices": self = .prices(try container.decode(String.self, forKey: .prices))
        case "rounded":
            let of = try container.decode(String.self, forKey: .of)
            guard of == "rows" || of == "total" else {
                throw DecodingError.dataCorruptedError(
                    forKey: .of, in: container, debugDescription: "expected \"rows\" or \"total\", found \"\(of)\"")
            }
            self = .rounded(
                to: try container.decode(Int.self, forKey: .places), eachRow: of == "rows",
                try container.decode(Rounding.self, forKey: .rounding))
        case "quantiles": self = .quantiles(try container.decode(QuantileDefinition.self, forKey: .definition))
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .cause, in: container, debugDescription: "the cause \"\(word)\" is not known")
        }
    }

    /// Writes the word of the cause and what belongs to it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(word, forKey: .cause)
        switch kind {
        case .shifted(let seconds): try container.encode(seconds, forKey: .seconds)
        case .newest(let time): try container.encode(time, forKey: .since)
        case .missing(let id), .doubled(let id): try container.encode(id.text, forKey: .row)
        case .status(let status): try container.encode(status, forKey: .status)
        case .value(let dimension, let value):
            try container.encode(dimension, forKey: .dimension)
            try container.encode(value?.text, forKey: .value)
        case .currency(let currency, let other), .omittedCurrency(let currency, let other):
            try container.encode(currency, forKey: .currency)
            try container.encode(other, forKey: .other)
        case .prices(let name): try container.encode(name.text, forKey: .prices)
        case .rounded(let places, let eachRow, let rounding):
            try container.encode(places, forKey: .places)
            try container.encode(eachRow ? "rows" : "total", forKey: .of)
            try container.encode(rounding, forKey: .rounding)
        case .quantile(let definition): try container.encode(definition, forKey: .definition)
        default: break
        }
    }

    private static let simple: [Self] = [
        .lateRows, .outsideWindow, .endIncluded, .repeatedRows, .earlierStates, .removedRows, .unsettledRows,
        .filteredRows,
    ]

    private var word: String {
        switch kind {
        case .shifted: "shiftedWindow"
        case .newest: "newestRows"
        case .missing: "missingRow"
        case .doubled: "doubledRow"
        case .status: "excludedStatus"
        case .value: "excludedValue"
        case .currency: "addedCurrency"
        case .omittedCurrency: "omittedCurrency"
        case .prices: "prices"
        case .rounded: "rounded"
        case .quantile: "quantiles"
        default: name
        }
    }
}

extension Cause: CustomStringConvertible {
    /// What the other side does, as a sentence.
    public var description: String {
        switch kind {
        case .late: "rows that came after the figures were made do not count there"
        case .outside: "rows outside the window count there"
        case .endIncluded: "rows at the very end of the window count there"
        case .repeated: "rows that came again count again there"
        case .superseded: "an earlier state of some rows counts there"
        case .removed: "rows that are gone here count there"
        case .unsettled: "requests that have not ended do not count there"
        case .filtered: "rows that a filter leaves out here count there"
        case .shifted(let seconds):
            "the window there is \(Self.hours(seconds)) \(seconds < 0 ? "earlier" : "later"), as days of "
                + "UTC\(seconds < 0 ? "+" : "-")\(Self.clock(seconds)) are"
        case .newest(let time):
            "rows from \(time) on do not count there, as if the figures had been made before"
        case .missing(let id): "the row \(value: id.text) does not count there"
        case .doubled(let id): "the row \(value: id.text) counts twice there"
        case .status(let status): "\(value: status) requests do not count there"
        case .value(let dimension, nil): "rows without \(value: dimension) do not count there"
        case .value(let dimension, let value?):
            "rows whose \(value: dimension) is \(value: value.text) do not count there"
        case .currency(let currency, let other):
            "charges in \(value: currency) count there as well in those in \(value: other), one for one"
        case .omittedCurrency(let currency, let other):
            "charges in \(value: currency) do not count there in those in \(value: other), although they should"
        case .prices(let name): "charges there follow from the prices of \(value: name.text)"
        case .rounded(let places, let eachRow, let rounding):
            "\(eachRow ? "each row" : "the sum") is rounded there to \(places) places (\(rounding.rawValue))"
        case .quantile(let definition):
            "quantiles are of Hyndman and Fan's type \(definition.rawValue) there"
        }
    }

    private static func clock(_ seconds: Int64) -> String {
        let minutes = seconds.magnitude / 60
        let (hours, rest) = (minutes / 60, minutes % 60)
        return "\(hours < 10 ? "0" : "")\(hours):\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func hours(_ seconds: Int64) -> String {
        seconds % 3600 == 0 ? "\(seconds.magnitude / 3600) h" : "\(seconds.magnitude / 60) min"
    }
}
