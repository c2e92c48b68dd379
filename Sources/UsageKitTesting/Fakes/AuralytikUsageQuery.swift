internal import UsageKit

/// A query of one billing period.
struct AuralytikUsageQuery {
    let pageSize: Int
    private let page: Int
    private let period: BillingPeriod

    /// Limits the page size to the documented maximum of 100 and refuses invalid values.
    ///
    /// - Throws: ``AuralytikRefusal``.
    init(_ query: RequestQuery, now: Timestamp) throws {
        if let text = query["billingPeriod"] {
            guard let named = try? BillingPeriod(text) else { throw Self.invalid("billingPeriod") }
            period = named
        } else {
            period = BillingPeriod(containing: now)
        }
        page = try Self.number("page", in: query) ?? 1
        pageSize = Swift.min(try Self.number("pageSize", in: query) ?? 25, 100)
    }

    func page(of ledger: WireLedger, _ options: PageOptions, _ envelope: AuralytikEnvelope) -> TransportResponse {
        let rows = rows(of: ledger)
        let (offset, isBeyond) = (page - 1).multipliedReportingOverflow(by: options.size)
        let cut = rows.dropFirst(isBeyond ? .max : offset).prefix(options.size).map(\.row)
        return .json(envelope.list(cut, page: page, pageSize: options.size, totalCount: rows.count))
    }

    func summary(of ledger: WireLedger, _ plan: AuralytikFake.Plan) throws -> JSONValue {
        let rows = rows(of: ledger)
        let usage = try plan.meters.map { meter -> JSONObject.Member in
            let used = try rows.filter { $0.row["type"]?.string == meter.name }
                .compactMap { $0.row["quantity"]?.wireDecimal }.wireSum()
            let included = JSONValue.number(meter.included).wireDecimal ?? .zero
            let excess = meter.includedWord == nil ? try used.adding(included.negated) : .zero
            return JSONObject.Member(
                meter.name,
                [
                    "used": JSONValue(used),
                    "included": meter.includedWord.map(JSONValue.string) ?? .number(meter.included),
                    "overage": JSONValue(Swift.max(excess, .zero)),
                ])
        }
        return [
            "billingPeriod": .string(period.description), "tier": .string(plan.tier),
            "usage": .object(JSONObject(usage)),
        ]
    }

    func byKey(of ledger: WireLedger, _ plan: AuralytikFake.Plan) throws -> JSONValue {
        let rows = rows(of: ledger)
        let keys = try plan.keys.map { key -> JSONValue in
            let calls = rows.filter { $0.row["type"]?.string == "calls" && $0.row["keyId"]?.string == key.id }
            return [
                "keyId": .string(key.id), "name": .string(key.name),
                "calls": JSONValue(try calls.compactMap { $0.row["quantity"]?.wireDecimal }.wireSum()),
                "lastUsedAt": JSONValue(calls.first?.position.instant),
            ]
        }
        return ["billingPeriod": .string(period.description), "keys": .array(keys)]
    }

    /// The rows of the billing period.
    ///
    /// The time zone of a period is not documented; the fake uses UTC.
    private func rows(of ledger: WireLedger) -> ArraySlice<WireLedger.Entry> {
        let from = ledger.entries.partitioningIndex { $0.position.instant < period.end }
        let to = ledger.entries.partitioningIndex { $0.position.instant < period.start }
        return ledger.entries[from..<to]
    }

    private static func number(_ name: String, in query: RequestQuery) throws -> Int? {
        guard let text = query[name] else { return nil }
        guard let number = Int(text), number >= 1 else { throw invalid(name) }
        return number
    }

    private static func invalid(_ name: String) -> AuralytikRefusal {
        AuralytikRefusal(400, "VALIDATION_ERROR", "\(name) is not valid")
    }
}

/// The two ways in which the vendor's pages wrap a response.
struct AuralytikEnvelope {
    let requestID: String
    let timestamp: String
    let list: AuralytikFake.ListEnvelope
    let wrapsObjects: Bool

    func wrapped(_ object: JSONValue) -> JSONValue {
        wrapsObjects ? ["data": object, "meta": meta] : object
    }

    func list(_ rows: [JSONValue], page: Int, pageSize: Int, totalCount: Int) -> JSONValue {
        let counts: [(String, JSONValue)] = [
            ("page", .number(JSONNumber(page))), ("pageSize", .number(JSONNumber(pageSize))),
            ("totalCount", .number(JSONNumber(totalCount))),
        ]
        var body: JSONObject = ["data": .array(rows)]
        switch list {
        case .flat:
            for (name, value) in counts { body.append(name, value) }
        case .nested:
            var pagination = JSONObject(counts.map { JSONObject.Member($0.0, $0.1) })
            pagination.append("totalPages", .number(JSONNumber((totalCount + pageSize - 1) / pageSize)))
            body.append("meta", meta)
            body.append("pagination", .object(pagination))
        }
        return .object(body)
    }

    private var meta: JSONValue { ["requestId": .string(requestID), "timestamp": .string(timestamp)] }
}

/// A refusal in the envelope of the API reference.
///
/// The reference publishes only one code; the fake's other codes follow its form.
struct AuralytikRefusal: Error {
    let status: Int
    let code: String
    let message: String

    init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    func response(requestID: String) -> TransportResponse {
        let error: JSONValue = [
            "code": .string(code), "message": .string(message), "requestId": .string(requestID),
        ]
        return .json(["error": error], status: status)
    }
}
