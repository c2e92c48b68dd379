import Foundation
import Synchronization
import UsageKitTesting

@testable import UsageKit

extension ProviderID {
    /// A provider that does not exist.
    static let marlow = Self(rawValue: "marlow")
}

/// A row of a provider that does not exist.
struct CustomCall: CustomRow {
    let fields: JSONObject
    let usageRecord: UsageRecord

    init(from reader: inout CustomProvider.RowReader) throws(UsageError) {
        fields = reader.fields
        usageRecord = UsageRecord(
            provider: .marlow, id: try reader.id("id"), time: reader.instant("at"), model: reader.text("model"),
            status: reader.text("status").map(UsageStatus.init),
            tokens: TokenCounts(input: reader.count("usage", "input"), output: reader.count("usage", "output")),
            quantities: [reader.quantity("pages", unit: UsageUnit(rawValue: "page"))].compactMap { $0 },
            charge: reader.charge("cost", in: .usd), duration: reader.durationInMilliseconds("took"))
    }
}

/// The pagings of a listing, each with a server that follows it.
enum CustomPaging: String, CaseIterable, Sendable {
    case cursor, cursorWithTotal, cursorAlone, rowCursor, unfiltered, offset, plainOffset, pages

    /// How the listing is described.
    var listing: CustomProvider.Listing<CustomCall> {
        let paging: CustomProvider.Paging =
            switch self {
            case .cursor, .unfiltered: .cursor("cursor", in: "next", hasMore: "more")
            case .cursorWithTotal, .rowCursor: .cursor("cursor", in: "next")
            case .cursorAlone: .cursor("cursor", in: "page.next", hasMore: "page.more", isSentAlone: true)
            case .offset: .offset("offset", in: "page.offset")
            case .plainOffset: .offset("offset", in: "page.offset", repeatsLastRow: false)
            case .pages: .page("page", in: "page.number", totalPages: "page.count")
            }
        return CustomProvider.Listing(
            "calls", of: .marlow, path: "/calls", rows: "calls", paging: paging,
            pageSize: CustomProvider.PageSize("limit", in: 1...50, shownIn: hasGroup ? "page.limit" : nil),
            total: [.cursorWithTotal, .offset, .plainOffset, .pages].contains(self) ? "total" : nil,
            window: self == .unfiltered ? nil : CustomProvider.WindowParameters(start: "from", end: "to"),
            order: .descending,
            filters: [
                CustomProvider.Filter("model", shownIn: "model", takesList: true), CustomProvider.Filter("team"),
            ],
            parameters: [("order", "desc")])
    }

    /// Whether what a page says of itself is in an object of its own.
    var hasGroup: Bool { [.cursorAlone, .offset, .plainOffset, .pages].contains(self) }

    var hasCursor: Bool { [.cursor, .cursorWithTotal, .cursorAlone, .rowCursor, .unfiltered].contains(self) }
}

/// A server of the listing, newest first.
final class CustomServer: HTTPTransport {
    static let week = TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-25T00:00:00Z")
    static let key = "marlow-key"

    private let paging: CustomPaging
    private let rows: [JSONValue]
    private let sent = Mutex<[TransportRequest]>([])

    init(_ paging: CustomPaging, _ rows: [JSONValue]) {
        self.paging = paging
        self.rows = rows.sorted { ($0["at"]?.string ?? "") > ($1["at"]?.string ?? "") }
    }

    var requests: [TransportRequest] { sent.withLock { $0 } }

