/// The rows that a walk delivered: the id of each, with a hash of its content.
///
/// The hash distinguishes a revised row from an unchanged duplicate.
struct DeliveredRows: Sendable {
    /// The present content of a row.
    private struct Content {
        var hash: UInt64
        var traits: RowTraits
    }

    /// Whether a row of an earlier run is delivered again if it comes again and its content is not known.
    var deliversAgain = false
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
        if contents[position] == nil, deliversAgain {
            contents[position] = content
            let earlier = ReplacedRow(number: numbers[position], traits: [])
            numbers.move(position, to: number)
            return .again(earlier)
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

// MARK: - Rows that may be one

extension DeliveredRows {
    /// How many pairs of ids are compared at most.
    private static let maximumComparisons = 1 << 20

    /// The rows in whose ids text was replaced, and which may be another row of the same content: its id has what came
    /// before and after that text.
    ///
    /// - Parameter replaced: The ids in which text was replaced.
    /// - Returns: Their ids, and those of rows that have too many others of their content to compare them.
    /// - Complexity: O(*n*) in the number of rows.
    func twins(of replaced: Set<RowID>) -> [RowID] {
        var known: [UInt64: [RowID]] = [:]
        for id in replaced {
            guard let position = index.find(id.hash, isSame: { ids.holds(id, at: $0) }),
                let content = contents[position]
            else { continue }
            known[content.hash, default: []].append(id)
        }
        var twins: Set<RowID> = []
        var comparisons = 0
        for position in contents.indices {
            guard let hash = contents[position]?.hash, let same = known[hash] else { continue }
            let other = RowID(ids[position])
            for id in same where id != other && !twins.contains(id) {
                comparisons += 1
                if comparisons > Self.maximumComparisons || id.mayBe(other, isReplaced: replaced.contains(other)) {
                    twins.insert(id)
                }
            }
        }
        return twins.sorted { ByteString($0.text) < ByteString($1.text) }
    }
}

extension RowID {
    /// Whether an id in which text was replaced may be another one, in which text may be replaced, too.
    fileprivate func mayBe(_ other: RowID, isReplaced: Bool) -> Bool {
        let (own, known) = (ends, other.ends)
        guard isReplaced else {
            return other.text.utf8.starts(with: own.first.utf8)
                && other.text.utf8.reversed().starts(with: own.last.utf8.reversed())
        }
        let first = own.first.utf8.starts(with: known.first.utf8) || known.first.utf8.starts(with: own.first.utf8)
        let (ownLast, knownLast) = (own.last.utf8.reversed(), known.last.utf8.reversed())
        return first && (ownLast.starts(with: knownLast) || knownLast.starts(with: ownLast))
    }

    /// What comes before the first U+FFFD, and after the last one.
    private var ends: (first: Substring, last: Substring) {
        let parts = text.unicodeScalars.split(separator: "\u{FFFD}", omittingEmptySubsequences: false)
        return (parts.first.map(Substring.init) ?? "", parts.last.map(Substring.init) ?? "")
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

    subscript(position: Int) -> String {
        position < shared.count ? shared[position] : recent[position - shared.count]
    }

    func holds(_ id: RowID, at position: Int) -> Bool { ByteString(self[position]) == ByteString(id.text) }
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
