// What the queries of the providers need to read their filters and to write their parameters.

extension UsageError {
    static func unknownFilter(_ name: String, known: [String]) -> UsageError {
        UsageError(
            .invalidArgument,
            "this endpoint has no filter \(name); it has "
                + (known.isEmpty ? "no filters" : known.joined(separator: ", ")))
    }

    /// Throws if a page size is out of range.
    static func check(pageSize: Int, in range: ClosedRange<Int>) throws(UsageError) {
        guard range.contains(pageSize) else {
            throw UsageError(
                .invalidArgument,
                "the page size must be \(range.lowerBound) to \(range.upperBound) rows, not \(pageSize)")
        }
    }
}

extension String {
    /// The values of a filter's list that is separated by commas.
    ///
    /// An empty list is refused, because it would let every row through.
    func commaSeparated(of filter: String) throws(UsageError) -> [String] {
        let values = split(separator: ",").map(String.init)
        guard !values.isEmpty else { throw .emptyFilter(filter) }
        return values
    }

    /// The value of a filter that takes one.
    func single(of filter: String) throws(UsageError) -> String {
        guard !isEmpty else { throw .emptyFilter(filter) }
        return self
    }
}

extension [(name: String, value: String)] {
    /// Appends a parameter unless its value is nil.
    mutating func append(_ name: String, _ value: String?) {
        if let value { append((name: name, value: value)) }
    }

    /// Appends a parameter with its values separated by commas unless there are no values.
    mutating func append(_ name: String, list: [String]) {
        if !list.isEmpty { append((name: name, value: list.joined(separator: ","))) }
    }
}
