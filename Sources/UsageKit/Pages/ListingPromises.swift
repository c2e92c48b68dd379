/// What a provider promises about the pages of a listing, as data.
///
/// Each page is held to it; `Docs/Promises.md` has a table of all listings, and says what follows from a breach.
struct ListingPromises: Sendable {
    /// A member of a page that repeats a parameter of its request.
    enum Echo: Sendable {
        /// ``PageEnvelope/offset`` repeats this parameter.
        case offset(parameter: String)
        /// ``PageEnvelope/page`` repeats this parameter.
        ///
        /// If `maySwap` is true, the published sample has the page and the limit swapped, and either of them may be the
        /// page.
        case page(parameter: String, maySwap: Bool)
        /// ``PageEnvelope/period`` repeats this parameter.
        case period(parameter: String)
    }

    /// The order of the rows by time, with ties in any order; nil if it is not documented.
    var order: ListingOrder?
    /// Whether the listing has rows of the window only.
    var filtersByTime = false
    /// Whether every row has an id, and no two rows have the same one.
    var givesIDs = true
    /// Whether the cursor of a page may be the id of a row, so that it is unknown once that row is deleted.
    var hasRowCursor = false
    /// Whether a page says whether more rows follow; otherwise an empty page is the end.
    var saysWhetherMoreFollow = false
    /// The query parameter with the maximum number of rows on a page.
    var limit: String?
    /// What pages repeat of their request.
    var echoes: [Echo] = []
    /// The filters that were asked for.
    var filter = RowFilter()
}

extension ListingPromises {
    /// How a page says that it is not the one that was asked for; nil if it does not.
    func mismatch(of envelope: PageEnvelope, asked query: [(name: String, value: String)]) -> String? {
        for echo in echoes {
            let difference =
                switch echo {
                case .offset(let parameter):
                    Self.difference("offset", [envelope.offset], query.value(of: parameter))
                case .page(let parameter, let maySwap):
                    Self.difference(
                        "page", maySwap ? [envelope.page, envelope.pageSize] : [envelope.page],
                        query.value(of: parameter))
                case .period(let parameter):
                    Self.difference("period", envelope.period, query.value(of: parameter))
                }
            if let difference { return difference }
        }
        return nil
    }

    /// The maximum number of rows that a query asks for; nil if it does not say.
    func maximumRows(of query: [(name: String, value: String)]) -> Int? {
        limit.flatMap(query.value).flatMap { Int($0) }
    }

    private static func difference(_ name: String, _ found: [Int?], _ asked: String?) -> String? {
        guard let asked = asked.flatMap({ Int($0) }), let first = found.first, let first, !found.contains(asked) else {
            return nil
        }
        return "the server answered with \(name) \(first) to a request for \(name) \(asked)"
    }

    /// A text that is not a billing period says nothing.
    private static func difference(_ name: String, _ found: String?, _ asked: String?) -> String? {
        guard let asked = asked.flatMap({ try? BillingPeriod($0) }),
            let found = found.flatMap({ try? BillingPeriod($0) }),
            found != asked
        else { return nil }
        return "the server answered with the \(name) \(found) to a request for \(asked)"
    }
}

extension [(name: String, value: String)] {
    /// The first value of a parameter.
    fileprivate func value(of name: String) -> String? {
        first { $0.name == name }?.value
    }
}
