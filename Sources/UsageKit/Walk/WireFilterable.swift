/// A query whose filters can be set by their names on the wire, as a command line or a configuration file does.
public protocol WireFilterable: Sendable {
    /// How many rows a page has.
    var pageSize: Int { get set }

    /// Sets a filter by its name on the wire.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name that the endpoint does not have.
    mutating func set(_ name: String, to value: String) throws(UsageError)
}

extension UsageError {
    static func unknownFilter(_ name: String, known: [String]) -> UsageError {
        UsageError(
            .invalidArgument, "there is no filter \(name) here; the filters are \(known.joined(separator: ", "))")
    }

    static func check(pageSize: Int, in range: ClosedRange<Int>) throws(UsageError) {
        guard range.contains(pageSize) else {
            throw UsageError(
                .invalidArgument, "a page holds \(range.lowerBound) to \(range.upperBound) rows, not \(pageSize)")
        }
    }
}

extension String {
    /// The values of a list; an empty one would let everything through and is refused.
    func commaSeparated() throws(UsageError) -> [String] {
        let values = split(separator: ",").map(String.init)
        guard !values.isEmpty else { throw UsageError(.invalidArgument, "a filter needs a value") }
        return values
    }
}

extension [(name: String, value: String)] {
    mutating func append(_ name: String, _ value: String?) {
        if let value { append((name: name, value: value)) }
    }

    mutating func append(_ name: String, list: [String]) {
        if !list.isEmpty { append((name: name, value: list.joined(separator: ","))) }
    }
}
