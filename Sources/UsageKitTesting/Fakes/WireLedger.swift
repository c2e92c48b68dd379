internal import UsageKit

/// Rows as on the wire, in the order in which the provider returns them.
struct WireLedger: Sendable {
    enum Order: Sendable {
        /// By instant, latest first; ties by id ascending.
        case newestFirst
        /// By instant, earliest first; ties by id ascending.
        case oldestFirst
    }

    /// A position in the order; it remains valid after its row was deleted.
    struct Position: Hashable, Sendable {
        let instant: Timestamp
        let id: String
    }

    struct Entry: Sendable {
        let position: Position
        let row: JSONValue
    }

    private(set) var entries: [Entry] = []
    private var instants: [String: Timestamp] = [:]
    private var arrivals = 0
    private let order: Order
    private let instantName: String
    private let idName: String?

    /// - Parameters:
    ///   - rows: The rows, in any order.
    ///   - order: The order of the provider.
    ///   - instantName: The member that holds the instant.
    ///   - idName: The member that holds the id; nil if rows have no id and ties keep the order of arrival.
    init(_ rows: [JSONValue], _ order: Order, instant instantName: String, id idName: String?) {
        self.order = order
        self.instantName = instantName
        self.idName = idName
        insert(rows)
    }

    mutating func insert(_ rows: [JSONValue]) {
        // A row without a readable instant gets the instant of the row before it.
        var instant = Timestamp(seconds: 0)
        for row in rows {
            instant = row[instantName]?.wireInstant ?? instant
            arrivals += 1
            let arrival = String(1_000_000_000_000 + arrivals)
            let id = idName.map { row[$0]?.string ?? arrival } ?? arrival
            entries.append(Entry(position: Position(instant: instant, id: id), row: row))
            instants[id] = instant
        }
        entries.sort { [order] in order.precedes($0.position, $1.position) }
    }

    mutating func remove(where isGone: (JSONValue) -> Bool) {
        entries.removeAll { entry in
            guard isGone(entry.row) else { return false }
            instants[entry.position.id] = nil
            return true
        }
    }

    mutating func apply(_ change: FakeBehavior.Change) {
        switch change {
        case .insert(let rows): insert(rows)
        case .remove(let isGone): remove(where: isGone)
        }
    }

    /// The position of a row that has not been deleted.
    func position(ofID id: String) -> Position? {
        instants[id].map { Position(instant: $0, id: id) }
    }

    /// The entries after a position.
    func entries(after position: Position?) -> ArraySlice<Entry> {
        guard let position else { return entries[...] }
        return entries[entries.partitioningIndex { order.precedes(position, $0.position) }...]
    }

    /// The entries before a position, nearest first: the ledger in reverse.
    func entries(before position: Position?) -> ReversedCollection<ArraySlice<Entry>> {
        guard let position else { return entries[...].reversed() }
        return entries[..<entries.partitioningIndex { !order.precedes($0.position, position) }].reversed()
    }
}

extension WireLedger.Order {
    func precedes(_ left: WireLedger.Position, _ right: WireLedger.Position) -> Bool {
        if left.instant != right.instant {
            return self == .newestFirst ? left.instant > right.instant : left.instant < right.instant
        }
        return left.id < right.id
    }
}

/// The rows of one page and whether rows follow.
struct PageCut {
    private(set) var entries: [WireLedger.Entry] = []
    private(set) var hasMore = false

    /// Takes wanted rows until the page is full, and looks for one more.
    init(_ source: some Sequence<WireLedger.Entry>, size: Int, where isWanted: (WireLedger.Entry) -> Bool) {
        for entry in source where isWanted(entry) {
            guard entries.count < size else {
                hasMore = true
                return
            }
            entries.append(entry)
        }
    }

    var rows: JSONValue { .array(entries.map(\.row)) }
}

extension RandomAccessCollection {
    /// The first index whose element meets the condition, in a collection that is partitioned by the condition.
    func partitioningIndex(where belongs: (Element) -> Bool) -> Index {
        var low = startIndex
        var count = self.count
        while count > 0 {
            let half = count / 2
            let middle = index(low, offsetBy: half)
            if belongs(self[middle]) {
                count = half
            } else {
                low = index(after: middle)
                count -= half + 1
            }
        }
        return low
    }
}
