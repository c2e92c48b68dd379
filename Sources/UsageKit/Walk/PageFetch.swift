internal import Synchronization

/// Fetches and decodes the page at a position.
///
/// It may announce the position of the page after it before it has decoded this one. An announced position is a guess:
/// the decoded page decides. A page that is fetched again after a failure is announced again.
typealias PageFetch<Content: Sendable> =
    @Sendable (
        PagePosition, _ announceNext: @escaping @Sendable (PagePosition) -> Void
    ) async throws -> FetchedPage<Content>

/// A page with the position for which it was fetched.
struct FetchedPage<Content: Sendable>: Sendable {
    let page: SummarizedPage<Content>
    let position: PagePosition
    /// When the page was received, and its cursor with it.
    let receivedAt: Timestamp
}

extension HTTPClient {
    /// Returns the function that fetches the pages of an endpoint.
    func pageFetch<Row, Content>(
        _ endpoint: Endpoint<Row>, reading receive: @escaping Endpoint<Row>.Receive<Content>, options: WalkOptions,
        deadline: HTTPDeadline?
    ) -> PageFetch<Content> {
        { position, announceNext in
            do {
                let page = try await fetchPage(
                    endpoint, at: position, reading: receive, options: options, deadline: deadline,
                    announceNext: announceNext)
                return FetchedPage(page: page, position: position, receivedAt: environment.now())
            } catch let error as UsageError {
                throw endpoint.explain(error)
            }
        }
    }

    /// Fetches and decodes a page away from the caller's actor.
    @concurrent
    private func fetchPage<Row, Content>(
        _ endpoint: Endpoint<Row>, at position: PagePosition, reading receive: @escaping Endpoint<Row>.Receive<Content>,
        options: WalkOptions, deadline: HTTPDeadline?, announceNext: @Sendable (PagePosition) -> Void
    ) async throws -> SummarizedPage<Content> {
        let isFirst = Mutex(true)
        return try await fetch(
            endpoint.path, query: endpoint.query(position), accept: endpoint.accept, deadline: deadline
        ) { response in
            if let next = endpoint.cursor?.next(in: response, at: position) { announceNext(next) }
            let damage: DamagedPage.Finder? = if options.replacesBadText { endpoint.damage } else { nil }
            var page = try response.page(at: position, replacingBadText: damage, reading: receive)
            page.summary.deprecation = Deprecation(response.headers)?.cleaned(by: ErrorText(secrets: [])).description
            // It is requested once more; then the walk decides.
            if let reason = page.summary.info.reason(options.checks), isFirst.withLock({ $0.take() }) {
                throw UsageError(.mismatchedResponse, reason)
            }
            return page
        }
    }
}

extension TransportResponse {
    /// Reads a page; if its text cannot be read, and the caller asks for it, once more with that text replaced.
    fileprivate func page<Content>(
        at position: PagePosition, replacingBadText damage: DamagedPage.Finder?,
        reading receive: (TransportResponse, PagePosition) throws(UsageError) -> SummarizedPage<Content>
    ) throws(UsageError) -> SummarizedPage<Content> {
        do {
            return try receive(self, position)
        } catch {
            guard let damage, error.code == .malformedJSON || error.code == .malformedCSV else { throw error }
            var repair = TextRepair(hasEscapes: error.code == .malformedJSON)
            var repaired = self
            repaired.body = repair.repair(body, isLast: true)
            guard !repair.replacements.isEmpty else { throw error }
            do {
                var page = try receive(repaired, position)
                page.summary.note(try damage(repaired.body, repair.replacements))
                return page
            } catch let other {
                // In text of another encoding, the first place says more than the one after the replacements.
                throw other.code == error.code ? error : other
            }
        }
    }
}

extension Bool {
    /// Returns the value and makes it false.
    fileprivate mutating func take() -> Bool {
        defer { self = false }
        return self
    }
}
