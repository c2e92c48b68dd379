/// The rows of a ledger, one column per field.
struct RecordColumns: Sendable {
    var count = 0
    var texts = TextColumns()
    var numbers = NumberColumns()
    /// The number of the request that several rows may describe; 0 for a row that is a request of its own.
    var requests = PackedColumn()
    var requestNumbers = RequestNumbers()
    /// Whose requests the rows that are added next describe; ids of requests are told apart by it.
    var requestOwner = ""
    /// The quantities of all rows, and the row of each quantity in ascending order.
    var quantities = ExactColumn()
    var quantityRows = PackedColumn()
    /// The index of the first quantity of each chunk of rows.
    var quantityStarts: [Int] = []
    /// Whether there are rows that may describe the same request as other rows.
    var hasRepeats = false

    /// Minimum rows to append for which a second thread pays off.
    private static let minimumRowsForThread = 1 << 14

    /// The rows that were replaced by a later state; no report counts them.
    private var retiredRows = RowSet()

    /// What rows say beyond the common words, as far as it is asked for.
    var labels = LabelColumns()
    private var accounts = AccountRuns()

    init() {}

    /// Creates columns without rows that keep labels.
    init(keeping labels: [UsageDimension]) {
        self.labels = LabelColumns(keeping: labels)
    }

    /// The rows that count.
    var activeCount: Int { count - retiredRows.count }

    /// Takes a row out of all reports, because a later state replaces it.
    mutating func retire(_ row: Int) { retiredRows.insert(row) }

    /// Takes rows out of all reports.
    mutating func retire(_ rows: Range<Int>) { retiredRows.insert(rows) }

    /// Lets a row that was taken out count again.
    mutating func reinstate(_ row: Int) { retiredRows.remove(row) }

    /// Whether a row counts.
    func isActive(_ row: Int) -> Bool { !retiredRows.contains(row) }

    /// The retired rows of a chunk, counted from its first row.
    func retiredRows(ofChunk index: Int) -> [Int] { retiredRows.rows(ofChunk: index) }

    /// Nanoseconds since 1970.
    var times: PackedColumn { numbers.times }
    var inputTokens: PackedColumn { numbers.inputTokens }
    var outputTokens: PackedColumn { numbers.outputTokens }
    /// Nanoseconds.
    var durations: PackedColumn { numbers.durations }
    var charges: ExactColumn { numbers.charges }

    var chunkCount: Int { times.chunkCount }

    /// The rows of a chunk.
    func rows(ofChunk index: Int) -> Range<Int> {
        let start = index * PackedChunk.capacity
        return start..<Swift.min(start + PackedChunk.capacity, count)
    }

    /// The indices of the quantities of the rows of a chunk.
    func quantities(ofChunk index: Int) -> Range<Int> {
        quantityStarts[index]..<(index + 1 < quantityStarts.count ? quantityStarts[index + 1] : quantities.count)
    }

    /// Appends a row with its labels, or throws and changes nothing.
    mutating func append(_ record: UsageRecord) throws(UsageError) {
        try BorrowedBytes.withNone { (bytes) throws(UsageError) in
            try append(record.fields, in: bytes)
            for quantity in record.moreQuantities { append(quantity, ofRow: count - 1, in: bytes) }
        }
        if !labels.isEmpty { labels.append(record.labels) }
    }

    /// Adds a row whose texts are borrowed from bytes or its own, or throws and changes nothing.
    ///
    /// If there are columns for labels, those of the row must be added next.
    @inline(__always)
    mutating func append<Form: ColumnText>(
        _ record: RecordFields<Form>, in bytes: borrowing BorrowedBytes
    ) throws(UsageError) {
        let fields = try RecordNumbers(time: record.time, tokens: record.tokens, duration: record.duration)
        texts.append(record, in: bytes)
        appendRequest(record, in: bytes)
        if count % PackedChunk.capacity == 0 { quantityStarts.append(quantities.count) }
        numbers.append(fields, record.charge, in: bytes)
        record.quantities.forEach { append($0, ofRow: count, in: bytes) }
        count += 1
    }

    @inline(__always)
    private mutating func append<Form: ColumnText>(
        _ quantity: RecordQuantity<Form>, ofRow row: Int, in bytes: borrowing BorrowedBytes
    ) {
        quantities.append(quantity.count, label: quantity.unit, of: Form.self, in: bytes)
        quantityRows.append(Int64(row))
    }

