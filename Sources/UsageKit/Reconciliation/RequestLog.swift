/// Notes of requests as a caller's own log has them, or an export of this package.
public struct RequestLog: Hashable, Sendable {
    /// The notes, in the order of the log.
    public var requests: [StatedRequest]
    /// How many rows of an export name no request.
    public var unnamed = 0

    /// Creates a log.
    public init(_ requests: [StatedRequest] = []) {
        self.requests = requests
    }
}

extension RequestLog {
    /// Reads NDJSON or CSV (RFC 4180), which its first byte tells.
    ///
    /// Each object or record has `requestID`, and may have `charge`, `currency`, `time` (RFC 3339) and `repeatsRequest`
    /// (whether several describe one request); other members and columns are ignored. So what ``NDJSONExport`` and
    /// ``CSVExport`` write is read as it is. A charge is positive for money spent, and in NDJSON a number or its text: all of
    /// its digits count. A row of an export, which has a `provider`, may name no request and is then counted in
    /// ``unnamed``; a line of another log may not.
    ///
    /// - Parameters:
    ///   - bytes: The log.
    ///   - key: What names the request: the column `requestID`, `id`, or that of a label.
    ///   - currency: The currency of charges for which none is noted; nil if there is no such charge.
    ///   - areParts: Whether notes with the same id describe one request together, as rows of Venice do. A note with
    ///     `repeatsRequest` says so itself; a CSV export does not have this column.
    /// - Throws: ``UsageError`` whose message begins with the line, counted from 1: for bytes that are not JSON or CSV
    ///   (``UsageError/Code/malformedJSON``, ``UsageError/Code/malformedCSV``), an id, a text or a flag that is missing or
    ///   another type (``UsageError/Code/unexpectedShape``), a charge that is no number of up to 38 digits
    ///   (``UsageError/Code/inexactNumber``), a charge without a currency (``UsageError/Code/invalidArgument``), and a time
    ///   that is no instant (``UsageError/Code/invalidTimestamp``).
    /// - Complexity: O(*n*) in the number of bytes.
    public init(
        reading bytes: [UInt8], named key: RequestKey = .requestID, currency: Currency? = nil, areParts: Bool = false
    ) throws(UsageError) {
        self.init()
        if let foreign = ForeignFormat(bytes) { throw foreign.error }
        let first = bytes.dropFirst(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
            .first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let reader = NoteReader(key: key, currency: currency, areParts: areParts)
        let notes =
            switch first {
            case nil: [StatedRequest?]()
            case UInt8(ascii: "{"): try JSONLines.read(bytes) { (line) throws(UsageError) in try reader.note(line) }
            case UInt8(ascii: "["):
                throw UsageError(.unexpectedShape, "line 1: expected one object on each line, found an array")
            default: try reader.notes(csv: bytes)
            }
        requests = notes.compactMap(\.self)
        unnamed = notes.count - requests.count
    }
}

/// Makes notes of lines and records; those of rows that name no request are nil.
private struct NoteReader {
    let key: RequestKey
    let currency: Currency?
    let areParts: Bool

    private func note(
        _ id: String?, _ charge: ExactDecimal?, _ noted: String?, _ time: Timestamp?, isPart: Bool, isExport: Bool
    ) throws(UsageError) -> StatedRequest? {
        guard let id, !id.isEmpty else {
            if isExport { return nil }
            throw Self.error(.unexpectedShape, "the id of the request is missing", key.column)
        }
        var note = StatedRequest(requestID: id, time: time, isPart: areParts || isPart)
        if let charge {
            guard let currency = noted.map(Currency.init(rawValue:)) ?? currency else {
                throw Self.error(
                    .invalidArgument, "the charge has no currency: add the column, or say which currency it is",
                    "charge")
            }
            note.charge = Money(exact: charge, currency: currency)
        }
        return note
    }

    private static func error(_ code: UsageError.Code, _ message: String, _ column: String) -> UsageError {
        var error = UsageError(code, message)
        error.codingPath = column
        return error
    }
}

// MARK: - NDJSON

extension NoteReader {
    func note(_ line: JSONValue) throws(UsageError) -> StatedRequest? {
        guard case .object(let members) = line else {
            throw UsageError(.unexpectedShape, "expected an object with the id of a request")
        }
        let isExport = members["provider"]?.string != nil
        var holder = members
        if key.isLabel, members[key.column] == nil, case .object(let labels) = members["labels"] { holder = labels }
        return try note(
            try text(key.column, of: holder), try charge(of: members), try text("currency", of: members),
            try time(of: members), isPart: try flag("repeatsRequest", of: members), isExport: isExport)
    }

