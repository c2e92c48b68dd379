extension JSONReader {
    /// Consumes `null`, where it stands here.
    @inline(__always)
    mutating func null() -> Bool {
        skipWhitespace()
        return bytes[position] == UInt8(ascii: "n") && consume("null")
    }

    /// Reads `true` or `false`.
    mutating func bool() throws(UsageError) -> Bool {
        skipWhitespace()
        if consume("true") { return true }
        if consume("false") { return false }
        throw unexpected("a truth value")
    }

    /// Reads a number, or a string that holds one, with every digit.
    mutating func decimal() throws(UsageError) -> ExactDecimal {
        skipWhitespace()
        let start = position
        guard let literal = try numberLiteral() else { throw unexpected("a number", at: start) }
        guard case .value(let value) = literal.value else {
            throw error("the number needs more than 38 significant digits", .inexactNumber, at: start)
        }
        return value
    }

    /// Reads a whole number, or a string that holds one; `1.0` and `1e2` are whole.
    mutating func integer() throws(UsageError) -> Int {
        skipWhitespace()
        let start = position
        let value = try decimal()
        guard value.exponent == 0, let integer = Int(exactly: value.mantissa) else {
            throw error("expected a whole number of 64 bits", .unexpectedShape, at: start)
        }
        return integer
    }

    /// Reads an RFC 3339 instant.
    mutating func timestamp() throws(UsageError) -> Timestamp {
        skipWhitespace()
        guard bytes[position] == UInt8(ascii: "\"") else { throw unexpected("an instant") }
        let token = try stringToken()
        let instant: Timestamp? =
            if token.hasEscapes {
                Timestamp(rfc3339: Array(try text(of: token).utf8).span)
            } else {
                bytes.withSpan(token.range) { Timestamp(rfc3339: $0) }
            }
        guard let instant else {
            throw error("not an RFC 3339 instant", .invalidTimestamp, at: token.range.lowerBound - 1)
        }
        return instant
    }

    /// Reads an instant given as milliseconds since 1970.
    mutating func milliseconds() throws(UsageError) -> Timestamp {
        skipWhitespace()
        let start = position
        let value = try decimal()
        guard let nanoseconds = value.multiplied(byPowerOfTen: 6)?.floored else {
            throw error("the instant is out of range", .invalidTimestamp, at: start)
        }
        let second: Int128 = 1_000_000_000
        let rest = ((nanoseconds % second) + second) % second
        guard let seconds = Int64(exactly: (nanoseconds - rest) / second), seconds.magnitude < 1 << 40 else {
            throw error("the instant is out of range", .invalidTimestamp, at: start)
        }
        return Timestamp(seconds: seconds, nanoseconds: Int64(rest))
    }

    /// Reads a duration given in milliseconds, to the nanosecond.
    mutating func durationInMilliseconds() throws(UsageError) -> Duration {
        skipWhitespace()
        let start = position
        guard let nanoseconds = try decimal().multiplied(byPowerOfTen: 6)?.floored.flatMap({ Int64(exactly: $0) })
        else {
            throw error("the duration is out of range", .unexpectedShape, at: start)
        }
        return .nanoseconds(nanoseconds)
    }

    private mutating func numberLiteral() throws(UsageError) -> NumberLiteral? {
        skipWhitespace()
        if bytes[position] == UInt8(ascii: "\"") {
            let token = try stringToken()
            if token.hasEscapes { return NumberLiteral(Array(try text(of: token).utf8).span) }
            return bytes.withSpan(token.range) { NumberLiteral($0) }
        }
        guard let literal = bytes.withSpan(position..<bytes.count, { NumberLiteral(prefixOf: $0) }) else { return nil }
        position += literal.length
        return literal
    }
}

// MARK: - What may be null

extension JSONReader {
    mutating func optionalString() throws(UsageError) -> String? { null() ? nil : try string() }
    mutating func optionalBool() throws(UsageError) -> Bool? { null() ? nil : try bool() }
    mutating func optionalDecimal() throws(UsageError) -> ExactDecimal? { null() ? nil : try decimal() }
    mutating func optionalInteger() throws(UsageError) -> Int? { null() ? nil : try integer() }
    mutating func optionalTimestamp() throws(UsageError) -> Timestamp? { null() ? nil : try timestamp() }
    mutating func optionalDuration() throws(UsageError) -> Duration? { null() ? nil : try durationInMilliseconds() }
}

// MARK: - Open values

extension JSONReader {
    /// Reads whatever stands here.
    mutating func value() throws(UsageError) -> JSONValue {
        skipWhitespace()
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["):
            return .array(try array { (json) throws(UsageError) in try json.value() })
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t") where consume("true"): return .bool(true)
        case UInt8(ascii: "f") where consume("false"): return .bool(false)
        case UInt8(ascii: "n") where consume("null"): return .null
        default:
            let start = position
            guard let literal = try numberLiteral(), let text = bytes.text(start..<start + literal.length) else {
                throw malformed("expected a value")
            }
            return .number(JSONNumber(validLiteral: text))
        }
    }

    /// Reads an object whose members are open.
    mutating func object() throws(UsageError) -> JSONObject {
        var object = JSONObject()
        try eachMember { (name, json) throws(UsageError) in object.append(name, try json.value()) }
        return object
    }

    /// Reads an object whose members are open, or `null`.
    mutating func optionalObject() throws(UsageError) -> JSONObject? { null() ? nil : try object() }

    /// Reads an array whose elements a function reads one by one.
    @inline(__always)
    mutating func array<Element>(
        of element: (inout JSONReader) throws(UsageError) -> Element
    ) throws(UsageError) -> [Element] {
        var array: [Element] = []
        var elements = try elements()
        while try next(&elements) { array.append(try element(&self)) }
        return array
    }

    /// Hands each member of an object to a function, which reads its value.
    mutating func eachMember(
        _ body: (String, inout JSONReader) throws(UsageError) -> Void
    ) throws(UsageError) {
        try enterObject()
        var isFirst = true
        while let name = try nextName(isFirst: isFirst) {
            isFirst = false
            try body(try text(of: name), &self)
        }
    }
}

extension JSONValue {
    /// Reads one JSON document.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/malformedJSON``, the byte and the path.
    public init(json bytes: [UInt8]) throws(UsageError) {
        self = try JSONReader.read(bytes) { (json) throws(UsageError) in try json.value() }
    }
}
