private import Foundation
private import Synchronization
package import UsageKit

/// A server that breaks one promise of its listing.
package final class BrokenServer: HTTPTransport {
    /// When the promise is broken.
    package enum Occasion: Hashable, Sendable {
        /// Whenever the page with this number is asked for, counted from 1 in the order of first requests.
        case page(Int)
        /// Only the first time that this page is asked for.
        case pageOnce(Int)
    }

    private struct State {
        /// The requests so far, each once.
        var known: [String] = []
        /// How often each was made.
        var counts: [String: Int] = [:]
        /// The cursor of each request, by the number of the page.
        var cursors: [Int: String] = [:]
        /// The rows of each page, by the number of the page.
        var rows: [Int: [JSONValue]] = [:]
        /// The numbers of the pages that were changed.
        var changed: Set<Int> = []
    }

    private let server: any HTTPTransport
    private let promise: BrokenPromise?
    private let shape: ListingShape
    private let occasion: Occasion
    private let state = Mutex(State())

    /// Creates a server that breaks a promise, or a good one if it is nil.
    package init(
        _ server: any HTTPTransport, _ shape: ListingShape, breaking promise: BrokenPromise?, on occasion: Occasion
    ) {
        self.server = server
        self.shape = shape
        self.promise = promise
        self.occasion = occasion
    }

    /// How many different pages were asked for.
    package var pageCount: Int { state.withLock(\.known.count) }

    /// The numbers of the pages that differ from those of a good server.
    package var changedPages: Set<Int> { state.withLock(\.changed) }

    /// The rows that a good server has on a page.
    package func rows(ofPage number: Int) -> [JSONValue] { state.withLock { $0.rows[number] ?? [] } }

    package func send(_ request: TransportRequest) async throws -> TransportResponse {
        let (number, isFirst) = note(request)
        if let promise, promise == .oldRows, isFirst, isAfterBrokenPage(number) {
            var response = try await server.send(request)
            guard var page = WirePage(response.body), !page.array(shape.rows).isEmpty else { return response }
            promise.makeOld(&page, request, shape)
            response.body = page.body
            return response
        }
        guard let promise, isBroken(promise, number, isFirst) else {
            return keep(try await server.send(request), number)
        }
        if promise == .expiredCursor, !shape.cursorParameters.allSatisfy({ RequestQuery(request.url)[$0] == nil }) {
            state.withLock { _ = $0.changed.insert(number) }
            let body: JSONValue = ["error": "Invalid or expired cursor; restart from the first page"]
            return .json(body, status: 400)
        }
        let asked = isAltered(number) ? promise.request(request, shape) : request
        var response = keep(try await server.send(asked), number)
        guard response.status == 200, var page = WirePage(response.body) else { return response }
        if promise == .refusedEnd {
            let isFirst = shape.pageParameter.map { RequestQuery(request.url)[$0] == "1" } ?? false
            let isEmpty = !isFirst && page.array(shape.rows).isEmpty
            return isEmpty ? .json(["error": ["message": "no such page", "code": "NOT_FOUND"]], status: 404) : response
        }
        let before = page.body
        let (earlier, cursor) = state.withLock { state in
            let known = promise == .earlierRow && number > 1 ? 1 : number - 1
            return (state.rows[known] ?? [], state.cursors[number - 1])
        }
        promise.change(&page, number: number, after: earlier, at: cursor, request, shape)
        response.body = page.body
        if before != page.body
            || [.rowCount, .otherPage, .onlyFirstPage, .otherPeriod, .window, .filter].contains(promise)
        {
            state.withLock { _ = $0.changed.insert(number) }
        }
        return response
    }

    /// Whether another request is answered than the one that was made.
    private func isAltered(_ number: Int) -> Bool {
        switch occasion {
        case .page(let page), .pageOnce(let page): promise != .growingPages || number >= page
        }
    }

    private func isAfterBrokenPage(_ number: Int) -> Bool {
        switch occasion {
        case .page(let page), .pageOnce(let page): number == page + 1
        }
    }

    /// The number of a request, and whether it is made for the first time.
    private func note(_ request: TransportRequest) -> (number: Int, isFirst: Bool) {
        let target = request.url.absoluteString
        return state.withLock { state in
            state.counts[target, default: 0] += 1
            if let index = state.known.firstIndex(of: target) { return (index + 1, false) }
            state.known.append(target)
            let query = RequestQuery(request.url)
            state.cursors[state.known.count] = shape.cursorParameters.lazy.compactMap { query[$0] }.first
            return (state.known.count, true)
        }
    }

    private func isBroken(_ promise: BrokenPromise, _ number: Int, _ isFirst: Bool) -> Bool {
        if promise.isOfListing { return true }
        return switch occasion {
        case .page(let page): number == page
        case .pageOnce(let page): isFirst && number == page
        }
    }

    private func keep(_ response: TransportResponse, _ number: Int) -> TransportResponse {
        if response.status == 200, let page = WirePage(response.body) {
            state.withLock { $0.rows[number] = page.array(shape.rows) }
        }
        return response
    }
}
