/// Requests by their ids, each with what it cost.
struct RequestCharges {
    private(set) var ids: [String] = []
    /// How many rows have the id, where rows that describe a request together are one.
    private(set) var counts: [UInt32] = []
    private var amounts: [ExactDecimal?] = []
    private var currencies: [UInt32] = []
    private var times: [Timestamp?] = []
    private var describesTogether: [Bool] = []
    /// Further charges of requests that several rows describe.
    private var others: [Int: [(currency: UInt32, amount: ExactDecimal)]] = [:]
    private var names: [Currency] = []
    private var index = HashIndex()

    var count: Int { ids.count }

    /// Adds a row; false if it names no request.
    mutating func add(_ record: UsageRecord, _ key: RequestKey) -> Bool {
        guard let id = key.text(of: record) else { return false }
        add(id, record.charge, record.time, isPart: record.repeatsRequest)
        return true
    }

    mutating func add(_ note: StatedRequest) {
        add(note.requestID, note.charge, note.time, isPart: note.isPart)
    }

    private mutating func add(_ id: String, _ charge: Money?, _ time: Timestamp?, isPart: Bool) {
        let hash = BorrowedBytes.hash(of: id)
        guard let known = index.find(hash, isSame: { ids[$0].utf8.elementsEqual(id.utf8) }) else {
            index.insert(hash, at: ids.count)
            ids.append(id)
            counts.append(1)
            amounts.append(charge?.exact)
            currencies.append(charge.map { number(of: $0.currency) } ?? 0)
            times.append(time)
            describesTogether.append(isPart)
            return
        }
        guard isPart, describesTogether[known] else {
            counts[known] += 1
            return
        }
        if let charge { others[known, default: []].append((number(of: charge.currency), charge.exact)) }
    }

    private mutating func number(of currency: Currency) -> UInt32 {
        if let known = names.firstIndex(of: currency) { return UInt32(known) }
        names.append(currency)
        return UInt32(names.count - 1)
    }

    func position(of id: String) -> Int? {
        index.find(BorrowedBytes.hash(of: id)) { ids[$0].utf8.elementsEqual(id.utf8) }
    }

    /// Whether anything says what the request cost.
    func hasCharge(_ position: Int) -> Bool { amounts[position] != nil || others[position] != nil }

    func time(of id: String) -> Timestamp? { position(of: id).flatMap { times[$0] } }

    /// What a request cost, by currency in the order of their names.
    func charges(_ position: Int) throws(UsageError) -> [Money] {
        guard let first = amounts[position] else {
            return try sums(others[position] ?? [])
        }
        guard let more = others[position] else {
            return [Money(exact: first, currency: names[Int(currencies[position])])]
        }
        return try sums([(currencies[position], first)] + more)
    }

    private func sums(_ parts: [(currency: UInt32, amount: ExactDecimal)]) throws(UsageError) -> [Money] {
        var sums: [UInt32: ExactSum] = [:]
        for part in parts { sums[part.currency, default: ExactSum()].add(part.amount) }
        var charges: [Money] = []
        for (currency, sum) in sums {
            charges.append(Money(exact: try sum.value(), currency: names[Int(currency)]))
        }
        return charges.sorted { ByteString($0.currency.rawValue) < ByteString($1.currency.rawValue) }
    }

    /// Whether a request cost what is noted of it; a note without a charge agrees with any.
    func agrees(_ position: Int, with notes: RequestCharges, _ other: Int) throws(UsageError) -> Bool {
        guard notes.others[other] == nil, let noted = notes.amounts[other] else {
            let stated = try notes.charges(other)
            let own = try charges(position)
            return stated.isEmpty || own.isSame(as: stated)
        }
        let currency = notes.names[Int(notes.currencies[other])]
        if others[position] == nil {
            return amounts[position] == noted && names[Int(currencies[position])] == currency
        }
        return try charges(position).isSame(as: [Money(exact: noted, currency: currency)])
    }
}

extension [Money] {
    /// Whether sums are equal, if a sum of zero is left out where there are others.
    fileprivate func isSame(as other: [Money]) -> Bool {
        if self == other { return true }
        let (own, stated) = (filter { $0.exact != .zero }, other.filter { $0.exact != .zero })
        guard own.isEmpty, stated.isEmpty else { return own == stated }
        return contains { other.contains($0) }
    }
}
