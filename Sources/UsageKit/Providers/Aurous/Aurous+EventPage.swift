extension Aurous {
    /// The pages of `GET /v1/usage/events`, in either contract.
    enum EventPage {
        static let format = PageFormat(
            rows: "data", cursor: "next_cursor", hasMore: "has_more", others: ["object"],
            rowMembers: ["id", "created_at"])

        /// The rows of the first page tell which contract the server speaks, and with it the parameter.
        static let cursor = CursorLocator(name: "next_cursor", hasMore: "has_more", parameter: nil)
        /// The parameter that takes the cursor if the server speaks the credit ledger.
        static let creditCursor = "starting_after"
        /// Pages of a walk that asks for the credit ledger.
        static let creditLocator = CursorLocator(name: "next_cursor", hasMore: "has_more", parameter: creditCursor)

        /// What follows a page of requests.
        static func info(_ page: PageContents<Event>, at position: PagePosition) -> PageInfo {
            let parameter = if case .cursor(let current, _) = position { current } else { "cursor" }
            return PageInfo(cursorOf: page.envelope, format, parameter: parameter)
        }

        /// What follows a page of the credit ledger.
        ///
        /// The credit ledger has no time filter and comes newest first, so a page before the window's start ends it.
        static func creditInfo(_ page: PageContents<some ListedRow>, from start: Timestamp?) -> PageInfo {
            var info = PageInfo(cursorOf: page.envelope, format, parameter: creditCursor)
            if let cursor = page.envelope.cursorText, let last = page.lastIdentity?.id {
                info.isRowCursor = ByteString(cursor) == ByteString(last)
            }
            info.isPastWindow = start.map { start in page.allTimes { $0 < start } } ?? false
            info.ignoresWindow = true
            return info
        }
    }
}

extension PageContents<Aurous.Event> {
    /// Whether the last row is of the credit ledger.
    var endsInCreditLedger: Bool {
        switch rows {
        case .rows(let rows): if case .credit = rows.last { true } else { false }
        // A row whose object says so, but not its id, is never borrowed.
        case .borrowed(let rows, in: _):
            rows.keys.last?.id.map { Aurous.CreditEvent.matches(id: $0.text, unknown: JSONObject()) } ?? false
        }
    }
}
