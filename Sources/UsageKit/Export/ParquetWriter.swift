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
    private let export: ParquetExport
    private let longestText: Int
    private var file: ParquetFileWriter

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
        let time: Int64? = if let time = record.fields.time { try integer(time) } else { nil }
        let charge: Int128? = if let charge = record.fields.charge { try mantissa(charge) } else { nil }
        let duration: Int128? = if let duration = record.fields.duration { try mantissa(duration) } else { nil }
        let units = record.fields.quantities.first == nil ? "{}" : record.units.text
        try check(record.fields, units: units, record.labels)

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

    private func integer(_ time: Timestamp) throws(UsageError) -> Int64 {
        let isFine = export.timeUnit == .nanoseconds
        let (rest, tooFine) = isFine ? (time.nanoseconds, 0) : time.nanoseconds.quotientAndRemainder(dividingBy: 1000)
        let scale: Int64 = isFine ? 1_000_000_000 : 1_000_000
        let (whole, isTooFar) = time.seconds.multipliedReportingOverflow(by: scale)
        let (sum, overflow) = whole.addingReportingOverflow(Int64(rest))
        if tooFine == 0, !isTooFar, !overflow { return sum }
        // The first instants of the range are in a second that begins before it.
        if tooFine == 0, let value = Int64(exactly: Int128(time.seconds) * Int128(scale) + Int128(rest)) {
            return value
        }
        throw refusal(of: time, isTooFine: tooFine != 0)
    }

    private func refusal(of time: Timestamp, isTooFine: Bool) -> UsageError {
        let unit = export.timeUnit == .nanoseconds ? "nanoseconds" : "microseconds"
        return Self.refusal(
            isTooFine
                ? "expected an instant of whole microseconds, found \(time); write the file in nanoseconds"
                : "expected an instant whose \(unit) since 1970 fit in 64 bits, found \(time)",
            "time")
    }

    private func mantissa(_ charge: RecordCharge<OwnedText>) throws(UsageError) -> Int128 {
        let amount = charge.amount
        if let mantissa = amount.mantissa(atExponent: -export.moneyScale), amount.exponent >= -export.moneyScale,
            mantissa.magnitude <= ExactDecimal.largestMantissa.magnitude
        {
            return mantissa
        }
        throw refusal(of: charge)
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

    private func mantissa(_ duration: Duration) throws(UsageError) -> Int128 {
        let attoseconds = duration.attoseconds
        guard attoseconds.magnitude <= ExactDecimal.largestMantissa.magnitude else {
            throw Self.refusal("expected a duration of less than three trillion years, found \(duration)", "durationMS")
        }
        return attoseconds
    }

    private static func refusal(_ message: String, _ column: String) -> UsageError {
        var error = UsageError(.inexactNumber, message)
        error.codingPath = column
        return error
    }

    private func check(
        _ fields: RecordFields<OwnedText>, units: String, _ labels: [UsageDimension: String]
    ) throws(UsageError) {
        let isShort =
            isShort(fields.provider) && isShort(fields.id) && isShort(fields.requestID) && isShort(fields.type)
            && isShort(fields.model) && isShort(fields.apiKey) && isShort(fields.user) && isShort(fields.status)
            && isShort(fields.sku) && isShort(fields.bot) && isShort(fields.conversation) && isShort(units)
            && isShort(fields.charge?.currency)
        if isShort, labels.isEmpty || export.labels.allSatisfy({ self.isShort(labels[$0]) }) { return }
        throw UsageError(.invalidArgument, "expected texts of at most \(longestText) bytes, found a longer one")
    }

    private func isShort(_ text: String?) -> Bool {
        if let text { text.utf8.count <= longestText } else { true }
    }
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
