internal import UsageKit

/// A query of the history; the cursor carries the query, because it is sent without other parameters.
struct VeniceHistoryQuery {
    let pageSize: Int
    private let start: Timestamp?
    private let end: Timestamp?
    private let currency: String?
    private let cursor: String?
    private let position: WireLedger.Position?

    private static let tokenKind = "history"
    private static let names: Set<String> = ["startTimestamp", "endTimestamp", "currency", "pageSize", "cursor"]
    /// Three from the specification and one that the vendor's skill adds; `VCU` is refused.
    private static let currencies = ["USD", "DIEM", "BUNDLED_CREDITS", "EARNED_CREDITS"]

    /// - Throws: ``Refusal``.
    init(_ query: RequestQuery) throws {
        if let unknown = query.names.subtracting(Self.names).min() {
            throw VeniceRules.invalid(unknown, "Unrecognized key: \(unknown)")
        }
        guard let text = query["cursor"] else {
            try self.init(parameters: query)
            return
        }
        guard query.items.count == 1 else {
            throw VeniceRules.invalid("cursor", "cursor cannot be combined with other parameters")
        }
        guard text.utf8.count <= 512, let token = OpaqueToken(text, kind: Self.tokenKind, fieldCount: 4) else {
            throw VeniceRules.refusal(400, "Invalid or expired cursor; restart from the first page")
        }
        let position = (try? Timestamp(token.fields[1])).map {
            WireLedger.Position(instant: $0, id: token.fields[2])
        }
        try self.init(parameters: RequestQuery(text: token.fields[0]), cursor: text, position: position)
    }

    private init(parameters query: RequestQuery, cursor: String? = nil, position: WireLedger.Position? = nil) throws {
        start = try VeniceRules.instant("startTimestamp", in: query)
        end = try VeniceRules.instant("endTimestamp", in: query)
        if let start, let end, end <= start {
            throw VeniceRules.invalid("endTimestamp", "endTimestamp must be later than startTimestamp")
        }
        currency = try VeniceRules.choice("currency", of: Self.currencies, in: query)
        pageSize = try VeniceRules.number("pageSize", from: 10, through: 1000, in: query) ?? 1000
        self.cursor = cursor
        self.position = position
    }

    func page(of ledger: WireLedger, _ options: PageOptions) -> TransportResponse {
        let first = position ?? start.map { WireLedger.Position(instant: $0, id: "") }
        let source = ledger.entries(after: first).lazy.prefix { entry in end.map { entry.position.instant < $0 } ?? true
        }
        let cut = PageCut(source, size: options.size) { entry in
            currency == nil || entry.row["currency"]?.string == currency
        }
        var next: String?
        if options.withholdsCursor {
            next = nil
        } else if options.repeatsCursor {
            next = cursor ?? token(at: position, serial: 0)
        } else if options.isEmpty {
            next = token(at: position, serial: options.number)
        } else if cut.hasMore, let last = cut.entries.last {
            next = token(at: last.position, serial: 0)
        }
        return .json(["data": options.isEmpty ? [] : cut.rows, "nextCursor": JSONValue(next)])
    }

    private func token(at position: WireLedger.Position?, serial: Int) -> String {
        var items = [("pageSize", String(pageSize))]
        if let start { items.append(("startTimestamp", start.description)) }
        if let end { items.append(("endTimestamp", end.description)) }
        if let currency { items.append(("currency", currency)) }
        let fields = [
            RequestQuery.text(items), position?.instant.description ?? "", position?.id ?? "", String(serial),
        ]
        return OpaqueToken(fields).text(kind: Self.tokenKind)
    }
}

/// A query of the endpoint that was retired on 2026-09-16, by the specification of 2026-07-16.
struct VeniceUsageQuery {
    let limit: Int
    private let page: Int
    private let start: Timestamp?
    private let end: Timestamp?
    private let currency: String?
    private let isAscending: Bool

    private static let warning =
        "This endpoint is deprecated and will be removed in a future release. "
        + "Use GET /api/v1/billing/usage-history instead, which provides the same data with keyset pagination."

