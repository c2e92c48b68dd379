extension Aurous {
    /// Which movements of credits to list.
    public struct CreditQuery: Hashable, Sendable {
        /// The kind of movement, one at most; nil for all.
        public var type: CreditEventType?
        /// The number of movements a page, 1 to 100.
        public var pageSize: Int

        /// Creates a query.
        public init(type: CreditEventType? = nil, pageSize: Int = 100) {
            self.type = type
            self.pageSize = pageSize
        }
    }
}

extension Aurous.CreditQuery: WireFilterable {
    /// None: the ledger takes one kind of movement at a time.
    public static var listFilters: [String] { [] }

    /// Sets a filter by its name on the wire.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name that the endpoint does not have, for
    ///   an empty value, and for a list.
    public mutating func setFilter(_ name: String, to value: String) throws(UsageError) {
        guard name == "type" else { throw .unknownFilter(name, known: ["type"]) }
        type = Aurous.CreditEventType(rawValue: try value.single(of: name))
    }

    func endpoint(in window: TimeWindow) throws(UsageError) -> Endpoint<Aurous.CreditEvent> {
        try UsageError.check(pageSize: pageSize, in: 1...100)
        if let type, type.rawValue.utf8.contains(UInt8(ascii: ",")) {
            throw UsageError(.invalidArgument, "the filter type takes one kind of movement, not \(type)")
        }
        var filter = RowFilter()
        try filter.add("type", type?.rawValue)
        // The time of the window is no parameter of this contract, and a strict server refuses those of the other one.
        let first = filter.parameters + [(name: "limit", value: String(pageSize))]
        let start = window.start
        return Endpoint(
            path: "/usage/events",
            promises: ListingPromises(
                order: .descending, hasRowCursor: true, saysWhetherMoreFollow: true, limit: "limit", filter: filter),
            cursor: Aurous.EventPage.creditLocator, format: Aurous.EventPage.format,
            query: { position in
                if case .cursor(let name, let cursor) = position { first + [(name, cursor.text)] } else { first }
            },
            info: { (page, _) throws(UsageError) in
                if page.hasRequestEvents {
                    throw UsageError(
                        .otherContract,
                        "the server lists its request events for this path, and no movements of credits: walk them with "
                            + "events(in:)")
                }
                return Aurous.EventPage.creditInfo(page, from: start)
            })
    }
}

extension PageContents<Aurous.CreditEvent> {
    /// Whether a row is a request: it has no sign of a movement, neither in its id nor in its object, and no amount.
    ///
    /// A row without an amount is never borrowed.
    fileprivate var hasRequestEvents: Bool {
        guard case .rows(let rows) = rows else { return false }
        return rows.contains { !$0.isMovement }
    }
}

extension Aurous.CreditEvent {
    fileprivate var isMovement: Bool {
        amount != nil || fields.object.map(Self.isObject) ?? false || Self.matches(id: id, unknown: JSONObject())
    }
}
