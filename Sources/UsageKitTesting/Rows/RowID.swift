internal import Synchronization
internal import UsageKit

/// Ids for rows that are made one by one: no two calls in a process give the same.
enum RowID {
    private static let count = Atomic<UInt64>(0)

    /// The source of the random part of the next id.
    private static func source() -> SeededGenerator {
        SeededGenerator(seed: count.add(1, ordering: .relaxed).newValue)
    }

    /// A prefix and a ULID of an instant.
    static func ulid(_ prefix: String, at instant: Timestamp) -> String {
        var source = source()
        return prefix + source.ulid(milliseconds: Int(instant.seconds) * 1000 + Int(instant.nanoseconds) / 1_000_000)
    }

    static func uuid() -> String {
        var source = source()
        return source.uuid()
    }

    /// A prefix and lower-case letters and digits.
    static func text(_ prefix: String, length: Int) -> String {
        var source = source()
        return prefix + source.digits(length, of: SeededGenerator.lowercase)
    }
}

extension JSONValue {
    /// An instant with three fractional digits, or with more if it has more.
    static func wire(_ instant: Timestamp) -> JSONValue {
        .string(instant.nanoseconds % 1_000_000 == 0 ? instant.wireMilliseconds : instant.description)
    }

    /// A row of members, some of which a test replaces or adds.
    ///
    /// - Parameters:
    ///   - members: The members; those that are nil are left out.
    ///   - others: Replace the members of the same name, and come after the others if there is no such member.
    /// - Returns: The row.
    static func row(_ members: KeyValuePairs<String, JSONValue?>, replacing others: JSONObject) -> JSONValue {
        var row: [JSONObject.Member] = []
        for (name, value) in members {
            if let value = others[name] ?? value { row.append(JSONObject.Member(name, value)) }
        }
        let names = Set(row.map(\.name))
        return .object(JSONObject(row + others.members.filter { !names.contains($0.name) }))
    }
}
