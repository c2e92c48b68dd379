internal import Foundation
internal import UsageKit

/// A webhook of a fake.
struct AuralytikWebhook: Sendable {
    /// The webhook as on the wire, without its secret.
    var fields: [JSONObject.Member]
    var deliveries: [JSONValue]

    init(_ value: JSONValue, deliveries: [JSONValue] = []) {
        self.deliveries = deliveries
        if case .object(let object) = value { fields = object.members } else { fields = [] }
    }

    var id: String? { fields.last { $0.name == "id" }?.value.string }
    var value: JSONValue { .object(JSONObject(fields)) }
}

/// An export of a fake: each request for it takes it one step further.
struct AuralytikExport: Sendable {
    let id: String
    private var step = 0

    init(id: String) {
        self.id = id
    }

    private static let steps: [JSONObject] = [
        ["status": "queued", "progress": 0], ["status": "processing", "progress": 50],
        ["status": "completed", "progress": 100],
    ]

    /// The state before the step that follows.
    mutating func next() -> JSONValue {
        defer { step = min(step + 1, Self.steps.count - 1) }
        var job: JSONObject = ["jobId": .string(id)]
        for member in Self.steps[step].members { job.append(member.name, member.value) }
        if step == Self.steps.count - 1 {
            job.append("downloadUrl", .string("https://exports.example/\(id).csv?signature=demo"))
        }
        return .object(job)
    }
}

/// A request to the endpoints of webhooks and exports, as their pages document them.
struct AuralytikManagement {
    private enum Endpoint {
        case webhooks
        case webhook(String)
        case test(String)
        case deliveries(String)
        case startExport
        case export(String)
    }

    private let endpoint: Endpoint
    private let request: TransportRequest
    private let query: RequestQuery
    private let envelope: AuralytikEnvelope
    private let now: Timestamp
    private let serial: Int

