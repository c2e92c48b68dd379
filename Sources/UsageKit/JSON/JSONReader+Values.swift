extension JSONReader {
    /// Consumes `null` if it comes next.
    @inline(__always)
    mutating func null() -> Bool {
        skipWhitespace()
        guard bytes[position] == UInt8(ascii: "n") else { return false }
        return consume(.null)
    }

    /// Consumes the null that replaced a value which could not be read.
    @inline(__always)
    mutating func repairedNull() -> Bool { isRepaired && null() }

    /// Throws if the next value is a text without characters, which says as little as null.
    @inline(__always)
    mutating func refuseEmptyText() throws(UsageError) {
        skipWhitespace()
        if bytes[position] == UInt8(ascii: "\""), bytes[position &+ 1] == UInt8(ascii: "\"") { throw emptyText() }
    }

    @inline(never)
    private func emptyText() -> UsageError { error("the text is empty", .unexpectedShape, at: nil) }

    /// Reads `true` or `false`.
    @inline(__always)
    mutating func bool() throws(UsageError) -> Bool {
        skipWhitespace()
        if consume(.true) { return true }
        if consume(.false) { return false }
        throw unexpected("a boolean")
    }

    /// Reads an RFC 3339 instant.
    mutating func timestamp() throws(UsageError) -> Timestamp {
        skipWhitespace()
        if bytes[position] == UInt8(ascii: "\"") {
            let date = bytes.word(at: position &+ 1)
            let time = bytes.word(at: position &+ 9)
            let rest = bytes.word(at: position &+ 17)
            if let instant = Timestamp(date: date, time: time, seconds: rest) {
                position &+= 22
                return instant
            }
            if bytes[position &+ 25] == UInt8(ascii: "\""),
                let instant = Timestamp(date: date, time: time, milliseconds: rest)
            {
                position &+= 26
                return instant
            }
        }
        return try timestampOfAnyForm()
    }

    /// Reads an RFC 3339 instant of a year that a ledger can have.
    @inline(__always)
    mutating func instant() throws(UsageError) -> Timestamp {
        skipWhitespace()
        let start = position
        let instant = try timestamp()
        guard RecordTime.years.contains(instant.seconds) else { throw impossibleYear(at: start) }
        return instant
    }

    @inline(never)
    func impossibleYear(at start: Int) -> UsageError {
        error("expected an instant of the years 1678 to 2261", .invalidTimestamp, at: start)
    }

    @inline(never)
    private mutating func timestampOfAnyForm() throws(UsageError) -> Timestamp {
        guard bytes[position] == UInt8(ascii: "\"") else { throw unexpected("an RFC 3339 instant") }
        let token = try stringToken()
        let instant: Timestamp? =
            if token.hasEscapes {
                Timestamp(rfc3339: Array(try text(of: token).utf8).span)
            } else {
                bytes.withSpan(token.range) { Timestamp(rfc3339: $0) }
            }
        guard let instant else {
            throw error(
                "expected an RFC 3339 instant such as 2026-05-20T00:00:00Z", .invalidTimestamp,
                at: token.range.lowerBound - 1)
        }
        return instant
    }
}

// MARK: - What may be null

extension JSONReader {
    mutating func optionalString() throws(UsageError) -> String? { null() ? nil : try string() }
    mutating func optionalInternedString() throws(UsageError) -> String? { null() ? nil : try internedString() }
    mutating func optionalBool() throws(UsageError) -> Bool? { null() ? nil : try bool() }
    mutating func optionalDecimal() throws(UsageError) -> ExactDecimal? { null() ? nil : try decimal() }
    mutating func optionalInteger() throws(UsageError) -> Int? { null() ? nil : try integer() }
    mutating func optionalCount() throws(UsageError) -> Int? { null() ? nil : try count() }
    mutating func optionalTimestamp() throws(UsageError) -> Timestamp? { null() ? nil : try timestamp() }
    mutating func optionalInstant() throws(UsageError) -> Timestamp? { null() ? nil : try instant() }
    mutating func optionalEpochInstant() throws(UsageError) -> Timestamp? { null() ? nil : try epochInstant() }
    mutating func optionalDuration() throws(UsageError) -> Duration? { null() ? nil : try durationInMilliseconds() }
}

