internal import Synchronization

/// The ids of the rows that a walk delivered up to a page, in the order of delivery.
///
/// It is a value whose copies share one list: a copy holds a reference and the number of its ids. A walk appends to the
/// list, and the copies that its earlier pages hold stay as they are. Copying all ids for each page that a caller keeps
/// would take memory in proportion to the square of the rows.
struct SharedIDs: Sendable {
    /// A list that only grows.
    private final class List: Sendable {
        /// The ids in the parts in which they were appended: so an id is never copied.
        private struct Parts {
            var parts: [[String]] = []
            /// The number of ids up to the end of each part.
            var ends: [Int] = []

            var count: Int { ends.last ?? 0 }

            mutating func append(_ part: [String]) {
                ends.append(count + part.count)
                parts.append(part)
            }

            subscript(index: Int) -> String {
                var (low, high) = (0, ends.count)
                while low < high {
                    let middle = (low + high) / 2
                    if ends[middle] <= index { low = middle + 1 } else { high = middle }
                }
                return parts[low][index - (low > 0 ? ends[low - 1] : 0)]
            }
        }

        private let ids: Mutex<Parts>

        init(_ ids: [String]) {
            var parts = Parts()
            parts.append(ids)
            self.ids = Mutex(parts)
        }

        /// Appends ids if the list has `count`; false if another copy of the walk has appended others.
        func append(_ added: [String], at count: Int) -> Bool {
            ids.withLock { ids in
                guard ids.count == count else { return false }
                ids.append(added)
                return true
            }
        }

        func first(_ count: Int) -> [String] { ids.withLock { Array($0.parts.joined().prefix(count)) } }

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
