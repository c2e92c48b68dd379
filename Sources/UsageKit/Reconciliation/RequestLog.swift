/// Notes of requests as a caller's own log has them, or an export of this package.
public struct RequestLog: Hashable, Sendable {
    /// The notes, in the order of the log.
    public var requests: [StatedRequest]
    /// How many rows of an export name no request.
    public var unnamed = 0
    /// How many rows of an export were left out, because they are of other providers.
    public var leftOut = 0
    /// Whether its rows have a provider, as those of an export do.
    public var isExport = false

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
    /// An export of this package to CSV has an apostrophe before each text that a spreadsheet would run, such as an id that
    /// begins with `-`. It is taken away, so that ids are as they were. In any other log an apostrophe belongs to its text. An
    /// export is known by its header, which has all columns of a record; say `isEscaped` for one that has lost some of them,
    /// and for one that was written without apostrophes.
    ///
    /// An export can have rows of several providers, as that of a store has. Give the provider whose rows the requests are
    /// compared with: rows of others would be taken for requests that are missing. They are counted in ``leftOut``.
    ///
    /// Names are compared by their bytes. A name such as `Charge`, which is one of these but for its case or for blanks around
    /// it, is refused, because a log without charges says nothing of them. So is a name that comes twice.
    ///
    /// - Parameters:
    ///   - bytes: The log.
    ///   - key: What names the request: the column `requestID`, `id`, or that of a label.
    ///   - currency: The currency of charges for which none is noted; nil if there is no such charge.
    ///   - areParts: Whether notes with the same id describe one request together, as rows of Venice do. A note with
    ///     `repeatsRequest` says so itself; a CSV export does not have this column.
    ///   - provider: Whose rows of an export are read; nil for all. Lines without a provider are read in any case.
    ///   - isEscaped: Whether texts of a CSV that a spreadsheet would run have an apostrophe before them
    ///     (``CSVExport/Formulas/escaped``); nil if that is so in an export only.
    /// - Throws: ``UsageError`` whose message begins with the line, counted from 1: for bytes that are not JSON or CSV
    ///   (``UsageError/Code/malformedJSON``, ``UsageError/Code/malformedCSV``), an id, a text or a flag that is missing or
    ///   another type, and a name that is repeated or nearly one of those that are read
    ///   (``UsageError/Code/unexpectedShape``), a charge that is no number of up to 38 digits
    ///   (``UsageError/Code/inexactNumber``), a charge without a currency (``UsageError/Code/invalidArgument``), and a time
    ///   that is no instant (``UsageError/Code/invalidTimestamp``).
    /// - Complexity: O(*n*) in the number of bytes.
    public init(
        reading bytes: [UInt8], named key: RequestKey = .requestID, currency: Currency? = nil, areParts: Bool = false,
        of provider: ProviderID? = nil, isEscaped: Bool? = nil
    ) throws(UsageError) {
        self.init()
        if let foreign = ForeignFormat(bytes) { throw foreign.error }
        let first = bytes.dropFirst(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
            .first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let reader = NoteReader(
            key: key, currency: currency, areParts: areParts, provider: provider, isEscaped: isEscaped)
        let notes =
            switch first {
            case nil: [NoteReader.Note]()
            case UInt8(ascii: "{"):
                try JSONLines.read(bytes) { (line) throws(UsageError) in
                    isExport = isExport || NoteReader.provider(of: line) != nil
                    return try reader.note(line)
                }
            case UInt8(ascii: "["):
                throw UsageError(.unexpectedShape, "line 1: expected one object on each line, found an array")
            default: try reader.notes(csv: bytes, &isExport)
            }
        for note in notes {
            switch note {
            case .request(let request): requests.append(request)
            case .unnamed: unnamed += 1
            case .ofAnotherProvider: leftOut += 1
            }
        }
        if let provider, leftOut > 0, requests.isEmpty, unnamed == 0 {
            throw UsageError(
                .unexpectedShape, "no line of the log is of \(provider): its column provider names others")
        }
    }
}

/// Makes notes of lines and records.
private struct NoteReader {
    /// What a line or record is.
    enum Note {
        case request(StatedRequest)
        /// A row of an export that names no request.
        case unnamed
        /// A row of an export that is of another provider than the one that is asked for.
        case ofAnotherProvider
    }

    let key: RequestKey
    let currency: Currency?
    let areParts: Bool
    /// The provider whose rows are read; nil for all.
    let provider: ProviderID?
    /// Whether texts of a CSV that may run have an apostrophe before them; nil if the header shows it.
    let isEscaped: Bool?
    /// The members and columns that are read.
    private let names: [String]

    init(key: RequestKey, currency: Currency?, areParts: Bool, provider: ProviderID?, isEscaped: Bool?) {
        self.key = key
        self.provider = provider
        self.isEscaped = isEscaped
        self.currency = currency
        self.areParts = areParts
        names = [key.column, "charge", "currency", "time", "repeatsRequest"] + (key.isLabel ? ["labels"] : [])
    }

