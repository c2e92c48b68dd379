/// The currencies, statuses and units that occur in rows, numbered, so that sums are kept in arrays.
struct RowTerms {
    private(set) var currencies: [Currency] = []
    private(set) var statuses: [UsageStatus] = []
    private(set) var units: [UsageUnit] = []
    /// The number of the request of each row that may be one of several of its request; nil for others.
    ///
    /// It is empty if there are no such rows.
    private var requests: [Int?] = []

    init(_ rows: [ReconciledRows.Row]) {
        var (currencies, statuses, units) = (Set<Currency>(), Set<UsageStatus>(), Set<UsageUnit>())
        var numbers: [RequestName: Int] = [:]
        for (index, row) in rows.enumerated() {
            if let charge = row.record.charge { currencies.insert(charge.currency) }
            for charge in row.otherCharges.values { currencies.insert(charge.currency) }
            if let status = row.record.status { statuses.insert(status) }
            for quantity in row.record.quantities { units.insert(quantity.unit) }
            guard row.record.repeatsRequest, let name = RequestName(row.record) else { continue }
            if requests.isEmpty { requests = Array(repeating: nil, count: rows.count) }
            let number = numbers[name] ?? numbers.count
            numbers[name] = number
            requests[index] = number
        }
        // Few occur, so a number is found by comparing.
        self.currencies = Array(currencies)
        self.statuses = Array(statuses)
        self.units = Array(units)
    }

    /// Whether some row may be one of several of its request.
    var hasRequests: Bool { !requests.isEmpty }

    /// The number of the request of a row; nil if no other row describes it.
    func request(of row: Int) -> Int? { requests.isEmpty ? nil : requests[row] }
}

/// What tells a request from others.
private struct RequestName: Hashable {
    private let provider: ProviderID
    private let account: ByteString?
    private let id: ByteString

    /// The name of the request of a record; nil if it has none.
    init?(_ record: UsageRecord) {
        guard let id = record.requestID else { return nil }
        provider = record.provider
        account = record.labels[.account].map { ByteString($0) }
        self.id = ByteString(id)
    }
}
