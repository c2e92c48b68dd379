extension CustomProvider {
    /// A listing of rows: which address has it, what it is asked for, and what its pages say.
    ///
    /// Pages are held to what the listing promises, as those of every provider are: `Docs/Promises.md` says what
    /// follows from a breach.
    public struct Listing<Row: CustomRow>: Sendable {
        /// A query parameter and its value.
        public typealias Parameter = (name: String, value: String)

        /// The name in reports and checkpoints.
        public let name: String
        /// The provider of the rows.
        public let provider: ProviderID
        /// The path below the prefix of the provider's address.
        public var path: String
        /// The member of a page that holds the rows.
        public var rows: String
        /// How the listing is divided into pages.
        public var paging: Paging
        /// How it is asked for pages of a size; nil if it cannot be.
        public var pageSize: PageSize?
        /// The member of a page with the number of all rows of the listing, by its name or its path; nil if pages have
        /// none.
        public var total: String?
        /// How it is asked for the rows of a window; nil if it always lists all rows.
        public var window: WindowParameters?
        /// The order of the rows by time, with ties in any order; nil if it is not documented.
        public var order: ListingOrder?
        /// The filters that it has.
        public var filters: [Filter]
        /// Parameters that are always sent.
        public var parameters: [Parameter]
        /// Whether every row has an id, and no two rows have the same one.
        public var givesIDs: Bool
        /// Members that each row has.
        ///
        /// A document with two of them is a row, even if it has an array under the name of the rows of a page.
        public var rowMembers: [String]

        /// Describes a listing.
        ///
        /// - Parameters:
        ///   - name: The name in reports and checkpoints.
        ///   - provider: The provider of the rows.
        ///   - path: The path below the prefix of the provider's address.
        ///   - rows: The member of a page that holds the rows.
        ///   - paging: How the listing is divided into pages.
        ///   - pageSize: How it is asked for pages of a size; nil if it cannot be.
        ///   - total: The member of a page with the number of all rows of the listing; nil if pages have none.
        ///   - window: How it is asked for the rows of a window; nil if it always lists all rows. Then a walk drops
        ///     the rows outside its window, and ends after a page past the window if there is an order and no total.
        ///   - order: The order of the rows by time; nil if it is not documented. Shards need an order and `window`.
        ///   - filters: The filters that it has.
        ///   - parameters: Parameters that are always sent.
        ///   - givesIDs: Whether every row has an id, and no two rows have the same one.
        ///   - rowMembers: Members that each row has, if rows have an array under the name `rows`.
        public init(
            _ name: String, of provider: ProviderID, path: String, rows: String, paging: Paging,
            pageSize: PageSize? = nil, total: String? = nil, window: WindowParameters? = nil,
            order: ListingOrder? = nil, filters: [Filter] = [], parameters: [Parameter] = [], givesIDs: Bool = true,
            rowMembers: [String] = []
        ) {
            self.name = name
            self.provider = provider
            self.path = path
            self.rows = rows
            self.paging = paging
            self.pageSize = pageSize
            self.total = total
            self.window = window
            self.order = order
            self.filters = filters
            self.parameters = parameters
            self.givesIDs = givesIDs
            self.rowMembers = rowMembers
        }

        /// Reads rows of the listing that were saved: lines, pages or arrays.
        public var replay: Replay<Row> {
            Replay(of: Replay<ReadRow<Row>>(provider: provider, format: format), row: \.row)
        }
    }
}

extension CustomProvider.Listing {
    /// The names of the members of a page.
    var format: PageFormat {
        var format = PageFormat(rows: rows)
        format.total = total
        format.pageSize = pageSize?.member
        switch paging.kind {
        case .cursor(_, let member, let hasMore, _):
            format.cursor = member
            format.hasMore = hasMore
        case .offset(_, let member, _): format.offset = member
        case .page(_, let member, let totalPages):
            format.page = member
            format.totalPages = totalPages
        }
        let members = [
            format.total, format.pageSize, format.cursor, format.hasMore, format.offset, format.page,
            format.totalPages,
        ]
        for case let path? in members {
            for dot in path.indices where path[dot] == "." && !format.groups.contains(String(path[..<dot])) {
                format.groups.append(String(path[..<dot]))
            }
        }
        format.groupsHavePaths = true
        format.rowMembers = rowMembers
        return format
    }

    /// The filters that are asked for.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a filter that the listing does not have,
    ///   for an empty value, and for several values of a filter that takes one.
    func filter(_ values: [Parameter]) throws(UsageError) -> RowFilter {
        for value in values where !filters.contains(where: { ByteString($0.parameter) == ByteString(value.name) }) {
            throw .unknownFilter(value.name, known: filters.map(\.parameter))
        }
        var filter = RowFilter()
        for known in filters {
            let wanted = values.filter { ByteString($0.name) == ByteString(known.parameter) }.map(\.value)
            guard wanted.count <= 1 || known.takesList else {
                throw UsageError(.invalidArgument, "the filter \(known.parameter) takes one value; give it once")
            }
            try filter.add(known.parameter, wanted)
        }
        return filter
    }

    /// Whether a row passes a condition; nil if the row does not show the field.
    func matches(_ row: Row, _ condition: RowFilter.Condition) -> Bool? {
        filters.first { ByteString($0.parameter) == ByteString(condition.name) }?.text(in: row.fields)
            .map(condition.allows)
    }
}