    /// - Throws: ``Refusal``.
    init(_ query: RequestQuery) throws {
        limit = try VeniceRules.number("limit", from: 1, through: 500, in: query) ?? 200
        page = try VeniceRules.number("page", from: 1, through: .max, in: query) ?? 1
        start = try VeniceRules.instant("startDate", in: query)
        end = try VeniceRules.instant("endDate", in: query)
        currency = try VeniceRules.choice("currency", of: ["USD", "VCU", "DIEM", "BUNDLED_CREDITS"], in: query)
        isAscending = try VeniceRules.choice("sortOrder", of: ["asc", "desc"], in: query) == "asc"
    }

    func page(of ledger: WireLedger, _ options: PageOptions) -> TransportResponse {
        let matches = ledger.entries.filter(isWanted)
        let ordered = isAscending ? matches : matches.reversed()
        let (offset, isBeyond) = (page - 1).multipliedReportingOverflow(by: options.size)
        let rows = ordered.dropFirst(isBeyond ? .max : offset).prefix(options.size).map(\.row)
        let pages = (matches.count + options.size - 1) / options.size
        let counts = [
            ("limit", options.size), ("page", page), ("total", matches.count), ("totalPages", pages),
        ]
        var headers = VeniceRules.deprecation
        for (name, (_, count)) in zip(["limit", "page", "total", "total-pages"], counts) {
            headers["x-pagination-\(name)"] = String(count)
        }
        return .json(
            [
                "warningMessage": .string(Self.warning), "data": .array(rows),
                "pagination": .object(
                    JSONObject(counts.map { JSONObject.Member($0.0, .number(JSONNumber($0.1))) })),
            ], headers: headers)
    }

    /// Whether `endDate` is exclusive was never documented; the sample's 23:59:59.000 suggests that it is inclusive.
    private func isWanted(_ entry: WireLedger.Entry) -> Bool {
        if let start, entry.position.instant < start { return false }
        if let end, entry.position.instant > end { return false }
        return currency == nil || entry.row["currency"]?.string == currency
    }
}

/// The rules that the billing endpoints have in common.
enum VeniceRules {
    static let deprecation: HTTPHeaders = [
        "Deprecation": "@1783555200", "Link": "</api/v1/billing/usage-history>; rel=\"successor-version\"",
    ]

    static var retired: Refusal {
        var headers = deprecation
        headers["Sunset"] = "Wed, 16 Sep 2026 00:00:00 GMT"
        let message: JSONValue = "This endpoint has been retired. Use GET /api/v1/billing/usage-history instead."
        return Refusal(response: .json(["error": message], status: 410, headers: headers))
    }

    static func refusal(_ status: Int, _ message: String) -> Refusal {
        Refusal(response: .json(["error": .string(message)], status: status))
    }

    /// The response to a failed validation, which names the field in `details` and again in `issues`.
    static func invalid(_ field: String, _ message: String) -> Refusal {
        let details = JSONObject([
            JSONObject.Member("_errors", []), JSONObject.Member(field, ["_errors": [.string(message)]]),
        ])
        let issue: JSONValue = ["code": "custom", "message": .string(message), "path": [.string(field)]]
        let body: JSONValue = [
            "error": "Invalid request parameters", "details": .object(details), "issues": [issue],
        ]
        return Refusal(response: .json(body, status: 400))
    }

    /// Reads an instant of at most 40 characters; only UTC, written as `Z`, is accepted.
    static func instant(_ name: String, in query: RequestQuery) throws -> Timestamp? {
        guard let text = query[name] else { return nil }
        guard text.utf8.count <= 40, text.hasSuffix("Z"), let instant = try? Timestamp(text) else {
            throw invalid(name, "Invalid datetime")
        }
        return instant
    }

    static func number(
        _ name: String, from minimum: Int, through maximum: Int, in query: RequestQuery
    ) throws -> Int? {
        guard let text = query[name] else { return nil }
        guard let number = Int(text), number >= minimum, number <= maximum else {
            throw invalid(name, "Number must be between \(minimum) and \(maximum)")
        }
        return number
    }

    static func choice(_ name: String, of values: [String], in query: RequestQuery) throws -> String? {
        guard let text = query[name] else { return nil }
        guard values.contains(text) else { throw invalid(name, "Invalid enum value") }
        return text
    }
}
