/// The rows that a walk delivered: the id of each, with a hash of its content.
///
/// The hash distinguishes a revised row from an unchanged duplicate.
struct DeliveredRows: Sendable {
    /// The present content of a row.
    private struct Content {
        var hash: UInt64
        var traits: RowTraits
    }

    private var ids = DeliveredIDs()
    /// The content of each row; nil if an earlier run delivered it and the content is not known.
    private var contents: [Content?] = []
    /// The positions of rows that were taken back; if such a row comes again, it is new.
    private var takenBack: Set<Int> = []
    private var index = HashIndex()
    private var numbers = DeliveryNumbers()

    /// How many rows were delivered.
    var count: Int { ids.count }

    /// The ids in the order of delivery, for a page that may be kept.
    mutating func sharedIDs() -> SharedIDs { ids.share() }

    /// Whether a row was delivered after this number of others.
    func contains(_ id: RowID, from start: Int = 0) -> Bool {
        index.find(id.hash) { ids.holds(id, at: $0) }.map { $0 >= start } ?? false
    }

    /// Notes a row unless it was delivered before with the same content.
    ///
    /// - Parameters:
    ///   - id: The id of the row.
    ///   - key: Its content.
    ///   - number: How many rows were delivered before it in this run.
    /// - Returns: New, same or revised. A row whose content is not known counts as unchanged.
    mutating func insert(_ id: RowID, _ key: RowKey, number: Int) -> RowVerdict {
        let content = Content(hash: key.contentHash, traits: key.traits)
        guard let position = note(id) else {
            numbers.append(number, at: contents.count)
            contents.append(content)
            return .new
        }
        if !takenBack.isEmpty, takenBack.remove(position) != nil {
            contents[position] = content
            numbers.move(position, to: number)
            return .new
        }
        guard let known = contents[position], known.hash != content.hash else { return .same }
        let replaced = ReplacedRow(number: numbers[position], traits: known.traits)
        contents[position] = content
        numbers.move(position, to: number)
        return .revised(replaced)
    }

    /// Takes back a row that was delivered in this run.
    ///
    /// - Returns: The row; nil if it was not delivered, or was taken back before.
    mutating func takeBack(_ id: RowID) -> ReplacedRow? {
        guard let position = index.find(id.hash, isSame: { ids.holds(id, at: $0) }), let content = contents[position],
            takenBack.insert(position).inserted
        else { return nil }
        return ReplacedRow(number: numbers[position], traits: content.traits)
    }

    /// Notes rows of an earlier run if only their ids are known.
    mutating func restore(_ restored: [String]) {
        for id in restored where note(RowID(id)) == nil {
            // Which number it has makes no difference, because it is never replaced.
            numbers.append(contents.count, at: contents.count)
            contents.append(nil)
        }
    }

    /// Notes all rows that an earlier run delivered, some of them perhaps in several states; the last one has the number
    /// −1, the one before it −2, and so on.
    mutating func restore(_ rows: [RowKey]) {
        for (index, key) in rows.enumerated() {
            if let id = key.id { _ = insert(id, key, number: index - rows.count) }
        }
    }

    /// Removes the last row, which must be new.
    mutating func removeLast() {
        ids.removeLast()
        contents.removeLast()
        numbers.removeAll(from: contents.count)
        index.removeAll(from: ids.count)
    }

    /// The position of an id, or nil after noting it.
    private mutating func note(_ id: RowID) -> Int? {
        let known = index.find(id.hash, orInsertAt: ids.count) { ids.holds(id, at: $0) }
        if known == nil { ids.append(id.text) }
        return known
    }
}

/// The ids of delivered rows: those that pages share, and those that were added since.
private struct DeliveredIDs: Sendable {
    private var shared = SharedIDs()
    private var recent: [String] = []

    var count: Int { shared.count + recent.count }

    mutating func append(_ id: String) { recent.append(id) }

    mutating func removeLast() {
        if recent.isEmpty { shared.removeLast() } else { recent.removeLast() }
    }

    mutating func share() -> SharedIDs {
        shared.append(recent)
        recent = []
        return shared
    }

    func holds(_ id: RowID, at position: Int) -> Bool {
        let text = position < shared.count ? shared[position] : recent[position - shared.count]
        return ByteString(text) == ByteString(id.text)
    }
}

/// How many rows were delivered before each row with an id.
///
/// The numbers of consecutive rows mostly differ by one, so only the first number of such a run is stored.
struct DeliveryNumbers: Sendable {
    private struct Run {
        let row: Int
        let number: Int
    }

    private var runs: [Run] = []
    /// The numbers of rows whose later state was delivered.
    private var moved: [Int: Int] = [:]

    /// Notes the number of the next row.
    mutating func append(_ number: Int, at row: Int) {
        if let last = runs.last, number - last.number == row - last.row { return }
        runs.append(Run(row: row, number: number))
    }

    /// Notes that a later state of a row was delivered.
    mutating func move(_ row: Int, to number: Int) { moved[row] = number }

    /// Forgets the last rows.
    mutating func removeAll(from row: Int) {
        while let last = runs.last, last.row >= row { runs.removeLast() }
    }

    subscript(row: Int) -> Int {
        if let number = moved[row] { return number }
        var (low, high) = (0, runs.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if runs[middle].row <= row { low = middle } else { high = middle }
        }
        return runs[low].number + row - runs[low].row
    }
}
