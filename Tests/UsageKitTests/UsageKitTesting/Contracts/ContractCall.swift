import UsageKit
import UsageKitTesting

/// A call of a client, by the name of the endpoint, that writes back what it has read.
struct ContractCall: Sendable {
    private let call: @Sendable (ClientConfiguration) async throws -> JSONValue

    init(_ call: @escaping @Sendable (ClientConfiguration) async throws -> JSONValue) {
        self.call = call
    }

    /// Answers the call with a body; a listing then ends with an empty page if it asks for one.
    func roundTrip(_ body: JSONValue) async throws -> (value: JSONValue, request: TransportRequest) {
        let script = ScriptedTransport([.json(body.text)])
        let value = try await call(.test(script))
        guard let request = script.requests.first else { throw UsageError(.unexpectedShape, "no request") }
        return (value, request)
    }

    /// The window of the rows of all samples.
    static let window = TimeWindow.between("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")

    static func rows<Row: ShapedModel>(_ walk: Walk<Row>) async throws -> JSONValue {
        var rows: [JSONValue] = []
        for try await row in walk { rows.append(row.jsonValue) }
        return .array(rows)
    }

    /// The calls of all providers, by provider and endpoint.
    static let all: [String: ContractCall] = aurous.merging(venice) { first, _ in first }
        .merging(tresor) { first, _ in first }.merging(chatBotKit) { first, _ in first }
        .merging(auralytik) { first, _ in first }
}