    @inline(__always)
    private mutating func appendRequest<Form: ColumnText>(
        _ record: RecordFields<Form>, in bytes: borrowing BorrowedBytes
    ) {
        guard record.repeatsRequest, let requestID = record.requestID else { return requests.append(0) }
        let number = requestNumbers.number(
            provider: Form.string(ofLabel: record.provider, in: bytes) + requestOwner,
            requestID: Form.string(requestID, in: bytes))
        requests.append(Int64(number))
        hasRepeats = true
    }

    mutating func append(contentsOf other: RecordColumns) {
        if count == 0 || other.count == 0 {
            let names = labels.names + other.labels.names
            if count == 0 { self = other }
            // Columns without rows do not decide which labels the rows have.
            if count == 0 { labels = LabelColumns(keeping: names) }
            return
        }
        if other.count < Self.minimumRowsForThread {
            texts.append(contentsOf: other.texts)
            numbers.append(contentsOf: other.numbers)
        } else {
            let own = (texts: texts, numbers: numbers)
            let halves = parallelMap(2) { half in
                var (texts, numbers) = own
                if half == 0 {
                    texts.append(contentsOf: other.texts)
                } else {
                    numbers.append(contentsOf: other.numbers)
                }
                return (texts: texts, numbers: numbers)
            }
            (texts, numbers) = (halves[0].texts, halves[1].numbers)
        }
        let mapping = requestNumbers.merge(other.requestNumbers)
        requests.append(contentsOf: other.requests, replacing: mapping)
        appendQuantities(of: other)
        labels.append(contentsOf: other.labels)
        accounts.append(other.accounts, after: count)
        hasRepeats = hasRepeats || other.hasRepeats
        retiredRows.insert(other.retiredRows, after: count)
        count += other.count
    }

    /// Forgets the ids of requests: rows appended later describe other requests than those before.
    mutating func forgetRequestIDs() {
        requestNumbers.forgetIDs()
    }

    private mutating func appendQuantities(of other: RecordColumns) {
        var index = quantities.count
        quantities.append(contentsOf: other.quantities)
        let firstRow = count
        other.quantityRows.forEach { row in
            let row = firstRow + Int(row)
            while quantityStarts.count * PackedChunk.capacity <= row { quantityStarts.append(index) }
            quantityRows.append(Int64(row))
            index += 1
        }
        while quantityStarts.count * PackedChunk.capacity < count + other.count { quantityStarts.append(index) }
    }

    /// The symbol of each row for a dimension, and the text of each symbol.
    ///
    /// For the currency, the slots of the charges serve as symbols, so several symbols may have the same text. A label
    /// that is not kept is missing in all rows; reports refuse it before.
    func dimension(_ dimension: UsageDimension) -> (symbols: PackedColumn, texts: [String?]) {
        switch dimension.common {
        case .currency: return (charges.slotIndices, charges.slotTexts)
        case .account: return accounts.column(count: count)
        default:
            guard let column = texts[dimension] ?? labels[dimension] else {
                return AccountRuns().column(count: count)
            }
            return (column.symbols, column.table.texts)
        }
    }

    // MARK: - Labels

    /// Adds the labels of the row that was added last.
    mutating func appendLabels(of fields: some RowFields<BorrowedText>, in bytes: borrowing BorrowedBytes) {
        labels.append(fields, in: bytes)
    }

    /// Adds the labels of the row that was added last, which were read in the order of the columns.
    mutating func appendLabels(_ texts: ArraySlice<LabelText<BorrowedText>?>, in bytes: borrowing BorrowedBytes) {
        labels.append(texts, in: bytes)
    }

    /// Gives the rows that are added next the caller's label of their account; nil if they have none.
    mutating func beginRows(of account: String?) { accounts.begin(account, at: count) }

    /// Gives all rows the caller's label of their account; nil if they have none.
    mutating func giveAllRows(_ account: String?) {
        accounts = AccountRuns()
        accounts.begin(account, at: 0)
    }

    /// Gives the rows from some rows on the caller's labels of their accounts.
    mutating func giveRows(_ labels: [(start: Int, account: String?)]) {
        accounts = AccountRuns()
        for label in labels { accounts.begin(label.account, at: label.start) }
    }

    /// Gives the row that was added last the caller's label of its account; nil if it has none.
    mutating func setAccountOfLastRow(_ account: String?) { accounts.begin(account, at: count - 1) }

    /// Throws unless rows have a dimension.
    func check(_ dimension: UsageDimension) throws(UsageError) {
        guard dimension.common == nil, !labels.names.contains(dimension) else { return }
        throw .labelNotKept(dimension, kept: labels.names)
    }
}

extension Timestamp {
    init(nanosecondsSince1970 nanoseconds: Int64) {
        let (seconds, rest) = nanoseconds.flooredDivision(by: 1_000_000_000)
        self.init(seconds: seconds, nanoseconds: rest)
    }
}
