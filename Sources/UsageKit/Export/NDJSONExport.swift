/// Writes records as NDJSON, one JSON object on each line, and reads them back.
///
/// What is written has every field of a record, so a record that is read back is equal. Two quantities of one unit are
/// written as their sum.
public struct NDJSONExport: Sendable {
    /// Creates an export.
    public init() {}

    /// Returns the line of a record, with its line feed.
    public func line(for record: UsageRecord) -> String {
        var bytes: [UInt8] = []
        append(record, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the UTF-8 of the line of a record (``line(for:)``), which is faster than to make a text of it.
    ///
    /// The line is the record's ``UsageRecord/jsonValue`` with a line feed.
    public func append(_ record: UsageRecord, to bytes: inout [UInt8]) {
        let units = RecordUnits(of: record)
        ByteWriter.append(upTo: Self.longestLine(of: record, units), to: &bytes) { line in
            Self.write(record, units, to: &line)
            if !record.labels.isEmpty { Self.write(record.labels, to: &line) }
            line.append("}\n")
        }
    }

    /// Appends the lines of records, in their order; many of them are written on all cores.
    ///
    /// - Parameters:
    ///   - records: The records; some thousands at a time keep the memory small and all cores busy.
    ///   - bytes: What the UTF-8 of the lines is appended to.
    public func append(contentsOf records: [UsageRecord], to bytes: inout [UInt8]) {
        RecordLines.append(records, to: &bytes) { append($0, to: &$1) }
    }

    @inline(__always)
    private static func write(_ record: UsageRecord, _ units: RecordUnits, to line: inout ByteWriter) {
        line.append("{\"provider\":")
        line.append(json: record.fields.provider)
        line.append(",\"id\":")
        line.append(json: record.fields.id)
        line.append(",\"requestID\":")
        line.append(json: record.fields.requestID)
        line.append(",\"time\":")
        line.append(json: record.fields.time)
        line.append(",\"type\":")
        line.append(json: record.fields.type)
        line.append(",\"model\":")
        line.append(json: record.fields.model)
        line.append(",\"apiKey\":")
        line.append(json: record.fields.apiKey)
        line.append(",\"user\":")
        line.append(json: record.fields.user)
        line.append(",\"status\":")
        line.append(json: record.fields.status)
        line.append(",\"sku\":")
        line.append(json: record.fields.sku)
        line.append(",\"bot\":")
        line.append(json: record.fields.bot)
        line.append(",\"conversation\":")
        line.append(json: record.fields.conversation)
        line.append(",\"inputTokens\":")
        line.append(json: record.fields.tokens.input)
        line.append(",\"outputTokens\":")
        line.append(json: record.fields.tokens.output)
        line.append(",\"units\":")
        units.write(record, to: &line)
        line.append(",\"charge\":")
        if let charge = record.fields.charge {
            line.append(UInt8(ascii: "\""))
            charge.amount.write(to: &line)
            line.append("\",\"currency\":")
            line.append(json: charge.currency)
        } else {
            line.append("null,\"currency\":null")
        }
        line.append(",\"durationMS\":")
        if let duration = record.fields.duration {
            ExactDecimal(milliseconds: duration).write(to: &line)
        } else {
            line.append("null")
        }
        line.append(record.fields.repeatsRequest ? ",\"repeatsRequest\":true" : ",\"repeatsRequest\":false")
    }

    @inline(never)
    private static func write(_ labels: [UsageDimension: String], to line: inout ByteWriter) {
        let sorted = labels.sorted { ByteString($0.key.rawValue) < ByteString($1.key.rawValue) }
        for (index, label) in sorted.enumerated() {
            line.append(index == 0 ? ",\"labels\":{" : ",")
            line.append(json: label.key.rawValue)
            line.append(UInt8(ascii: ":"))
            line.append(json: label.value)
        }
        line.append(UInt8(ascii: "}"))
    }

    /// The greatest number of bytes of a record's line.
    @inline(__always)
    private static func longestLine(of record: UsageRecord, _ units: RecordUnits) -> Int {
        var length = units.longestText &+ ByteWriter.longestJSON(of: record.fields.provider)
        length &+= ByteWriter.longestJSON(of: record.fields.id) &+ ByteWriter.longestJSON(of: record.fields.requestID)
        length &+= ByteWriter.longestJSON(of: record.fields.type) &+ ByteWriter.longestJSON(of: record.fields.model)
        length &+= ByteWriter.longestJSON(of: record.fields.apiKey) &+ ByteWriter.longestJSON(of: record.fields.user)
        length &+= ByteWriter.longestJSON(of: record.fields.status) &+ ByteWriter.longestJSON(of: record.fields.sku)
        length &+= ByteWriter.longestJSON(of: record.fields.bot)
        length &+= ByteWriter.longestJSON(of: record.fields.conversation)
        length &+= ByteWriter.longestJSON(of: record.fields.charge?.currency)
        for (label, text) in record.labels {
            length &+= ByteWriter.longestJSON(of: label.rawValue) &+ ByteWriter.longestJSON(of: text) &+ 2
        }
        // The names and what is around them; the instant, two counts of tokens, the charge and the duration.
        return length &+ 320 &+ Timestamp.longestText &+ 2 &* 20 &+ 2 &* ExactDecimal.longestText
    }

    /// Reads the records of an export.
    ///
    /// Each line must have every member that ``line(for:)`` writes, in any order; `labels` may be missing, as for a record
    /// without labels. Other members are ignored. Empty lines and a byte order mark at the beginning are skipped.
    ///
    /// - Parameter bytes: The lines.
    /// - Returns: The records, in their order.
    /// - Throws: ``UsageError`` with the line and the byte of what is malformed, and with the line and the name of a member
    ///   that is missing or not as it is written.
    public func records(from bytes: [UInt8]) throws(UsageError) -> [UsageRecord] {
        try JSONLines.read(bytes) { (line) throws(UsageError) in try UsageRecord(exported: line) }
    }
}
