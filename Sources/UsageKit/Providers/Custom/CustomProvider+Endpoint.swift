extension CustomProvider.Listing {
    private typealias ReadRow = CustomProvider.ReadRow<Row>

    /// The endpoint for a part of the window.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a filter that the listing does not have
    ///   and for a page size out of range.
    func endpoint(
        in window: TimeWindow, matching values: [Parameter], pageSize: Int?
    ) throws(UsageError) -> Endpoint<Row> {
        let filter = try filter(values)
        let size = try checkedSize(pageSize)
        let sizes = self.pageSize.map { [(name: $0.parameter, value: String(size))] } ?? []
        let common = parameters + (self.window?.query(for: window) ?? []) + filter.parameters + sizes
        let base = Endpoint<ReadRow>(
            path: path, first: first(size), promises: promises(filter), stepBack: repeatsLastRow(size) ? size : 0,
            cursor: cursorLocator, format: format,
            query: { [paging] position in paging.query(at: position, common) }, digest: { $0.digest },
            info: { (page, position) throws(UsageError) in info(page, at: position, in: window, size: size) })
        return Endpoint(
            of: base, row: \.row, listed: { ReadRow(of: $0) }, matches: { self.matches($0.row, $1) })
    }

    /// The number of rows to ask for; 1 if the listing cannot be asked, so that only an empty page is a short one.
    private func checkedSize(_ asked: Int?) throws(UsageError) -> Int {
        guard let pageSize else {
            if asked != nil { throw UsageError(.invalidArgument, "the listing \(name) has no page size") }
            return 1
        }
        let size = asked ?? pageSize.range.upperBound
        try UsageError.check(pageSize: size, in: pageSize.range)
        // A page of one row would have no room for a new row after the repeated one.
        guard case .offset(_, _, repeatsLastRow: true) = paging.kind, givesIDs else { return size }
        return pageSize.range.contains(2) ? max(size, 2) : size
    }

    private func repeatsLastRow(_ size: Int) -> Bool {
        guard case .offset(_, _, repeatsLastRow: true) = paging.kind, givesIDs else { return false }
        return pageSize == nil || size > 1
    }

    private func first(_ size: Int) -> PagePosition {
        switch paging.kind {
        case .cursor: .first
        case .offset: .offset(0, overlaps: repeatsLastRow(size))
        case .page: .page(1, period: nil, received: 0)
        }
    }

    private func promises(_ filter: RowFilter) -> ListingPromises {
        var promises = ListingPromises(
            order: order, filtersByTime: window != nil, givesIDs: givesIDs, limit: pageSize?.parameter, filter: filter)
        switch paging.kind {
        case .cursor:
            promises.saysWhetherMoreFollow = true
            promises.hasRowCursor = givesIDs
        case .offset(let parameter, let member, _):
            if member != nil { promises.echoes = [.offset(parameter: parameter)] }
        case .page(let parameter, let member, _):
            if member != nil { promises.echoes = [.page(parameter: parameter, maySwap: false)] }
        }
        return promises
    }

    /// The place of the cursor in a page; nil if pages have no cursor.
    private var cursorLocator: CursorLocator? {
        guard case .cursor(let parameter, let member, let hasMore, _) = paging.kind else { return nil }
        func name(_ path: String) -> String { path.split(separator: ".").last.map(String.init) ?? path }
        return CursorLocator(name: name(member), hasMore: hasMore.map(name), parameter: parameter)
    }

    /// What follows a page.
    private func info(
        _ page: PageContents<ReadRow>, at position: PagePosition, in window: TimeWindow, size: Int
    ) -> PageInfo {
        var info: PageInfo
        switch paging.kind {
        case .cursor(let parameter, _, _, _):
            info = PageInfo(cursorOf: page.envelope, format, parameter: parameter)
            info.total = page.envelope.total
            info.beginsListing = position == .first
            if let cursor = page.envelope.cursorText, let last = page.lastIdentity?.id {
                info.isRowCursor = ByteString(cursor) == ByteString(last)
            }
        case .offset:
            info = PageInfo(offsetOf: page, at: position, pageSize: size, overlaps: repeatsLastRow(size))
        case .page:
            info = PageInfo(numberOf: page, at: position, pageSize: page.envelope.pageSize ?? size)
            info.echoedSize = page.envelope.pageSize
        }
        // A total counts the rows outside the window, too.
        guard self.window == nil, info.total == nil, info.totalPages == nil, let order else { return info }
        info.isPastWindow =
            switch order {
            case .descending: window.start.map { start in page.allTimes { $0 < start } } ?? false
            case .ascending: window.end.map { end in page.allTimes { $0 >= end } } ?? false
            }
        return info
    }
}

extension CustomProvider.Paging {
    /// The parameters for the page at a position.
    fileprivate func query(
        at position: PagePosition, _ common: [(name: String, value: String)]
    ) -> [(name: String, value: String)] {
        switch (kind, position) {
        case (.cursor(_, _, _, let isSentAlone), .cursor(let parameter, let cursor)):
            (isSentAlone ? [] : common) + [(name: parameter, value: cursor.text)]
        case (.cursor, _): common
        case (.offset(let parameter, _, _), _):
            common + [(name: parameter, value: String(position.requestedOffset))]
        case (.page(let parameter, _, _), .page(let number, _, _)):
            common + [(name: parameter, value: String(number))]
        case (.page, _): common
        }
    }
}
