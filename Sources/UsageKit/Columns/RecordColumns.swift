/// The rows of a ledger, a column for each field.
struct RecordColumns: Sendable {
    private(set) var count = 0
    private(set) var texts = TextColumns()
    private var numbers = NumberColumns()
    /// 0 for a row that is a request of its own, otherwise the number of the request that several rows describe.
    private(set) var requests = PackedColumn()
    private var requestNumbers = RequestNumbers()
    /// What else was counted, and the row of each such quantity, in ascending order.
    private(set) var quantities = ExactColumn()
    private(set) var quantityRows = PackedColumn()
    /// For each chunk of rows the place of its first quantity.
    private(set) var quantityStarts: [Int] = []
    /// Whether some rows describe requests that others may describe as well.
    private(set) var hasRepeats = false

    /// From how many rows on another thread pays off.
    private static let rowsWorthAThread = 1 << 14

    init() {}

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

    /// The places of the quantities that the rows of a chunk count.
    func quantities(ofChunk index: Int) -> Range<Int> {
        quantityStarts[index]..<(index + 1 < quantityStarts.count ? quantityStarts[index + 1] : quantities.count)
    }

    /// Adds a row, or throws and changes nothing.
    mutating func append(_ record: UsageRecord) throws(UsageError) {
        let fields = try RecordNumbers(record)
        texts.append(record)
        if record.repeatsRequest, let requestID = record.requestID {
            let number = requestNumbers.number(provider: record.provider.rawValue, requestID: requestID)
            requests.append(Int64(number))
            hasRepeats = true
        } else {
            requests.append(0)
        }
        append(fields, record.quantities, record.charge)
    }

    /// Adds a row whose texts still stand in a document, or throws and changes nothing.
    @inline(__always)
    mutating func append(_ record: borrowing BorrowedRecord, in bytes: borrowing BorrowedBytes) throws(UsageError) {
        let fields = try RecordNumbers(time: record.time, tokens: record.tokens, duration: record.duration)
        texts.append(record, in: bytes)
        requests.append(0)
        append(fields, record.quantities, record.charge)
    }

    @inline(__always)
    private mutating func append(_ fields: RecordNumbers, _ counted: [Quantity], _ charge: Money?) {
        if count % PackedChunk.capacity == 0 { quantityStarts.append(quantities.count) }
        numbers.append(fields, charge)
        for quantity in counted {
            quantities.append(quantity.exact, label: quantity.unit.rawValue)
            quantityRows.append(Int64(count))
        }
        count += 1
    }

    mutating func append(contentsOf other: RecordColumns) {
        if count == 0 {
            self = other
            return
        }
        if other.count < Self.rowsWorthAThread {
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
        hasRepeats = hasRepeats || other.hasRepeats
        count += other.count
    }

    /// Lets the ids of requests go, after which rows that are added describe other requests than those before.
    mutating func forgetRequestIDs() {
        requestNumbers.forget()
    }

    private mutating func appendQuantities(of other: RecordColumns) {
        var place = quantities.count
        quantities.append(contentsOf: other.quantities)
        let firstRow = count
        other.quantityRows.forEach { row in
            let row = firstRow + Int(row)
            while quantityStarts.count * PackedChunk.capacity <= row { quantityStarts.append(place) }
            quantityRows.append(Int64(row))
            place += 1
        }
        while quantityStarts.count * PackedChunk.capacity < count + other.count { quantityStarts.append(place) }
    }

    /// The codes of a dimension, a code a row, and what each code stands for.
    func dimension(_ dimension: UsageDimension) -> (codes: PackedColumn, texts: [String?]) {
        guard let column = texts[dimension] else { return (charges.codes, charges.slotTexts) }
        return (column.codes, column.table.texts)
    }
}

extension Timestamp {
    init(nanosecondsSince1970 nanoseconds: Int64) {
        let (seconds, rest) = nanoseconds.flooredDivision(by: 1_000_000_000)
        self.init(seconds: seconds, nanoseconds: rest)
    }
}
