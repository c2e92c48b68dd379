internal import Synchronization

/// The ids of the rows that a walk delivered up to a page, in the order of delivery.
///
/// It is a value whose copies share one list: a copy holds a reference and the number of its ids. A walk appends to the
/// list, and the copies that its earlier pages hold stay as they are. Copying all ids for each page that a caller keeps
/// would take memory in proportion to the square of the rows.
struct SharedIDs: Sendable {
    /// A list that only grows.
    private final class List: Sendable {
        private let ids: Mutex<[String]>

        init(_ ids: [String]) {
            self.ids = Mutex(ids)
        }

        /// Appends ids if the list has `count`; false if another copy of the walk has appended others.
        func append(_ added: [String], at count: Int) -> Bool {
            ids.withLock { ids in
                guard ids.count == count else { return false }
                ids += added
                return true
            }
        }

        func first(_ count: Int) -> [String] { ids.withLock { Array($0.prefix(count)) } }

        subscript(index: Int) -> String { ids.withLock { $0[index] } }
    }

    private var list = List([])
    private(set) var count = 0

    init() {}

    /// Appends ids; copies do not change.
    ///
    /// - Complexity: O(*n*) in the number of ids that are appended. If another copy appended its own before, all ids are
    ///   copied once.
    mutating func append(_ ids: [String]) {
        if ids.isEmpty { return }
        if !list.append(ids, at: count) { list = List(all + ids) }
        count += ids.count
    }

    /// Removes the last id; copies do not change.
    mutating func removeLast() { count -= 1 }

    subscript(index: Int) -> String { list[index] }

    /// The ids.
    ///
    /// - Complexity: O(*n*)
    var all: [String] { list.first(count) }

    /// Whether both are copies that share their list.
    func shares(_ other: SharedIDs) -> Bool { list === other.list }
}