    /// The value of a member; nil if it is null or missing.
    private func value(_ name: String, of members: JSONObject) -> JSONValue? {
        // A plain `nil` could be read as the JSON value.
        members[name].flatMap { $0.isNull ? Optional.none : $0 }
    }

    private func text(_ name: String, of members: JSONObject) throws(UsageError) -> String? {
        guard let value = value(name, of: members) else { return nil }
        guard let text = value.string else { throw Self.error(.unexpectedShape, "expected a text", name) }
        return text.isEmpty ? nil : text
    }

    private func flag(_ name: String, of members: JSONObject) throws(UsageError) -> Bool {
        guard let value = value(name, of: members) else { return false }
        guard case .bool(let flag) = value else { throw Self.error(.unexpectedShape, "expected true or false", name) }
        return flag
    }

    private func charge(of members: JSONObject) throws(UsageError) -> ExactDecimal? {
        switch value("charge", of: members) {
        case nil: return nil
        case .number(let number)?:
            return try located("charge") { () throws(UsageError) in
                try ExactDecimal(number: number.literal)
            }
        case .string(let text)?:
            return try located("charge") { () throws(UsageError) in
                try ExactDecimal(number: text)
            }
        default: throw Self.error(.unexpectedShape, "expected a number", "charge")
        }
    }

    private func time(of members: JSONObject) throws(UsageError) -> Timestamp? {
        guard let text = try text("time", of: members) else { return nil }
        return try located("time") { () throws(UsageError) in try Timestamp(text) }
    }

    private func located<Value>(
        _ name: String, _ body: () throws(UsageError) -> Value
    ) throws(UsageError) -> Value {
        do {
            return try body()
        } catch {
            throw Self.error(error.code, error.message, name)
        }
    }
}

// MARK: - CSV

extension NoteReader {
    private struct Columns {
        let header: CSVHeader
        let id: CSVColumn
        let charge: CSVColumn?
        let currency: CSVColumn?
        let time: CSVColumn?
        let repeatsRequest: CSVColumn?
        let isExport: Bool

        init(_ record: CSVRecord, _ key: RequestKey) throws(UsageError) {
            header = try CSVHeader(record)
            id = try header.required(key.column)
            charge = header.column("charge")
            currency = header.column("currency")
            time = header.column("time")
            repeatsRequest = header.column("repeatsRequest")
            isExport = header.column("provider") != nil
        }
    }

    func notes(csv bytes: [UInt8]) throws(UsageError) -> [StatedRequest?] {
        var notes: [StatedRequest?] = []
        var columns: Columns?
        var line = 1
        let take = { (record: CSVRecord) throws(UsageError) in
            if record.isBlank { return }
            line = record.line
            if let columns {
                notes.append(try note(record, columns))
            } else {
                columns = try Columns(record, key)
            }
        }
        do {
            var reader = CSVReader()
            try reader.read(bytes[...], take)
            try reader.end(take)
        } catch {
            var located = error
            // The reader knows the byte of what is malformed, and a note the line of its record.
            if let offset = error.byteOffset {
                line = 1 + bytes.prefix(offset).count { $0 == UInt8(ascii: "\n") }
            }
            located.message = "line \(line): \(error.message)"
            throw located
        }
        return notes
    }

    private func note(_ record: CSVRecord, _ columns: Columns) throws(UsageError) -> StatedRequest? {
        try columns.header.check(record)
        var isPart = false
        if let flag = try record.optionalString(columns.repeatsRequest) {
            guard flag == "true" || flag == "false" else {
                throw Self.error(.unexpectedShape, "expected true or false", "repeatsRequest")
            }
            isPart = flag == "true"
        }
        var time: Timestamp?
        if let column = columns.time, !record.isEmpty(column.index) { time = try record.instant(column) }
        return try note(
            try record.optionalString(columns.id), try record.optionalDecimal(columns.charge),
            try record.optionalString(columns.currency), time, isPart: isPart, isExport: columns.isExport)
    }
}
