public import Foundation

extension CustomProvider {
    /// Reads the members of a row, and notes those whose values it cannot read.
    ///
    /// Each function takes the name of a member, or several names that lead to a member of an object inside the row:
    /// `reader.count("usage", "input_tokens")`. A member that is missing or null gives nil: unknown is not zero. A
    /// value of another kind than asked for gives nil, too, and is counted as ``WalkNote/Code/unreadableField`` with
    /// its place, so that one bad field costs neither the row nor its charge. Without a charge that can be read, the
    /// report of the walk or file is not complete.
    ///
    /// If text that is not UTF-8 is replaced (``WalkOptions/replacesBadText``, ``Replay/replacingBadText()``), what the
    /// row asks for may decide how it counts. So the report is not complete if a text that was asked for is damaged,
    /// unless the record has it as its model, user, API key, bot or conversation, or as a label.
    public struct RowReader: Sendable {
        /// All members of the row as received.
        public let fields: JSONObject
        /// The paths of the members whose values could not be read.
        private(set) var unreadable: [String] = []
        /// Whether one of them is needed for the charge.
        private(set) var isChargeUnreadable = false
        /// Why the row must be refused, whatever was read of it.
        private(set) var failure: UsageError?
        /// The names that lead to the id; empty if it was not asked for.
        private(set) var idPath: [String] = []
        /// The paths of the members that were asked for; nil if they are not needed.
        private(set) var asked: [String]?

        init(_ fields: JSONObject, notesPaths: Bool = false) {
            self.fields = fields
            asked = notesPaths ? [] : nil
        }
    }
}

// MARK: - Identity

extension CustomProvider.RowReader {
    /// The id of the row: a text that is not empty, or the digits of a number.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/unexpectedShape`` if there is none: the object is not such a
    ///   row.
    public mutating func id(_ path: String...) throws(UsageError) -> String {
        idPath = path
        switch member(path) {
        case .string(let text) where !text.isEmpty: return text
        case .number(let number): return number.literal
        default:
            throw UsageError(
                .unexpectedShape,
                "expected a row with the id \(Self.text(path)), found \(RowMembers.description(of: fields))")
        }
    }

    /// An instant as RFC 3339 writes it, of the years 1678 to 2261.
    public mutating func instant(_ path: String...) -> Timestamp? {
        read(path) { (json) throws(UsageError) in try json.instant() }
    }

    /// An instant in milliseconds since 1970.
    public mutating func instantInMilliseconds(_ path: String...) -> Timestamp? {
        read(path) { (json) throws(UsageError) in try json.epochInstant() }
    }

    /// An instant in seconds since 1970, to the nanosecond.
    public mutating func instantInSeconds(_ path: String...) -> Timestamp? {
        read(path) { (json) throws(UsageError) in
            let value = try json.decimal()
            guard let nanoseconds = value.multiplied(byPowerOfTen: 9)?.floored else {
                throw json.error("the instant is out of range", .invalidTimestamp, at: nil)
            }
            let (whole, rest) = nanoseconds.flooredDivision(by: 1_000_000_000)
            guard let seconds = Int64(exactly: whole), RecordTime.years.contains(seconds) else {
                throw json.impossibleYear(at: json.position)
            }
            return Timestamp(seconds: seconds, nanoseconds: Int64(rest))
        }
    }
}

// MARK: - Values

extension CustomProvider.RowReader {
    /// A text.
    public mutating func text(_ path: String...) -> String? {
        read(path) { (json) throws(UsageError) in try json.string() }
    }

    /// `true` or `false`.
    public mutating func flag(_ path: String...) -> Bool? {
        read(path) { (json) throws(UsageError) in try json.bool() }
    }

    /// A whole number of zero or more, or a text that holds one.
    public mutating func count(_ path: String...) -> Int? {
        read(path) { (json) throws(UsageError) in try json.count() }
    }

    /// A number of up to 38 significant digits, or a text that holds one.
    public mutating func decimal(_ path: String...) -> Decimal? { exactDecimal(path)?.decimal }

    /// How much of a unit was counted: a number of up to 38 significant digits, or a text that holds one.
    public mutating func quantity(_ path: String..., unit: UsageUnit) -> Quantity? {
        exactDecimal(path).map { Quantity(exact: $0, unit: unit) }
    }

    /// A duration of zero or more in milliseconds, to the nanosecond.
    public mutating func durationInMilliseconds(_ path: String...) -> Duration? {
        read(path) { (json) throws(UsageError) in try json.durationInMilliseconds() }
    }

