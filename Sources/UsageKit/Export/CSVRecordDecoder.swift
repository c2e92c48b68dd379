/// Reads exported lines of CSV from blocks of any size.
struct CSVRecordDecoder {
    private let formulas: CSVExport.Formulas
    private let providers: Set<ProviderID>
    private var reader = CSVReader()
    /// The header; nil before it.
    private var table: Table?

    init(formulas: CSVExport.Formulas, repeatingRequests providers: Set<ProviderID>) {
        self.formulas = formulas
        self.providers = providers
    }

    mutating func read(
        _ block: ArraySlice<UInt8>, isLast: Bool, into records: inout [UsageRecord]
    ) throws(UsageError) {
        // The reader is moved out, because what it reads changes this value.
        var reader = CSVReader()
        swap(&reader, &self.reader)
        defer { self.reader = reader }
        let take = { (record: CSVRecord) throws(UsageError) in try self.take(record, &records) }
        try reader.read(block, take)
        if isLast { try reader.end(take) }
    }

    private mutating func take(_ line: CSVRecord, _ records: inout [UsageRecord]) throws(UsageError) {
        if line.isBlank { return }
        guard let table, !line.hasCellsInAnotherOrder(of: table.line) else {
            table = try Table(line, formulas)
            return
        }
        try table.header.check(line)
        records.append(try table.record(of: Cells(line: line, formulas: formulas), repeatingRequests: providers))
    }

    /// A header and the columns that it names.
    private struct Table {
        let line: CSVRecord
        let header: CSVHeader
        private let columns: [CSVColumn]
        private let labels: [(column: CSVColumn, label: UsageDimension)]

        init(_ line: CSVRecord, _ formulas: CSVExport.Formulas) throws(UsageError) {
            self.line = line
            let header = try CSVHeader(line)
            self.header = header
            columns = try CSVExport.columns.map { (name) throws(UsageError) in try header.required(name) }
            let known = Set(columns.map(\.index))
            labels = (formulas == .escaped ? header.unescaped : header.columns)
                .filter { !known.contains($0.index) }
                .map { ($0, UsageDimension(rawValue: $0.name)) }
        }

        /// The record of a line; the columns are in the order of ``CSVExport/columns``.
        func record(
            of cells: Cells, repeatingRequests providers: Set<ProviderID>
        ) throws(UsageError) -> UsageRecord {
            // A record has a provider, so an empty cell is its name without characters.
            let provider = ProviderID(rawValue: try cells.text(columns[0]) ?? "")
            var record = UsageRecord(provider: provider, repeatsRequest: providers.contains(provider))
            record.id = try cells.text(columns[1])
            record.requestID = try cells.text(columns[2])
            record.time = try cells.instant(columns[3])
            record.type = try cells.text(columns[4])
            record.model = try cells.text(columns[5])
            record.apiKey = try cells.text(columns[6])
            record.user = try cells.text(columns[7])
            record.status = try cells.text(columns[8]).map(UsageStatus.init(rawValue:))
            record.sku = try cells.text(columns[9])
            record.bot = try cells.text(columns[10])
            record.conversation = try cells.text(columns[11])
            record.tokens = TokenCounts(input: try cells.integer(columns[12]), output: try cells.integer(columns[13]))
            record.quantities = try cells.quantities(columns[14])
            record.charge = try cells.charge(columns[15], currency: columns[16])
            record.duration = try cells.duration(columns[17])
            for (column, label) in labels {
                if let text = try cells.text(column) { record.labels[label] = text }
            }
            return record
        }
    }
}

/// The cells of an exported record.
private struct Cells {
    let line: CSVRecord
    let formulas: CSVExport.Formulas

    /// The text of a cell; nil if it is empty.
    func text(_ column: CSVColumn) throws(UsageError) -> String? {
        try line.optionalText(column, isEscaped: formulas == .escaped)
    }

    func integer(_ column: CSVColumn) throws(UsageError) -> Int? {
        line.isEmpty(column.index) ? nil : try line.integer(column)
    }

    func instant(_ column: CSVColumn) throws(UsageError) -> Timestamp? {
        guard let text = try text(column) else { return nil }
        guard let instant = Timestamp(written: text) else {
            throw error("expected an RFC 3339 instant such as 2026-05-20T00:00:00Z", column)
        }
        return instant
    }

    func charge(_ column: CSVColumn, currency: CSVColumn) throws(UsageError) -> Money? {
        guard let amount = try line.optionalDecimal(column) else {
            guard line.isEmpty(currency.index) else {
                throw error("expected a charge with its currency, or neither", column)
            }
            return nil
        }
        // A charge has a currency, so an empty cell is its name without characters.
        return Money(exact: amount, currency: Currency(rawValue: try text(currency) ?? ""))
    }

    func duration(_ column: CSVColumn) throws(UsageError) -> Duration? {
        guard let number = try line.optionalDecimal(column) else { return nil }
        guard let duration = Duration(exactMilliseconds: number) else {
            throw error("expected a number of milliseconds with up to 15 decimal places", column)
        }
        return duration
    }

    func quantities(_ column: CSVColumn) throws(UsageError) -> [Quantity] {
        guard let units = try? JSONValue(json: Array(try line.string(column).utf8)) else {
            throw error("expected an object of quantities such as {\"n\":\"2\"}", column)
        }
        do {
            return try ExportedMembers(.object(JSONObject([JSONObject.Member(column.name, units)])))
                .quantities(column.name)
        } catch {
            var error = error
            error.byteOffset = line.offset(of: column.index)
            throw error
        }
    }

    private func error(_ message: String, _ column: CSVColumn) -> UsageError {
        var error = UsageError(.unexpectedShape, message)
        error.byteOffset = line.offset(of: column.index)
        error.codingPath = column.name
        return error
    }
}
