public import Logging

/// A sync of all sources into a warehouse.
public struct SyncJob: Sendable {
    /// How the sync of a source ended.
    public struct SourceResult: Sendable {
        /// The source.
        public let source: SourceID
        /// What its walks changed, or why it failed.
        public let result: Result<[SyncSummary], any Error>

        /// Whether the database has all rows of the window.
        public var isComplete: Bool { (try? result.get())?.last?.isComplete ?? false }
    }

    private let sources: [Source]
    private let warehouse: Warehouse
    private let options: SyncOptions
    private let bounds: SpendBounds
    private let logger: Logger
    private let maximumConcurrency: Int
    private let deliver: @Sendable (SpendAlert) async throws -> Void

    /// Creates a sync.
    ///
    /// - Parameters:
    ///   - sources: The ledgers, each of them once.
    ///   - warehouse: The database.
    ///   - options: Which part of the ledgers is read.
    ///   - bounds: How much may be spent in a day before an alert.
    ///   - logger: Is told what happens.
    ///   - maximumConcurrency: How many sources are read at the same time.
    ///   - deliver: Sends an alert, for example to a pager; alerts are logged in any case.
    /// - Throws: ``WarehouseError/configuration(_:)`` if a source is there twice.
    public init(
        _ sources: [Source], into warehouse: Warehouse, _ options: SyncOptions, bounds: SpendBounds = SpendBounds(),
        logger: Logger, maximumConcurrency: Int = 16,
        deliver: @escaping @Sendable (SpendAlert) async throws -> Void = { _ in }
    ) throws(WarehouseError) {
        var known: Set<SourceID> = []
        for source in sources where !known.insert(source.id).inserted {
            throw .configuration("the source '\(source.id)' is there twice: each tenant has a provider once")
        }
        self.sources = sources
        self.warehouse = warehouse
        self.options = options
        self.bounds = bounds
        self.logger = logger
        self.maximumConcurrency = max(1, maximumConcurrency)
        self.deliver = deliver
    }

    /// Reads the sources at the same time; the failure of one does not stop the others.
    ///
    /// - Returns: How each source ended, in the order in which they were given.
    /// - Throws: The error of an alert that could not be delivered, after all sources.
    public func run() async throws -> [SourceResult] {
        let results = await withTaskGroup(of: (Int, SourceResult).self) { group in
            var results: [Int: SourceResult] = [:]
            for (index, source) in sources.enumerated() {
                if index >= maximumConcurrency, let (index, result) = await group.next() { results[index] = result }
                group.addTask { (index, await sync(source)) }
            }
            for await (index, result) in group { results[index] = result }
            return sources.indices.compactMap { results[$0] }
        }
        try await warehouse.deliverAlerts { [logger, deliver] alert in
            logger.critical(
                "today's spend has passed a bound",
                metadata: [
                    "tenant": "\(alert.tenant)", "day": "\(alert.day)", "currency": "\(alert.currency)",
                    "amount": "\(alert.amount)", "bound": "\(alert.bound)",
                ])
            SyncMetrics.count(alert)
            try await deliver(alert)
        }
        return results
    }

    private func sync(_ source: Source) async -> SourceResult {
        let sync = SourceSync(
            source: source.id, warehouse: warehouse, options: options, bounds: bounds, logger: logger)
        do {
            return SourceResult(source: source.id, result: .success(try await source.run(sync)))
        } catch {
            logger.error(
                "the sync failed; the next one continues after the last page that was committed",
                metadata: [
                    "tenant": "\(source.tenant)", "provider": "\(source.id.provider)", "error": "\(error)",
                ])
            return SourceResult(source: source.id, result: .failure(error))
        }
    }
}
