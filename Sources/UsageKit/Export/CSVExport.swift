/// Writes records as CSV (RFC 4180): a header, then a line for each record.
public struct CSVExport: Sendable {
    /// How texts are written that a spreadsheet would run as a formula.
    public enum Formulas: Hashable, Sendable {
        /// A text gets an apostrophe before it (OWASP, CSV injection) if it begins with a tab, a line break or a null
        /// character, or with `=`, `+`, `-` or `@`.
        ///
        /// White space and characters without a width before one of these signs change nothing, and full-width and
        /// small forms of the signs count, because some spreadsheets convert them. A text that has apostrophes before
        /// all that gets one more, so what is read back is certain: one apostrophe of such a cell was added.
        case escaped
        /// Texts are written unchanged, for readers other than spreadsheets.
        case kept
    }

    /// How texts are written that a spreadsheet would run as a formula.
    public var formulas: Formulas
    /// The labels of records (``UsageRecord/labels``) that have a column each, after those of every record.
    public var labels: [UsageDimension]

    /// Creates an export.
    public init(formulas: Formulas = .escaped, labels: [UsageDimension] = []) {
        self.formulas = formulas
        self.labels = labels
    }

    /// A cell of a line; nil is an empty cell.
    public enum Cell: Hashable, Sendable {
        /// A text, which may not run as a formula.
        case text(String?)
        /// A number, written as it is.
        case number(String?)
    }

    /// The columns of every record, whose names Parquet files have as well.
    static let columns = UsageRecord.exportedColumns

    /// The first line, with its line break.
    public var header: String { line(of: (Self.columns + labels.map(\.rawValue)).map(Cell.text)) }

    /// Returns the line of a record, with its line break; unknown fields are empty, and `units` is a JSON object.
    public func line(for record: UsageRecord) -> String {
        var bytes: [UInt8] = []
        append(record, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the UTF-8 of the line of a record (``line(for:)``), which is faster than to make a text of it.
    ///
    /// ```swift
    /// var bytes = Array(csv.header.utf8)
    /// for record in records {
    ///     csv.append(record, to: &bytes)
    ///     if bytes.count >= 1 << 16 {
    ///         try file.write(contentsOf: bytes)
    ///         bytes.removeAll(keepingCapacity: true)
    ///     }
    /// }
    /// try file.write(contentsOf: bytes)
    /// ```
    public func append(_ record: UsageRecord, to bytes: inout [UInt8]) {
        let units = RecordUnits(of: record)
        ByteWriter.append(upTo: longestLine(of: record, units), to: &bytes) { line in
            write(record, units, to: &line)
            for label in labels {
                line.append(UInt8(ascii: ","))
                if let text = record.labels[label] { line.append(cell: text, formulas) }
            }
            line.append("\r\n")
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

    /// Writes the cells of ``columns``.
    @inline(__always)
    private func write(_ record: UsageRecord, _ units: RecordUnits, to line: inout ByteWriter) {
        line.append(cell: record.fields.provider, formulas)
        write(record.fields.id, to: &line)
        write(record.fields.requestID, to: &line)
        line.append(UInt8(ascii: ","))
        if let time = record.fields.time {
            // A year before 0 begins with a sign.
            if formulas == .escaped, time.seconds < Timestamp.yearZero { line.append(UInt8(ascii: "'")) }
            time.write(to: &line)
        }
        write(record.fields.type, to: &line)
        write(record.fields.model, to: &line)
        write(record.fields.apiKey, to: &line)
        write(record.fields.user, to: &line)
        write(record.fields.status, to: &line)
        write(record.fields.sku, to: &line)
        write(record.fields.bot, to: &line)
        write(record.fields.conversation, to: &line)
        line.append(UInt8(ascii: ","))
        if let input = record.fields.tokens.input { line.append(integer: input) }
        line.append(UInt8(ascii: ","))
        if let output = record.fields.tokens.output { line.append(integer: output) }
        line.append(UInt8(ascii: ","))
        units.write(cellOf: record, to: &line)
        line.append(UInt8(ascii: ","))
        if let charge = record.fields.charge {
            charge.amount.write(to: &line)
            line.append(UInt8(ascii: ","))
            line.append(cell: charge.currency, formulas)
        } else {
            line.append(UInt8(ascii: ","))
        }
        line.append(UInt8(ascii: ","))
        if let duration = record.fields.duration { ExactDecimal(milliseconds: duration).write(to: &line) }
    }

    @inline(__always)
    private func write(_ text: String?, to line: inout ByteWriter) {
        line.append(UInt8(ascii: ","))
        if let text { line.append(cell: text, formulas) }
    }

    /// The greatest number of bytes of a record's line.
    @inline(__always)
    private func longestLine(of record: UsageRecord, _ units: RecordUnits) -> Int {
        var length = units.longestText &+ CSVCell.longestCell(of: record.fields.provider)
        length &+= CSVCell.longestCell(of: record.fields.id) &+ CSVCell.longestCell(of: record.fields.requestID)
        length &+= CSVCell.longestCell(of: record.fields.type) &+ CSVCell.longestCell(of: record.fields.model)
        length &+= CSVCell.longestCell(of: record.fields.apiKey) &+ CSVCell.longestCell(of: record.fields.user)
        length &+= CSVCell.longestCell(of: record.fields.status) &+ CSVCell.longestCell(of: record.fields.sku)
        length &+= CSVCell.longestCell(of: record.fields.bot) &+ CSVCell.longestCell(of: record.fields.conversation)
        length &+= CSVCell.longestCell(of: record.fields.charge?.currency)
        for label in labels { length &+= CSVCell.longestCell(of: record.labels[label]) &+ 1 }
        // The instant with its apostrophe, two counts of tokens, the charge, the duration; commas and the line break.
        length &+= Timestamp.longestText &+ 1 &+ 2 &* 20 &+ 2 &* ExactDecimal.longestText
        return length &+ Self.columns.count &+ 1
    }

    /// Returns a line of any cells, with its line break.
    public func line(of cells: [Cell]) -> String {
        var bytes: [UInt8] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch cell {
            case .text(let text): bytes.append(cell: text, formulas)
            case .number(let number): bytes.append(contentsOf: (number ?? "").utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self) + "\r\n"
    }
}
