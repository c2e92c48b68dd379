import Foundation
import Synchronization
import UsageKit
import UsageKitTesting

/// A ledger that answers `GET /v2/calls` as Marlow would.
///
/// Calls are ordered newest first. A cursor is opaque and names the call after which the next page begins.
final class MarlowFake: HTTPTransport {
    static let testKey = "mk-0123456789abcdef"

    private let state: Mutex<[JSONValue]>

    init(_ calls: [JSONValue]) {
        state = Mutex(calls)
    }

    /// The calls, newest first.
    var calls: [JSONValue] { state.withLock { $0.sorted { Self.key($0) > Self.key($1) } } }

    /// Writes a call, or the later state of one with the same id.
    func write(_ call: JSONValue) {
        state.withLock { calls in
            calls.removeAll { $0["id"] == call["id"] }
            calls.append(call)
        }
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        guard request.headers["X-Marlow-Key"] == Self.testKey else {
            return .json(["error": ["code": "bad_key", "message": "the key is not known"]], status: 401)
        }
        guard request.method == "GET", request.url.path == "/v2/calls" else { return .json("{}", status: 404) }
        let items = URLComponents(url: request.url, resolvingAgainstBaseURL: false)?.queryItems ?? []
        let query = Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        let since = try query["since"].map(Timestamp.init(_:))
        let until = try query["until"].map(Timestamp.init(_:))
        let rows = try calls.filter { call in
            let at = try Timestamp(call["at"]?.string ?? "")
            let isInside = (since.map { at >= $0 } ?? true) && (until.map { at < $0 } ?? true)
            return isInside && (query["model"].map { call["model"]?.string == $0 } ?? true)
        }
        let start = query["cursor"].flatMap { cursor in rows.firstIndex { Self.cursor(after: $0) == cursor } }
        let rest = rows.dropFirst(start.map { $0 + 1 } ?? 0)
        let page = Array(rest.prefix(query["limit"].flatMap { Int($0) } ?? 50))
        let hasMore = page.count < rest.count
        return .json([
            "calls": .array(page), "has_more": .bool(hasMore),
            "next": page.last.flatMap { hasMore ? .string(Self.cursor(after: $0)) : nil } ?? .null,
        ])
    }

    private static func key(_ call: JSONValue) -> String { "\(call["at"]?.string ?? "") \(call["id"]?.string ?? "")" }

    private static func cursor(after call: JSONValue) -> String { "after-\(call["id"]?.string ?? "")" }
}

extension MarlowFake {
    /// A call as on the wire.
    static func call(
        _ number: Int, at time: Timestamp, model: String = "m-small", state: String = "done", cost: String? = "0.01"
    ) -> JSONValue {
        var call: JSONObject = [
            "id": .string("call-\(number)"), "at": .string(time.description), "model": .string(model),
            "key": "team-a", "state": .string(state), "took_ms": .number(JSONNumber(100 + number)),
            "usage": ["input_tokens": .number(JSONNumber(10 * number)), "output_tokens": 5],
        ]
        if let cost { call.append("cost", ["amount": .string(cost), "currency": "USD"]) }
        return .object(call)
    }

    /// As many calls from an instant on, one in each minute.
    static func calls(_ count: Int, from start: Timestamp) -> [JSONValue] {
        (0..<count).map { number in
            call(
                number, at: start + .seconds(60 * number), model: number % 3 == 0 ? "m-large" : "m-small",
                cost: number % 3 == 0 ? "0.1" : "0.003")
        }
    }
}
