/// Names of one side with those of the other, compared by their bytes.
struct NameMapping {
    private var names: [ByteString: String] = [:]

    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if a name is mapped twice.
    init(_ pairs: some Sequence<(key: String, value: String)>) throws(UsageError) {
        for (name, other) in pairs where names.updateValue(other, forKey: ByteString(name)) != nil {
            throw UsageError(.invalidArgument, "the name \(name) is mapped twice: map it once")
        }
    }

    /// The name on the other side; nil if it is not mapped.
    subscript(name: String) -> String? { names[ByteString(name)] }
}
