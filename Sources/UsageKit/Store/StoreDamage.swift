/// Bytes of a store that are not what was written.
public struct StoreDamage: Hashable, Sendable {
    /// Where they are in the file.
    public let bytes: Range<Int>
    /// The number of the commit that they belong to.
    public let commit: UInt64
    /// How many rows were lost with them; nil if it is not known.
    public internal(set) var rows: Int?
    /// The time of each source that may lack rows because of it.
    public internal(set) var lost: [StoreSource: TimeWindow] = [:]
}

extension StoreDamage: CustomStringConvertible {
    /// One line: the bytes and what was lost.
    public var description: String {
        let place = "bytes \(bytes.lowerBound) to \(bytes.upperBound - 1) (commit \(commit))"
        guard let rows else { return "\(place): it is not known what was lost" }
        let sources = lost.map { "\($0.key) in \($0.value)" }.sorted().joined(separator: ", ")
        return "\(place): \(rows) rows\(sources.isEmpty ? "" : " of \(sources)")"
    }
}
