/// Writes a file of Apache Parquet record by record; a ``ParquetExport`` makes it.
///
/// Take the pieces after each record, so that no more than one row group is in memory:
///
/// ```swift
/// var writer = try ParquetExport().writer()
/// for record in records {
///     try writer.append(record)
///     while let piece = writer.nextPiece() { try file.write(contentsOf: piece) }
/// }
/// writer.finish()
/// while let piece = writer.nextPiece() { try file.write(contentsOf: piece) }
/// ```
///
/// Beside the row group there is about 1 kB for each column of a written row group: its metadata, which are the end of
/// the file. A file without its last piece cannot be read.
public struct ParquetWriter: Sendable {
    let export: ParquetExport
    private let longestText: Int
    var file: ParquetFileWriter

    init(_ export: ParquetExport, _ file: ParquetFileWriter, longestText: Int) {
        self.export = export
        self.longestText = longestText
        self.file = file
    }

    /// Adds a record.
    ///
    /// After an error, the file is as it was before the call.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a column cannot hold the amount (then with
    ///   ``UsageError/requiredScale``), the instant or the duration exactly, and with
    ///   ``UsageError/Code/invalidArgument`` for a text of more than 1 GiB and after ``finish()``.
    public mutating func append(_ record: UsageRecord) throws(UsageError) {
        if file.isFinished { throw UsageError(.invalidArgument, "the file is finished, so no record can be added") }
        // All that can fail comes first, so that no column has a value more than the others.
        let (time, charge, duration, units) = try checked(record)

        file.beginRow()
        var growth = file.texts[0].append(record.fields.provider)
        growth &+= file.texts[1].append(record.fields.id)
        growth &+= file.texts[2].append(record.fields.requestID)
        growth &+= file.integers[0].append(time)
        growth &+= file.texts[3].append(record.fields.type)
        growth &+= file.texts[4].append(record.fields.model)
        growth &+= file.texts[5].append(record.fields.apiKey)
        growth &+= file.texts[6].append(record.fields.user)
        growth &+= file.texts[7].append(record.fields.status)
        growth &+= file.texts[8].append(record.fields.sku)
        growth &+= file.texts[9].append(record.fields.bot)
        growth &+= file.texts[10].append(record.fields.conversation)
        growth &+= file.integers[1].append(record.fields.tokens.input.map { Int64($0) })
        growth &+= file.integers[2].append(record.fields.tokens.output.map { Int64($0) })
        growth &+= file.texts[11].append(units)
        growth &+= file.decimals[0].append(charge)
        growth &+= file.texts[12].append(record.fields.charge?.currency)
        growth &+= file.decimals[1].append(duration)
        for (index, label) in export.labels.enumerated() {
            growth &+= file.texts[13 + index].append(record.labels[label])
        }
        file.endRow(growth: growth)
    }

    /// Adds records, in their order; many of them are written on all cores.
    ///
    /// The bytes of the file are those of the same records added one by one. After an error, the file is as it was before
    /// the call.
    ///
    /// - Parameter records: The records; some thousands at a time keep the memory small and all cores busy.
    /// - Throws: ``UsageError``: that of ``append(_:)``.
    public mutating func append(contentsOf records: [UsageRecord]) throws(UsageError) {
        if file.isFinished { throw UsageError(.invalidArgument, "the file is finished, so no record can be added") }
        try check(records)
        var start = records.startIndex
        while start < records.endIndex {
            // What is left of the last row group is no measure for the next one.
            file.beginRow()
            let chunk = records[start..<min(start + Self.chunk, records.endIndex)]
            let count = file.rowsByColumn(chunk.count, textBytes: textBytes(of: chunk))
            guard count > 1 else {
                for record in chunk { try append(record) }
                start = chunk.endIndex
                continue
            }
            append(columnsOf: chunk.prefix(count))
            start += count
        }
    }

    /// How many records are checked, or appended column by column, at a time.
    private static let chunk = 2048

    /// Refuses the first record that a column cannot hold.
    private func check(_ records: [UsageRecord]) throws(UsageError) {
        let errors = parallelMap((records.count + Self.chunk - 1) / Self.chunk) { part -> UsageError? in
            let records = records.span
            for index in part * Self.chunk..<min((part + 1) * Self.chunk, records.count) {
                do throws(UsageError) {
                    _ = try checked(records[index])
                } catch {
                    return error
                }
            }
            return nil
        }
        if let error = errors.lazy.compactMap(\.self).first { throw error }
    }

    /// Returns the next bytes of the file, at most a page of a column at a time.
    ///
    /// A page is encoded when it is asked for. Pieces that are not taken before the next record are kept in memory.
    ///
    /// - Returns: Bytes that follow those that were returned before; nil until a row group is full or the file is finished,
    ///   and after the last ones.
    public mutating func nextPiece() -> [UInt8]? { file.nextPiece() }

    /// Ends the row group before it is full, if it has rows; the pieces that follow are its pages.
    mutating func endRowGroup() { file.endRowGroup() }