    /// A duration of zero or more in seconds, to the nanosecond.
    public mutating func durationInSeconds(_ path: String...) -> Duration? {
        read(path) { (json) throws(UsageError) in
            let value = try json.decimal()
            guard let nanoseconds = value.multiplied(byPowerOfTen: 9)?.floored.flatMap({ Int64(exactly: $0) }),
                nanoseconds >= 0
            else { throw json.error("expected a duration from zero to 292 years", .unexpectedShape, at: nil) }
            return .nanoseconds(nanoseconds)
        }
    }

    /// A value of any kind, as received; nil if the member is missing.
    public mutating func value(_ path: String...) -> JSONValue? { member(path) }

    /// Notes that the row has a value that cannot be understood, although it was read.
    ///
    /// - Parameters:
    ///   - path: The name of the member, or the names that lead to it.
    ///   - isCharge: Whether the charge cannot be known without it.
    public mutating func noteUnreadable(_ path: String..., isCharge: Bool = false) { note(path, isCharge: isCharge) }
}

// MARK: - Money

extension CustomProvider.RowReader {
    /// An amount of a currency: a number of up to 38 significant digits, or a text that holds one.
    ///
    /// The charge of a record is positive for money spent; ``Money/negated`` turns an amount of another sign.
    ///
    /// - Parameters:
    ///   - path: The name of the member, or the names that lead to it.
    ///   - currency: The currency.
    ///   - isOptional: Whether rows without a charge leave it out or have null; otherwise the charge of such a row
    ///     counts as one that cannot be read.
    /// - Returns: The amount; nil if there is none.
    public mutating func charge(_ path: String..., in currency: Currency, isOptional: Bool = false) -> Money? {
        amount(path, isOptional: isOptional).map { Money(exact: $0, currency: currency) }
    }

    /// An amount whose currency is in the row, too.
    ///
    /// - Parameters:
    ///   - path: The name of the member with the amount, or the names that lead to it.
    ///   - currencyPath: The name of the member with the currency, or the names that lead to it.
    ///   - isOptional: Whether rows without a charge leave the amount out or have null.
    /// - Returns: The amount; nil if there is none, or if its currency cannot be read.
    public mutating func charge(
        _ path: String..., currencyIn currencyPath: String..., isOptional: Bool = false
    ) -> Money? {
        guard let amount = amount(path, isOptional: isOptional) else { return nil }
        guard case .string(let currency)? = member(currencyPath), !currency.isEmpty else {
            note(currencyPath, isCharge: true)
            return nil
        }
        return Money(exact: amount, currency: Currency(rawValue: currency))
    }

    private mutating func amount(_ path: [String], isOptional: Bool) -> ExactDecimal? {
        if let amount = exactDecimal(path, isCharge: true) { return amount }
        if !isOptional { note(path, isCharge: true) }
        return nil
    }
}

// MARK: - Members

extension CustomProvider.RowReader {
    private mutating func exactDecimal(_ path: [String], isCharge: Bool = false) -> ExactDecimal? {
        read(path, isCharge: isCharge) { (json) throws(UsageError) in try json.decimal() }
    }

    private mutating func read<Value>(
        _ path: [String], isCharge: Bool = false, _ body: (inout JSONReader) throws(UsageError) -> Value
    ) -> Value? {
        guard let value = member(path, isCharge: isCharge), !value.isNull else { return nil }
        do {
            return try JSONReader.read(value, body)
        } catch {
            note(path, isCharge: isCharge)
            return nil
        }
    }

    /// The value at a path; nil if it is missing.
    private mutating func member(_ path: [String], isCharge: Bool = false) -> JSONValue? {
        asked?.append(Self.text(path))
        var value: JSONValue? = .object(fields)
        for (index, name) in path.enumerated() {
            guard let found = value, !found.isNull else { return nil }
            guard case .object(let object) = found else {
                note(Array(path[..<index]), isCharge: isCharge)
                return nil
            }
            let values = object.members.filter { ByteString($0.name) == ByteString(name) }.map(\.value)
            if values.count > 1, failure == nil {
                var repeated = UsageError(.malformedJSON, "the field \(name) is repeated")
                repeated.codingPath = Self.text(Array(path[...index]))
                failure = repeated
            }
            value = values.last
        }
        return value
    }

    private mutating func note(_ path: [String], isCharge: Bool) {
        let text = Self.text(path)
        if !unreadable.contains(where: { ByteString($0) == ByteString(text) }) { unreadable.append(text) }
        if isCharge { isChargeUnreadable = true }
    }

    private static func text(_ path: [String]) -> String { path.joined(separator: ".") }
}
