extension FOCUSExport {
    /// Returns what keeps records from being written; empty if all of them can be.
    ///
    /// - Parameter records: The records.
    /// - Returns: What lacks a rate, and what else the format does not accept, each with the number of records and the
    ///   first day, in the order of their first records.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a product is beyond the numbers that a
    ///   `Decimal` can hold.
    /// - Complexity: O(n · m), where n is the number of records and m the number of rates.
    public func obstacles(to records: some Sequence<UsageRecord>) throws(UsageError) -> [FOCUSObstacle] {
        var check = FOCUSCheck(self)
        for record in records { try check.add(record) }
        return check.obstacles
    }

    /// Refuses records of which one cannot be written, before anything is.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/missingExchangeRate`` if something lacks a rate, and with
    ///   ``UsageError/Code/notExportable`` for what else the format does not accept; the message names all of it. As
    ///   ``obstacles(to:)`` otherwise.
    public func check(_ records: some Sequence<UsageRecord>) throws(UsageError) {
        var check = FOCUSCheck(self)
        for record in records { try check.add(record) }
        if let error = check.error { throw error }
    }

    /// The error that names each obstacle.
    static func error(_ obstacles: [FOCUSObstacle]) -> UsageError {
        let lacksRate = obstacles.contains { $0.reason == .noRate }
        return UsageError(
            lacksRate ? .missingExchangeRate : .notExportable,
            "FOCUS cannot be written: " + obstacles.map(\.description).joined(separator: "; "))
    }
}

/// What keeps the records of a stream from being written, gathered record by record.
public struct FOCUSCheck: Sendable {
    /// The export.
    public let export: FOCUSExport
    /// What was found so far, in the order of their first records.
    public private(set) var obstacles: [FOCUSObstacle] = []
    private var places: [Kind: Int] = [:]

    /// Obstacles of one kind are counted together.
    private struct Kind: Hashable {
        let reason: FOCUSObstacle.Reason
        let provider: ProviderID
        let source: Currency?
    }

    /// The error that names all that was found; nil if the records can be written.
    ///
    /// Its code is ``UsageError/Code/missingExchangeRate`` if something lacks a rate, and otherwise
    /// ``UsageError/Code/notExportable``.
    public var error: UsageError? { obstacles.isEmpty ? nil : FOCUSExport.error(obstacles) }

    /// Creates a check for an export.
    public init(_ export: FOCUSExport) {
        self.export = export
    }

    /// Adds a record.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a product is beyond the numbers that a
    ///   `Decimal` can hold.
    public mutating func add(_ record: UsageRecord) throws(UsageError) {
        guard case .failure(let refusal) = try export.row(for: record) else { return }
        let found = FOCUSObstacle(refusal, record)
        let kind = Kind(reason: found.reason, provider: found.provider, source: found.source)
        if let place = places[kind] {
            obstacles[place].add(found)
        } else {
            places[kind] = obstacles.count
            obstacles.append(found)
        }
    }
}
