/// A query whose filters can be set by their names on the wire, as a command line or a configuration file does.
public protocol WireFilterable: Sendable {
    /// The names on the wire of the filters that take several values.
    static var listFilters: [String] { get }

    /// How many rows a page has.
    var pageSize: Int { get set }

    /// Sets a filter by its name on the wire.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name that the endpoint does not have, and
    ///   for an empty value.
    mutating func setFilter(_ name: String, to value: String) throws(UsageError)
}

extension WireFilterable {
    /// Sets filters that were given one by one: the values of a list add up, a single value must be given once.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name that the endpoint does not have, for
    ///   an empty value, and for a filter that takes one value and was given twice.
    public mutating func setFilters(_ filters: [(name: String, value: String)]) throws(UsageError) {
        var values: [(name: ByteString, all: [String])] = []
        for (name, value) in filters {
            let name = ByteString(name)
            guard !value.isEmpty else { throw .emptyFilter(name.text) }
            guard let index = values.firstIndex(where: { $0.name == name }) else {
                values.append((name, [value]))
                continue
            }
            guard Self.listFilters.contains(where: { ByteString($0) == name }) else {
                throw UsageError(.invalidArgument, "the filter \(name.text) takes one value; give it once")
            }
            values[index].all.append(value)
        }
        for (name, all) in values { try setFilter(name.text, to: all.joined(separator: ",")) }
    }
}
