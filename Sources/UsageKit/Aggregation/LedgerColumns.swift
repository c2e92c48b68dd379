/// The rows of a ledger, a column for each field.
struct LedgerColumns: Sendable {
    /// Stands for an unknown instant.
    static let unknownTime = Int64.min
    /// The dimensions that have a column of texts of their own; the currency comes from the charge.
    static let textDimensions = UsageDimension.allCases.filter { $0 != .currency }

    private(set) var count = 0
    /// Nanoseconds since 1970, or ``unknownTime``.
    private(set) var times: [Int64] = []
    /// In the order of ``textDimensions``.
    private(set) var texts = Array(repeating: TextColumn(), count: Self.textDimensions.count)
    private(set) var inputTokens = IntegerColumn()
    private(set) var outputTokens = IntegerColumn()
    /// Nanoseconds.
    private(set) var durations = IntegerColumn()
    private(set) var charges = ExactColumn()
    /// 0 for a row that is a request of its own, otherwise the number of the request that several rows describe.
    private(set) var requests = CodeColumn()
    private var requestNumbers = RequestNumbers()
    /// What else was counted, and the row of each such quantity, in ascending order.
    private(set) var quantities = ExactColumn()
    private(set) var quantityRows: [Int] = []

    init() {}

    /// Whether some request is described by rows that may be several.
    var hasRepeats: Bool { count > 0 && requests.commonCode != 0 }

    /// Adds a row, or throws and changes nothing.
    mutating func append(_ record: UsageRecord) throws(UsageError) {
        let fields = try Fields(record)
        times.append(fields.time)
        for (index, dimension) in Self.textDimensions.enumerated() {
            texts[index].append(record.text(for: dimension))
        }
        inputTokens.append(fields.inputTokens)
        outputTokens.append(fields.outputTokens)
        durations.append(fields.duration)
        if let charge = record.charge {
            charges.append(charge.exact, label: charge.currency.rawValue)
        } else {
            charges.appendMissing()
        }
        if record.repeatsRequest, let requestID = record.requestID {
            requests.append(requestNumbers.number(provider: record.provider.rawValue, requestID: requestID))
        } else {
            requests.append(0)
        }
        for quantity in record.quantities {
            quantities.append(quantity.exact, label: quantity.unit)
            quantityRows.append(count)
        }
        count += 1
    }

    mutating func append(contentsOf other: LedgerColumns) {
        if count == 0 {
            self = other
            return
        }
        times += other.times
        for index in texts.indices { texts[index].append(contentsOf: other.texts[index]) }
        inputTokens.append(contentsOf: other.inputTokens)
        outputTokens.append(contentsOf: other.outputTokens)
        durations.append(contentsOf: other.durations)
        charges.append(contentsOf: other.charges)
        let mapping = requestNumbers.merge(other.requestNumbers)
        requests.append(contentsOf: other.requests, replacing: mapping)
        quantities.append(contentsOf: other.quantities)
        quantityRows += other.quantityRows.map { $0 + count }
        count += other.count
    }

    /// The rows inside a window; a row without a time is in the window without bounds only.
    func selecting(_ window: TimeWindow) -> LedgerColumns {
        if window.start == nil, window.end == nil { return self }
        let rows = times.indices.filter { row in
            times[row] != Self.unknownTime && window.contains(Timestamp(nanosecondsSince1970: times[row]))
        }
        return rows.count == count ? self : gathering(rows)
    }

    /// The rows at ascending indices.
    private func gathering(_ rows: [Int]) -> LedgerColumns {
        var result = self
        result.count = rows.count
        result.times = rows.map { times[$0] }
        result.texts = texts.map { $0.gathering(rows) }
        result.inputTokens = inputTokens.gathering(rows)
        result.outputTokens = outputTokens.gathering(rows)
        result.durations = durations.gathering(rows)
        result.charges = charges.gathering(rows)
        result.requests = requests.gathering(rows)
        var kept: [Int] = []
        result.quantityRows = []
        var next = 0
        for (place, row) in quantityRows.enumerated() {
            while next < rows.count, rows[next] < row { next += 1 }
            guard next < rows.count, rows[next] == row else { continue }
            kept.append(place)
            result.quantityRows.append(next)
        }
        result.quantities = quantities.gathering(kept)
        return result
    }

    /// The codes of a dimension, a code a row, and what each code stands for.
    func dimension(_ dimension: UsageDimension) -> (codes: CodeColumn, texts: [String?]) {
        guard let index = Self.textDimensions.firstIndex(of: dimension) else {
            return (charges.codes, charges.slotTexts)
        }
        return (texts[index].codes, texts[index].table.texts)
    }
}

extension LedgerColumns {
    /// The numeric fields of a record in the form of the columns.
    private struct Fields {
        let time: Int64
        let inputTokens: Int64
        let outputTokens: Int64
        let duration: Int64

        init(_ record: UsageRecord) throws(UsageError) {
            time = try Self.nanoseconds(record.time)
            inputTokens = try Self.tokens(record.tokens.input)
            outputTokens = try Self.tokens(record.tokens.output)
            duration = try Self.nanoseconds(record.duration)
        }

        private static func nanoseconds(_ time: Timestamp?) throws(UsageError) -> Int64 {
            guard let time else { return unknownTime }
            let nanoseconds = Int128(time.seconds) * 1_000_000_000 + Int128(time.nanoseconds)
            guard let value = Int64(exactly: nanoseconds), value != unknownTime else {
                throw UsageError(.invalidArgument, "a ledger takes instants of the years 1678 to 2261")
            }
            return value
        }

        private static func nanoseconds(_ duration: Duration?) throws(UsageError) -> Int64 {
            guard let duration else { return IntegerColumn.missing }
            guard duration >= .zero else {
                throw UsageError(.invalidArgument, "a request cannot take less than no time")
            }
            guard let value = Int64(exactly: duration.attoseconds / 1_000_000_000) else {
                throw UsageError(.invalidArgument, "a ledger takes durations below 292 years")
            }
            return value
        }

        private static func tokens(_ count: Int?) throws(UsageError) -> Int64 {
            guard let count else { return IntegerColumn.missing }
            guard count >= 0 else { throw UsageError(.invalidArgument, "a count of tokens cannot be negative") }
            return Int64(count)
        }
    }
}

extension UsageRecord {
    /// The record's value of a dimension other than the currency.
    fileprivate func text(for dimension: UsageDimension) -> String? {
        switch dimension {
        case .provider: provider.rawValue
        case .model: model
        case .apiKey: apiKey
        case .user: user
        case .type: type
        case .status: status?.rawValue
        case .currency: nil
        case .sku: sku
        case .bot: bot
        case .conversation: conversation
        }
    }
}

extension Timestamp {
    init(nanosecondsSince1970 nanoseconds: Int64) {
        let (seconds, rest) = nanoseconds.flooredDivision(by: 1_000_000_000)
        self.init(seconds: seconds, nanoseconds: rest)
    }
}