    /// The bytes in memory that the rows take which are not written yet, roughly.
    var bufferedBytes: Int { file.bufferedBytes }

    /// The bytes that the columns have in memory, also without values.
    var reservedBytes: Int { file.reservedBytes }

    /// Ends the file: the pieces that follow are the last row group and the metadata.
    public mutating func finish() { file.finish() }

    // MARK: Exact values

    /// The values that a column may not be able to hold; a record with one of these is refused.
    private func checked(
        _ record: UsageRecord
    ) throws(UsageError) -> (time: Int64?, charge: Int128?, duration: Int128?, units: String) {
        let units = ParquetExport.units(of: record)
        let values = (export.time(of: record), export.charge(of: record), export.duration(of: record), units)
        if values.0 == nil, let time = record.fields.time {
            throw refusal(of: time, isTooFine: export.timeUnit == .microseconds && time.nanoseconds % 1000 != 0)
        }
        if values.1 == nil, let charge = record.fields.charge { throw refusal(of: charge) }
        if values.2 == nil, let duration = record.fields.duration {
            throw Self.refusal("expected a duration of less than three trillion years, found \(duration)", "durationMS")
        }
        // Whether any text is too long is found out once for all of them: none is longer than all together.
        guard bytes(of: record, units: units) <= longestText || isShort(record, units: units) else {
            throw UsageError(.invalidArgument, "expected texts of at most \(longestText) bytes, found a longer one")
        }
        return values
    }

    private func refusal(of time: Timestamp, isTooFine: Bool) -> UsageError {
        let unit = export.timeUnit == .nanoseconds ? "nanoseconds" : "microseconds"
        return Self.refusal(
            isTooFine
                ? "expected an instant of whole microseconds, found \(time); write the file in nanoseconds"
                : "expected an instant whose \(unit) since 1970 fit in 64 bits, found \(time)",
            "time")
    }

    private func refusal(of charge: RecordCharge<OwnedText>) -> UsageError {
        let column = "DECIMAL(\(ParquetExport.precision), \(export.moneyScale))"
        let found = "found \(charge.amount) \(charge.currency)"
        let places = max(0, -charge.amount.exponent)
        guard let most = charge.amount.greatestScale, places <= most else {
            return Self.refusal("expected an amount of up to 38 digits with its decimal places, \(found)", "charge")
        }
        let isFiner = places > export.moneyScale
        let scale = isFiner ? places : most
        var error = Self.refusal(
            isFiner
                ? "expected an amount of up to \(export.moneyScale) decimal places, as \(column) has, \(found); write "
                    + "all files again with a money scale of \(scale)"
                : "expected an amount of up to \(ParquetExport.precision - export.moneyScale) digits before the "
                    + "decimal point, as \(column) has, \(found); write all files again with a money scale of \(scale) or less",
            "charge")
        error.requiredScale = scale
        return error
    }

    private static func refusal(_ message: String, _ column: String) -> UsageError {
        var error = UsageError(.inexactNumber, message)
        error.codingPath = column
        return error
    }

    /// The bytes of all texts.
    @inline(__always)
    private func bytes(of record: borrowing UsageRecord, units: String) -> Int {
        var bytes = record.fields.provider.utf8.count &+ units.utf8.count
        bytes &+= Self.size(record.fields.id) &+ Self.size(record.fields.requestID) &+ Self.size(record.fields.type)
        bytes &+= Self.size(record.fields.model) &+ Self.size(record.fields.apiKey) &+ Self.size(record.fields.user)
        bytes &+= Self.size(record.fields.status) &+ Self.size(record.fields.sku) &+ Self.size(record.fields.bot)
        bytes &+= Self.size(record.fields.conversation) &+ Self.size(record.fields.charge?.currency)
        for label in export.labels { bytes &+= Self.size(record.labels[label]) }
        return bytes
    }

    private func isShort(_ record: UsageRecord, units: String) -> Bool {
        let fields = record.fields
        let texts = [
            fields.provider, fields.id, fields.requestID, fields.type, fields.model, fields.apiKey, fields.user,
            fields.status, fields.sku, fields.bot, fields.conversation, fields.charge?.currency, units,
        ]
        return (texts + export.labels.map { record.labels[$0] }).allSatisfy { Self.size($0) <= longestText }
    }

    @inline(__always)
    static func size(_ text: String?) -> Int { text?.utf8.count ?? 0 }
}

extension ExactDecimal {
    /// The greatest scale at which the number has at most 38 digits; nil if it has more before the decimal point.
    fileprivate var greatestScale: Int? {
        if mantissa == 0 { return ParquetExport.precision }
        var digits = 0
        var rest = mantissa.magnitude
        while rest > 0 {
            rest /= 10
            digits += 1
        }
        // Digits before the decimal point; negative if there are zeros after it.
        let scale = ParquetExport.precision - max(0, digits + exponent)
        return scale < 0 ? nil : scale
    }
}
