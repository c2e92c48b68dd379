/// Records that are written column by column.
extension ParquetWriter {
    /// The bytes of the texts of some records, for each column of texts.
    func textBytes(of records: ArraySlice<UsageRecord>) -> [Int] {
        var bytes = [Int](repeating: 0, count: Self.commonTexts + export.labels.count)
        // By their places: a loop over the records would count the references of each.
        for index in records.indices {
            bytes[0] &+= records[index].fields.provider.utf8.count
            bytes[1] &+= Self.size(records[index].fields.id)
            bytes[2] &+= Self.size(records[index].fields.requestID)
            bytes[3] &+= Self.size(records[index].fields.type)
            bytes[4] &+= Self.size(records[index].fields.model)
            bytes[5] &+= Self.size(records[index].fields.apiKey)
            bytes[6] &+= Self.size(records[index].fields.user)
            bytes[7] &+= Self.size(records[index].fields.status)
            bytes[8] &+= Self.size(records[index].fields.sku)
            bytes[9] &+= Self.size(records[index].fields.bot)
            bytes[10] &+= Self.size(records[index].fields.conversation)
            bytes[11] &+= ParquetExport.units(of: records[index]).utf8.count
            bytes[12] &+= Self.size(records[index].fields.charge?.currency)
        }
        for (index, label) in export.labels.enumerated() {
            for record in records { bytes[Self.commonTexts + index] &+= Self.size(record.labels[label]) }
        }
        return bytes
    }

    /// The columns of texts of every record.
    private static let commonTexts = 13

    /// Appends records whose values were checked.
    mutating func append(columnsOf records: ArraySlice<UsageRecord>) {
        // Not the writer itself: while its columns are changed, nobody else may hold them.
        let export = export
        file.appendRows(records.count) { number, column in export.append(records, to: &column, number) }
    }

}

extension ParquetExport {
    /// The instant in the unit of the column; nil without one, and if the column cannot hold it.
    @inline(__always)
    func time(of record: UsageRecord) -> Int64? {
        guard let time = record.fields.time else { return nil }
        let isFine = timeUnit == .nanoseconds
        let (rest, tooFine) = isFine ? (time.nanoseconds, 0) : time.nanoseconds.quotientAndRemainder(dividingBy: 1000)
        guard tooFine == 0 else { return nil }
        let scale: Int64 = isFine ? 1_000_000_000 : 1_000_000
        let (whole, isTooFar) = time.seconds.multipliedReportingOverflow(by: scale)
        let (sum, overflow) = whole.addingReportingOverflow(Int64(rest))
        if !isTooFar, !overflow { return sum }
        // The first instants of the range are in a second that begins before it.
        return Int64(exactly: Int128(time.seconds) * Int128(scale) + Int128(rest))
    }

    /// The mantissa of the charge at the scale of the column; nil without one, and if the column cannot hold it.
    @inline(__always)
    func charge(of record: UsageRecord) -> Int128? {
        guard let amount = record.fields.charge?.amount, amount.exponent >= -moneyScale,
            let mantissa = amount.mantissa(atExponent: -moneyScale),
            mantissa.magnitude <= ExactDecimal.largestMantissa.magnitude
        else { return nil }
        return mantissa
    }

    /// The duration in attoseconds; nil without one, and if the column cannot hold it.
    @inline(__always)
    func duration(of record: UsageRecord) -> Int128? {
        guard let attoseconds = record.fields.duration?.attoseconds,
            attoseconds.magnitude <= ExactDecimal.largestMantissa.magnitude
        else { return nil }
        return attoseconds
    }

    static func units(of record: UsageRecord) -> String {
        record.fields.quantities.first == nil ? "{}" : record.units.text
    }

    /// Appends the values of records to the column of a number, which is its place in ``CSVExport/columns``.
    fileprivate func append(
        _ records: ArraySlice<UsageRecord>, to column: inout ParquetAnyColumn, _ number: Int
    ) -> Int {
        switch number {
        case 0: Self.texts(records, &column) { $0.fields.provider }
        case 1: Self.texts(records, &column) { $0.fields.id }
        case 2: Self.texts(records, &column) { $0.fields.requestID }
        case 3: Self.integers(records, &column) { time(of: $0) }
        case 4: Self.texts(records, &column) { $0.fields.type }
        case 5: Self.texts(records, &column) { $0.fields.model }
        case 6: Self.texts(records, &column) { $0.fields.apiKey }
        case 7: Self.texts(records, &column) { $0.fields.user }
        case 8: Self.texts(records, &column) { $0.fields.status }
        case 9: Self.texts(records, &column) { $0.fields.sku }
        case 10: Self.texts(records, &column) { $0.fields.bot }
        case 11: Self.texts(records, &column) { $0.fields.conversation }
        case 12: Self.integers(records, &column) { $0.fields.tokens.input.map { Int64($0) } }
        case 13: Self.integers(records, &column) { $0.fields.tokens.output.map { Int64($0) } }
        case 14: Self.texts(records, &column) { Self.units(of: $0) }
        case 15: Self.decimals(records, &column) { charge(of: $0) }
        case 16: Self.texts(records, &column) { $0.fields.charge?.currency }
        case 17: Self.decimals(records, &column) { duration(of: $0) }
        default: Self.texts(records, &column) { $0.labels[labels[number - CSVExport.columns.count]] }
        }
    }

    @inline(__always)
    private static func texts(
        _ records: ArraySlice<UsageRecord>, _ column: inout ParquetAnyColumn,
        _ value: (borrowing UsageRecord) -> String?
    ) -> Int {
        column.appendTexts { column in
            var growth = 0
            let records = records.span
            for index in records.indices { growth &+= column.append(value(records[index])) }
            return growth
        }
    }

    @inline(__always)
    private static func integers(
        _ records: ArraySlice<UsageRecord>, _ column: inout ParquetAnyColumn, _ value: (borrowing UsageRecord) -> Int64?
    ) -> Int {
        column.appendIntegers { column in
            var growth = 0
            let records = records.span
            for index in records.indices { growth &+= column.append(value(records[index])) }
            return growth
        }
    }

    @inline(__always)
    private static func decimals(
        _ records: ArraySlice<UsageRecord>, _ column: inout ParquetAnyColumn,
        _ value: (borrowing UsageRecord) -> Int128?
    ) -> Int {
        column.appendDecimals { column in
            var growth = 0
            let records = records.span
            for index in records.indices { growth &+= column.append(value(records[index])) }
            return growth
        }
    }
}