    /// Rows of a week, of which some share an instant.
    static func rows(seed: UInt64, count: Int) -> [JSONValue] {
        var random = SeededGenerator(seed: seed)
        // Two of them differ in their bytes only.
        let models = ["small", "large", "mod\u{E9}l", "mode\u{301}l"]
        return (0..<count).map { index in
            let second = Int64.random(in: 0..<604_800, using: &random) / 60 * 60
            let time = Timestamp(seconds: 1_779_062_400 + second)
            let cents = JSONNumber("0.\(Int.random(in: 100...999, using: &random))")
            return [
                "id": .string("call-\(index)"), "at": .string(time.description),
                "model": .string(models.randomElement(using: &random) ?? ""),
                "status": "completed", "cost": cents.map(JSONValue.number) ?? .null,
                "usage": [
                    "input": .number(JSONNumber(Int.random(in: 0...9000, using: &random))), "output": 7,
                ],
                "took": .number(JSONNumber(Int.random(in: 1...5000, using: &random))),
                "new": [1, nil],
            ]
        }
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        sent.withLock { $0.append(request) }
        guard request.headers["X-Marlow-Key"] == Self.key else { return .json(["error": "no key"], status: 401) }
        guard request.url.path == "/v2/calls" else { return .json(["error": "no such path"], status: 404) }
        var query = request
        var offset = 0
        if paging == .cursorAlone, let cursor = request["cursor"], let original = self.request(of: cursor) {
            guard request.url.query?.contains("&") == false else { return .json(["error": "alone"], status: 400) }
            query = original
        }
        let listed = listed(query)
        let limit = query["limit"].flatMap { Int($0) } ?? 10
        if paging.hasCursor {
            offset = request["cursor"].flatMap { self.offset(of: $0, in: listed) } ?? 0
        } else if paging == .pages {
            offset = ((request["page"].flatMap { Int($0) } ?? 1) - 1) * limit
        } else {
            offset = request["offset"].flatMap { Int($0) } ?? 0
        }
        return page(listed, from: offset, limit, query)
    }

    /// The rows of the window that pass the filter.
    private func listed(_ query: TransportRequest) -> [JSONValue] {
        let models = query["model"].map { $0.split(separator: ",").map { Array($0.utf8) } }
        let (start, end) = (query["from"], query["to"])
        return rows.filter { row in
            let (at, model) = (row["at"]?.string ?? "", row["model"]?.string ?? "")
            return start.map { at >= $0 } ?? true && end.map { at <= $0 } ?? true
                && models.map { $0.contains(Array(model.utf8)) } ?? true
        }
    }

    private func page(
        _ listed: [JSONValue], from offset: Int, _ limit: Int, _ query: TransportRequest
    ) -> TransportResponse {
        let rows = Array(listed.dropFirst(offset).prefix(limit))
        let hasMore = offset + rows.count < listed.count
        let next: JSONValue = hasMore ? .string(cursor(to: offset + rows.count, after: rows.last, query)) : .null
        let number = { (number: Int) -> JSONValue in .number(JSONNumber(number)) }
        var page: JSONObject = ["calls": .array(rows)]
        switch paging {
        case .cursor, .unfiltered:
            page.append("more", .bool(hasMore))
            page.append("next", next)
        case .rowCursor: page.append("next", next)
        case .cursorWithTotal:
            page.append("total", number(listed.count))
            page.append("next", next)
        case .cursorAlone: page.append("page", ["next": next, "more": .bool(hasMore), "limit": number(limit)])
        case .offset, .plainOffset:
            page.append("total", number(listed.count))
            page.append("page", ["offset": number(offset), "limit": number(limit)])
        case .pages:
            page.append("total", number(listed.count))
            page.append(
                "page",
                [
                    "number": number(offset / limit + 1), "count": number((listed.count + limit - 1) / limit),
                    "limit": number(limit),
                ])
        }
        return .json(.object(page))
    }

    // MARK: Cursors

    private func cursor(to offset: Int, after row: JSONValue?, _ query: TransportRequest) -> String {
        switch paging {
        case .rowCursor: row?["id"]?.string ?? ""
        case .cursorAlone: "c\(offset).\(query.url.query ?? "")"
        default: "c\(offset)"
        }
    }

    private func offset(of cursor: String, in listed: [JSONValue]) -> Int? {
        if paging == .rowCursor {
            return listed.firstIndex { $0["id"]?.string == cursor }.map { $0 + 1 } ?? listed.count
        }
        return Int(cursor.dropFirst().prefix { $0 != "." })
    }

    /// The request whose query a cursor holds.
    private func request(of cursor: String) -> TransportRequest? {
        let query = cursor.drop { $0 != "." }.dropFirst()
        return URL(string: "https://api.marlow.example/v2/calls?\(query)").map { TransportRequest(url: $0) }
    }
}

extension CustomProvider.Client {
    /// A client of a server of a test.
    static func test(_ transport: any HTTPTransport) throws(UsageError) -> Self {
        try Self(
            .marlow, origin: "https://api.marlow.example", prefix: "/v2", apiKey: CustomServer.key,
            keyField: "X-Marlow-Key", configuration: .test(transport))
    }
}
