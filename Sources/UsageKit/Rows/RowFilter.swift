/// The filters that a server is asked for, to which the rows that it returns are held.
///
/// A row passes if each field that it shows has one of the wanted values.
struct RowFilter: Hashable, Sendable {
    /// The values of which a field must have one.
    struct Condition: Hashable, Sendable {
        /// The name of the filter on the wire.
        let name: String
        private let values: [[UInt8]]

        fileprivate init(_ name: String, _ values: [String]) {
            self.name = name
            self.values = values.map { Array($0.utf8) }
        }

        /// Whether the UTF-8 bytes of a text are one of the values.
        func allows(_ text: borrowing Span<UInt8>) -> Bool {
            for value in values where value.count == text.count {
                var index = 0
                while index < value.count, value[index] == text[index] { index += 1 }
                if index == value.count { return true }
            }
            return false
        }

        /// Whether a text is one of the values.
        func allows(_ text: String) -> Bool {
            values.contains { $0.elementsEqual(text.utf8) }
        }
    }

    /// What a row shows of the fields of a filter.
    struct Key: Hashable, Sendable {
        /// The conditions whose fields the row shows, one bit for each.
        fileprivate(set) var shown: UInt64 = 0
        /// Whether the value of one of these fields is not wanted.
        fileprivate(set) var isRefused = false
    }

    /// The maximum number of conditions: each has a bit in ``Key``.
    static let maximumCount = 64

    private(set) var conditions: [Condition] = []

    /// The query parameters that ask for the filters.
    private(set) var parameters: [(name: String, value: String)] = []

    var isEmpty: Bool { conditions.isEmpty }

    /// The bits of all conditions.
    var allBits: UInt64 { conditions.count < Self.maximumCount ? 1 << UInt64(conditions.count) - 1 : .max }

    static func == (left: RowFilter, right: RowFilter) -> Bool { left.conditions == right.conditions }

    func hash(into hasher: inout Hasher) { hasher.combine(conditions) }

    /// Adds a filter unless it has no values.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if one of the values is empty, because a server
    ///   may take an empty value for no filter.
    mutating func add(_ name: String, _ values: [String]) throws(UsageError) {
        guard !values.isEmpty else { return }
        guard !values.contains("") else { throw .emptyFilter(name) }
        guard conditions.count < Self.maximumCount else {
            throw UsageError(.invalidArgument, "a query can have at most \(Self.maximumCount) filters")
        }
        conditions.append(Condition(name, values))
        parameters.append((name, values.joined(separator: ",")))
    }

    /// Adds a filter unless its value is nil.
    mutating func add(_ name: String, _ value: String?) throws(UsageError) {
        if let value { try add(name, [value]) }
    }

    /// What a row shows; `matches` returns nil if the row does not show the field of a condition.
    @inline(__always)
    func key(_ matches: (Condition) -> Bool?) -> Key {
        var key = Key()
        for (index, condition) in conditions.enumerated() {
            guard let isWanted = matches(condition) else { continue }
            key.shown |= 1 << UInt64(index)
            if !isWanted { key.isRefused = true }
        }
        return key
    }

    /// The names of the conditions with these bits.
    func names(_ bits: UInt64) -> [String] {
        conditions.indices.filter { bits & 1 << UInt64($0) != 0 }.map { conditions[$0].name }
    }
}

extension UsageError {
    static func emptyFilter(_ name: String) -> UsageError {
        UsageError(.invalidArgument, "the filter \(name) needs a value")
    }
}

/// What a row shows of a field on which a filter acts.
enum FilteredField<Text> {
    case text(Text)
    /// The row has no value, by what the provider documents about a field that is null.
    case none
    /// The row does not have the field, or the provider does not document what that means.
    case unshown

    /// A field of which the provider documents that it is null if the row has no value.
    @inline(__always)
    init(orNone text: Text?) {
        self = if let text { .text(text) } else { .none }
    }

    /// A field that some rows may leave out.
    @inline(__always)
    init(orUnshown text: Text?) {
        self = if let text { .text(text) } else { .unshown }
    }
}

extension RowFields {
    /// Whether a field has one of the values of a filter; nil if the row does not show the field.
    @inline(__always)
    func matches(_ condition: RowFilter.Condition, in bytes: borrowing BorrowedBytes) -> Bool? {
        switch field(ofFilter: condition.name) {
        case .text(let text): Form.withUTF8(of: text, in: bytes) { condition.allows($0) }
        case .none: false
        case .unshown: nil
        }
    }
}