    /// Reads the method and the path; nil for those of no such endpoint.
    init?(
        _ request: TransportRequest, _ path: String, _ query: RequestQuery, _ envelope: AuralytikEnvelope,
        now: Timestamp, serial: Int
    ) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        switch (request.method, parts.first, parts.count) {
        case ("GET", "webhooks", 1), ("POST", "webhooks", 1): endpoint = .webhooks
        case ("PATCH", "webhooks", 2), ("DELETE", "webhooks", 2): endpoint = .webhook(parts[1])
        case ("POST", "webhooks", 3) where parts[2] == "test": endpoint = .test(parts[1])
        case ("GET", "webhooks", 3) where parts[2] == "deliveries": endpoint = .deliveries(parts[1])
        case ("POST", "exports", 2) where parts[1] == "ai-calls": endpoint = .startExport
        case ("GET", "exports", 2): endpoint = .export(parts[1])
        default: return nil
        }
        self.request = request
        self.query = query
        self.envelope = envelope
        self.now = now
        self.serial = serial
    }

    /// The permission that the key needs.
    var scope: String {
        switch endpoint {
        case .startExport, .export: "analytics:export"
        case .webhooks, .webhook, .test, .deliveries: "webhooks:manage"
        }
    }

    func answer(_ store: inout AuralytikFake.Store) throws -> TransportResponse {
        switch endpoint {
        case .webhooks:
            if request.method == "GET" { return try page(store.webhooks.map(\.value)) }
            return try create(&store)
        case .webhook(let id):
            let index = try index(of: id, in: store)
            if request.method == "DELETE" {
                store.webhooks.remove(at: index)
                return TransportResponse(status: 204)
            }
            for member in try settings(isNew: false) {
                store.webhooks[index].fields.removeAll { $0.name == member.name }
                store.webhooks[index].fields.append(member)
            }
            return .json(envelope.wrapped(store.webhooks[index].value))
        case .test(let id):
            let index = try index(of: id, in: store)
            let delivery: JSONValue = [
                "id": .string("evt_\(serial)"), "event": store.webhooks[index].value["events"]?.elements.first ?? .null,
                "status": 200, "timestamp": .string(now.wireMilliseconds),
            ]
            store.webhooks[index].deliveries.insert(delivery, at: 0)
            return .json(envelope.wrapped(["success": true]))
        case .deliveries(let id):
            return try page(store.webhooks[try index(of: id, in: store)].deliveries)
        case .startExport:
            try checkExport()
            var job = AuralytikExport(id: "exp_\(serial)")
            let state = job.next()
            store.exports.append(AuralytikExport(id: job.id))
            return .json(envelope.wrapped(state), status: 202)
        case .export(let id):
            guard let index = store.exports.firstIndex(where: { $0.id == id }) else { throw Self.notFound }
            return .json(envelope.wrapped(store.exports[index].next()))
        }
    }

    // MARK: Webhooks

    private static let events: Set<String> = Set(Auralytik.EventName.known.map(\.rawValue))

    private func index(of id: String, in store: AuralytikFake.Store) throws -> Int {
        guard let index = store.webhooks.firstIndex(where: { $0.id == id }) else { throw Self.notFound }
        return index
    }

    private func create(_ store: inout AuralytikFake.Store) throws -> TransportResponse {
        var webhook = AuralytikWebhook(["id": .string("wh_\(serial)")])
        webhook.fields += try settings(isNew: true)
        webhook.fields.append(.init("active", true))
        webhook.fields.append(.init("created_at", .string(Timestamp(seconds: now.seconds).description)))
        store.webhooks.append(webhook)
        // Only this response has the secret.
        var shown = webhook
        shown.fields.append(.init("signing_secret", .string("whsec_demo\(serial)")))
        return .json(envelope.wrapped(shown.value), status: 201)
    }

    /// The members of the body that a webhook has, checked.
    private func settings(isNew: Bool) throws -> [JSONObject.Member] {
        let body = try body()
        var settings: [JSONObject.Member] = []
        for member in body.members {
            switch (member.name, member.value) {
            case ("url", .string(let url)) where url.hasPrefix("https://"): break
            case ("events", .array(let events)) where Self.areKnown(events): break
            case ("description", .string): break
            case ("active", .bool) where !isNew: break
            default: throw Self.invalid(member.name)
            }
            settings.append(member)
        }
        if isNew {
            for name in ["url", "events"] where body[name] == nil { throw Self.invalid(name) }
        }
        return settings
    }

    private static func areKnown(_ names: [JSONValue]) -> Bool {
        !names.isEmpty && names.allSatisfy { name in name.string.map(events.contains) ?? false }
    }

    // MARK: Exports

    private func checkExport() throws {
        let body = try body()
        func day(_ name: String) throws -> Int {
            guard let text = body[name]?.string, text.utf8.count == 10,
                let midnight = try? Timestamp("\(text)T00:00:00Z")
            else { throw Self.invalid(name) }
            return Int(midnight.seconds / 86_400)
        }
        let (first, last) = (try day("dateFrom"), try day("dateTo"))
        guard last >= first, last - first < 92 else { throw Self.invalid("dateTo") }
        let formats: [JSONValue?] = [nil, "csv", "xlsx"]
        guard formats.contains(body["format"]) else { throw Self.invalid("format") }
        let known = ["dateFrom", "dateTo", "format", "campaignId", "status", "outcome", "timezone"]
        for member in body.members where !known.contains(member.name) { throw Self.invalid(member.name) }
        if let zone = body["timezone"] {
            guard let id = zone.string, TimeZone(identifier: id) != nil else { throw Self.invalid("timezone") }
        }
    }

    // MARK: Common

    private func page(_ rows: [JSONValue]) throws -> TransportResponse {
        func number(_ name: String) throws -> Int? {
            guard let text = query[name] else { return nil }
            guard let number = Int(text), number >= 1 else { throw Self.invalid(name) }
            return number
        }
        let size = min(try number("pageSize") ?? 25, 100)
        let page = try number("page") ?? 1
        let (offset, isBeyond) = (page - 1).multipliedReportingOverflow(by: size)
        let cut = Array(rows.dropFirst(isBeyond ? .max : offset).prefix(size))
        return .json(envelope.list(cut, page: page, pageSize: size, totalCount: rows.count))
    }

    private func body() throws -> JSONObject {
        guard request.headers["Content-Type"]?.hasPrefix("application/json") == true,
            case .object(let object)? = try? JSONValue(json: request.body)
        else { throw AuralytikRefusal(400, "VALIDATION_ERROR", "the body is not a JSON object") }
        return object
    }

    private static var notFound: AuralytikRefusal { AuralytikRefusal(404, "NOT_FOUND", "no such id") }

    private static func invalid(_ name: String) -> AuralytikRefusal {
        AuralytikRefusal(400, "VALIDATION_ERROR", "\(name) is not valid")
    }
}

extension JSONValue {
    fileprivate var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }
}
