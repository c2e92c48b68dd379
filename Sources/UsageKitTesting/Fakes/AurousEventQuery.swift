internal import UsageKit

/// A query of the event stream.
struct AurousEventQuery {
    let limit: Int
    private let start: Timestamp
    private let end: Timestamp
    private let filters: [(name: String, values: [String])]
    private let cursor: String?
    private let position: WireLedger.Position?

    private static let tokenKind = "events"
    private static let types = ["chat", "embedding", "image", "video"]
    private static let statuses = ["completed", "failed", "cancelled", "processing", "pending"]

    /// - Throws: ``AurousRefusal``.
    init(_ query: RequestQuery, now: Timestamp) throws {
        // Whether the filters must be sent again with the cursor is not documented; the strict reading is that they must.
        (start, end) = try AurousRules.window(in: query, now: now)
        limit = try AurousRules.limit(in: query, default: 100, maximum: 500)
        var filters: [(String, [String])] = []
        let lists = [
            ("type", try AurousRules.checked(query.list("type"), of: Self.types, parameter: "type")),
            ("status", try AurousRules.checked(query.list("status"), of: Self.statuses, parameter: "status")),
            ("model", query.list("model")),
        ]
        for case (let name, let values?) in lists { filters.append((name, values)) }
        // Only the three parameters above are documented as lists, so a comma is part of an id here.
        for name in ["api_key_id", "user_id", "lora_id"] {
            if let value = query[name] { filters.append((name, [value])) }
        }
        self.filters = filters
        cursor = query["cursor"]
        position = try cursor.flatMap(Self.position)
    }

    func page(of ledger: WireLedger, _ options: PageOptions) -> TransportResponse {
        let source = ledger.entries(after: position ?? WireLedger.Position(instant: end, id: ""))
            .lazy.prefix { $0.position.instant >= start }
        let cut = PageCut(source, size: options.size, where: isWanted)
        let hasMore = cut.hasMore || options.isEmpty || options.repeatsCursor || options.withholdsCursor
        var next: String?
        if options.withholdsCursor {
            next = nil
        } else if options.repeatsCursor {
            next = cursor ?? Self.cursor(at: position, serial: 0)
        } else if options.isEmpty {
            next = Self.cursor(at: position, serial: options.number)
        } else if cut.hasMore, let last = cut.entries.last {
            next = Self.cursor(at: last.position, serial: 0)
        }
        return .json([
            "object": "list", "data": options.isEmpty ? [] : cut.rows, "has_more": .bool(hasMore),
            "next_cursor": JSONValue(next),
        ])
    }

    private func isWanted(_ entry: WireLedger.Entry) -> Bool {
        // The end is exclusive, but the start position, which lies before the first row at that instant, includes them.
        guard entry.position.instant < end else { return false }
        return filters.allSatisfy { name, values in
            entry.row[name]?.string.map(values.contains) ?? false
        }
    }

    /// A cursor encodes the instant and the id of the last row, as the event-stream page says.
    private static func cursor(at position: WireLedger.Position?, serial: Int) -> String {
        OpaqueToken([position?.instant.description ?? "", position?.id ?? "", String(serial)]).text(kind: tokenKind)
    }

    private static func position(in cursor: String) throws -> WireLedger.Position? {
        guard let token = OpaqueToken(cursor, kind: tokenKind, fieldCount: 3) else {
            throw AurousRefusal("invalid_format", "cursor is not valid", parameter: "cursor")
        }
        guard let instant = try? Timestamp(token.fields[0]) else { return nil }
        return WireLedger.Position(instant: instant, id: token.fields[1])
    }
}

/// A query of the credit ledger.
struct AurousLedgerQuery {
    let limit: Int
    private let type: String?
    private let startingAfter: String?

    private static let types = ["hold", "release", "charge", "refund", "topup", "adjustment"]

    /// - Throws: ``AurousRefusal``.
    init(_ query: RequestQuery, isStrict: Bool = false) throws {
        if isStrict, let name = query.names.subtracting(["type", "limit", "starting_after"]).min() {
            throw AurousRefusal("value_out_of_range", "\(name) is no parameter of this endpoint", parameter: name)
        }
        if isStrict, let limit = query["limit"].flatMap({ Int($0) }), limit > 100 {
            throw AurousRefusal("value_out_of_range", "limit must be at most 100", parameter: "limit")
        }
        limit = try AurousRules.limit(in: query, default: 20, maximum: 100)
        type = try AurousRules.checked(query["type"].map { [$0] }, of: Self.types, parameter: "type")?.first
        startingAfter = query["starting_after"]
    }

    func page(of ledger: WireLedger, _ options: PageOptions) throws -> TransportResponse {
        let position = startingAfter.flatMap(ledger.position)
        guard position != nil || startingAfter == nil else {
            throw AurousRefusal("invalid_format", "starting_after names no entry", parameter: "starting_after")
        }
        let cut = PageCut(ledger.entries(after: position), size: options.size) { entry in
            type == nil || entry.row["type"]?.string == type
        }
        let hasMore = cut.hasMore || options.repeatsCursor || options.withholdsCursor
        let next = options.repeatsCursor ? startingAfter : hasMore ? cut.entries.last?.position.id : nil
        return .json([
            "object": "list", "data": cut.rows, "has_more": .bool(hasMore),
            "next_cursor": JSONValue(options.withholdsCursor ? nil : next),
        ])
    }
}