// MARK: - Open values

extension JSONReader {
    /// Reads a value that is in memory.
    static func read<Value>(
        _ value: JSONValue, _ body: (inout JSONReader) throws(UsageError) -> Value
    ) throws(UsageError) -> Value {
        try read(Array(value.text.utf8), body)
    }

    /// Reads a value of any type; ``skipValue()`` is for values that are not needed.
    mutating func value() throws(UsageError) -> JSONValue {
        skipWhitespace()
        try countValue()
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["):
            return .array(try array { (json) throws(UsageError) in try json.value() })
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t") where consume(.true): return .bool(true)
        case UInt8(ascii: "f") where consume(.false): return .bool(false)
        case UInt8(ascii: "n") where consume(.null): return .null
        default:
            let start = position
            guard let literal = try numberLiteral() else { throw malformed("expected a value") }
            return .number(JSONNumber(validLiteral: bytes.plainText(start..<start + literal.length)))
        }
    }

    /// Reads an object with any members.
    mutating func object() throws(UsageError) -> JSONObject {
        var object = JSONObject()
        try eachMember { (name, json) throws(UsageError) in object.append(name, try json.value()) }
        return object
    }

    /// Reads an object with any members, or `null`.
    mutating func optionalObject() throws(UsageError) -> JSONObject? { null() ? nil : try object() }

    /// Reads an array; a function reads each element.
    @inline(__always)
    mutating func array<Element>(
        of element: (inout JSONReader) throws(UsageError) -> Element
    ) throws(UsageError) -> [Element] {
        var array: [Element] = []
        var elements = try elements()
        while try next(&elements) { array.append(try element(&self)) }
        return array
    }

    /// Reads the array that makes up most of a document, such as the rows of a page.
    @inline(__always)
    mutating func rows<Row>(of row: (inout JSONReader) throws(UsageError) -> Row) throws(UsageError) -> [Row] {
        var rows: [Row] = []
        try self.rows(into: &rows, row)
        return rows
    }

    /// Reads such an array and appends its rows.
    @inline(__always)
    mutating func rows<Row>(
        into rows: inout [Row], _ row: (inout JSONReader) throws(UsageError) -> Row
    ) throws(UsageError) {
        var elements = try elements()
        while try next(&elements) {
            reserveRows(in: &rows)
            rows.append(try row(&self))
        }
    }

    /// Reserves capacity in a full array for the rows that the remaining bytes can hold, estimated from the average
    /// length of the rows so far.
    @inline(__always)
    func reserveRows<Row>(in rows: inout [Row]) {
        guard rows.count == rows.capacity, !rows.isEmpty else { return }
        let length = Swift.max(position / rows.count, 1)
        let rest = (bytes.count - position) / length
        rows.reserveCapacity(rows.count + Swift.max(rest + rest / 8, rows.count / 4) + 1)
    }

    /// Calls a function for each member of an object; the function reads the value.
    mutating func eachMember(
        _ body: (String, inout JSONReader) throws(UsageError) -> Void
    ) throws(UsageError) {
        try enterObject()
        var isFirst = true
        while try hasNextMember(isFirst: isFirst) {
            isFirst = false
            let name = try memberName()
            try body(try internedText(of: name), &self)
        }
    }
}

extension JSONValue {
    /// Reads one JSON document.
    ///
    /// A document may have a million values; a longer one may have one for each 8 bytes. Arrays and objects may be nested
    /// 128 deep.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/malformedJSON``, the byte and the path.
    public init(json bytes: [UInt8]) throws(UsageError) {
        self = try JSONReader.read(bytes) { (json) throws(UsageError) in try json.value() }
    }
}