    /// Refuses a name that comes twice, and one that is nearly another that is missing: its values would not be read.
    private func check(_ found: some Sequence<String>, _ kind: String) throws(UsageError) {
        var isKnown = [Bool](repeating: false, count: names.count)
        var near: (found: String, index: Int)?
        for name in found {
            guard let index = names.firstIndex(where: { $0.isNearly(name) }) else { continue }
            guard names[index].utf8.elementsEqual(name.utf8) else {
                near = near ?? (name, index)
                continue
            }
            guard !isKnown[index] else {
                throw Self.error(.unexpectedShape, "the \(kind) \(name) is repeated: give it once", name)
            }
            isKnown[index] = true
        }
        guard let near, !isKnown[near.index] else { return }
        let name = names[near.index]
        throw Self.error(
            .unexpectedShape, "the \(kind) \"\(near.found)\" would not be read: name it \(name)", name)
    }

    /// Whether a row of an export is of another provider; without a provider, it may be of any.
    private func isOfAnother(_ found: String?) -> Bool {
        guard let provider, let found, !found.isEmpty else { return false }
        return ProviderID(rawValue: found) != provider
    }

    private func note(
        _ id: String?, _ charge: ExactDecimal?, _ noted: String?, _ time: Timestamp?, isPart: Bool, isExport: Bool
    ) throws(UsageError) -> Note {
        guard let id, !id.isEmpty else {
            if isExport { return .unnamed }
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
        return .request(note)
    }

    private static func error(_ code: UsageError.Code, _ message: String, _ column: String) -> UsageError {
        var error = UsageError(code, message)
        error.codingPath = column
        return error
    }
}

// MARK: - NDJSON

extension NoteReader {
    func note(_ line: JSONValue) throws(UsageError) -> Note {
        guard case .object(let members) = line else {
            throw UsageError(.unexpectedShape, "expected an object with the id of a request")
        }
        try check(members.members.lazy.map(\.name), "member")
        let provider = Self.provider(of: line)
        if isOfAnother(provider) { return .ofAnotherProvider }
        var holder = members
        if key.isLabel, members[key.column] == nil, case .object(let labels) = members["labels"] {
            try check(labels.members.lazy.map(\.name).filter { $0.isNearly(key.column) }, "label")
            holder = labels
        }
        return try note(
            try text(key.column, of: holder), try charge(of: members), try text("currency", of: members),
            try time(of: members), isPart: try flag("repeatsRequest", of: members), isExport: provider != nil)
    }

    /// The provider of a row of an export; nil for a line of another log.
    static func provider(of line: JSONValue) -> String? { line["provider"]?.string }

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
        /// The column that an export has.
        let provider: CSVColumn?
        /// Whether a text that a spreadsheet may run has an apostrophe before it.
        let isEscaped: Bool

        init(_ header: CSVHeader, _ key: RequestKey, isEscaped: Bool?) throws(UsageError) {
            self.header = header
            let isEscaped = isEscaped ?? UsageRecord.exportedColumns.allSatisfy { header.column($0) != nil }
            self.isEscaped = isEscaped
            // The name of a label is escaped, too.
            let named = isEscaped ? header.unescaped.first { ByteString($0.name) == ByteString(key.column) } : nil
            if let named { id = named } else { id = try header.required(key.column) }
            charge = header.column("charge")
            currency = header.column("currency")
            time = header.column("time")
            repeatsRequest = header.column("repeatsRequest")
            provider = header.column("provider")
        }
    }

    func notes(csv bytes: [UInt8], _ isExport: inout Bool) throws(UsageError) -> [Note] {
        var notes: [Note] = []
        var columns: Columns?
        var line = 1
        let take = { (record: CSVRecord) throws(UsageError) in
            if record.isBlank { return }
            line = record.line
            if let columns {
                notes.append(try note(record, columns))
            } else {
                let header = try CSVHeader(record)
                try check(header.columns.lazy.map(\.name), "column")
                columns = try Columns(header, key, isEscaped: isEscaped)
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
        isExport = columns?.provider != nil
        return notes
    }

    private func note(_ record: CSVRecord, _ columns: Columns) throws(UsageError) -> Note {
        try columns.header.check(record)
        func text(_ column: CSVColumn?) throws(UsageError) -> String? {
            try record.optionalText(column, isEscaped: columns.isEscaped)
        }
        if isOfAnother(try text(columns.provider)) { return .ofAnotherProvider }
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
            try text(columns.id), try record.optionalDecimal(columns.charge), try text(columns.currency), time,
            isPart: isPart, isExport: columns.provider != nil)
    }
}

extension String {
    /// Whether two names are equal but for blanks around them and the case of ASCII letters.
    fileprivate func isNearly(_ other: String) -> Bool {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
        let (own, trimmed) = (utf8, other.utf8.drop(while: isBlank))
        guard trimmed.count >= own.count, trimmed.dropFirst(own.count).allSatisfy(isBlank) else { return false }
        return own.elementsEqual(trimmed.prefix(own.count)) { lowercased($0) == lowercased($1) }
    }
}
