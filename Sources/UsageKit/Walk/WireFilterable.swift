/// A query whose filters can be set by their names on the wire, as a command line or a configuration file does.
public protocol WireFilterable: Sendable {
    /// How many rows a page has.
    var pageSize: Int { get set }

    /// Sets a filter by its name on the wire.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name that the endpoint does not have.
    mutating func set(_ name: String, to value: String) throws(UsageError)
}
