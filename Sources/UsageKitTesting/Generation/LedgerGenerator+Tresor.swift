public import UsageKit

extension LedgerGenerator {
    /// Returns rows of the Tresor ledger, latest first.
    ///
    /// They include transcriptions billed by the minute, the second and the request, and rows without a region, with a
    /// deleted key, without a receipt, and after a failover. Instants are whole seconds, so ties are common.
    ///
    /// - Parameters:
    ///   - count: How many rows.
    ///   - window: The span in which they are created.
    /// - Returns: The rows as on the wire.
    public func tresorRows(count: Int, in window: TimeWindow) -> [JSONValue] {
        var random = stream("tresor.rows")
        let keys = ["Default", "Batch jobs", "Mobile app", "CI"].map { name in
            (prefix: "tr-live-" + random.digits(8, of: SeededGenerator.hexadecimal), name: name)
        }
        let sampler = InstantSampler(window)
        let rows = sampler.instants(count, from: &random).map { instant -> JSONValue in
            // Truncated to the second, but not to an instant before the window.
            let second = Swift.max(instant / 1000, sampler.firstWholeSecond)
            let call = TresorCall(from: &random)
            let key = random.chance(4) ? nil : random.pick(keys)
            var object: JSONObject = [
                "id": .string(random.uuid()), "model": .string(call.model), "modality": .string(call.modality),
                "provider": .string(call.provider),
            ]
            // Left out, not null, if the provider has no regions.
            if let region = call.region { object.append("region", .string(region)) }
            for (name, value) in [
                ("billing_unit", .string(call.billingUnit)), ("audio_seconds", call.audioSeconds),
                ("prompt_tokens", .integer(call.promptTokens)),
                ("completion_tokens", .integer(call.completionTokens)), ("cost_eur", call.cost),
                ("discount_applied_pct", .integer(call.discount)),
                ("receipt_id", random.chance(12) ? .null : .string(random.uuid())),
                ("failover", .bool(random.chance(3))), ("key_prefix", JSONValue(key?.prefix)),
                ("key_name", JSONValue(key?.name)), ("created_at", JSONValue(Timestamp(seconds: Int64(second)))),
            ] as [(String, JSONValue)] {
                object.append(name, value)
            }
            return .object(object)
        }
        return Self.newestFirst(rows)
    }

    /// The models of the rows that ``tresorRows(count:in:)`` returns, with the prices that their costs follow.
    ///
    /// The costs of rows are cut after nine decimal places. The list has one price a model, so it lacks those of
    /// transcriptions that are billed by time.
    public static let tresorModels: [JSONValue] = [
        tresorModel("global/redpill/example-120b", "chat", ["input_per_mtok": 0.12, "output_per_mtok": 0.48]),
        tresorModel("eu/chutes/example-32b", "chat", ["input_per_mtok": 0.12, "output_per_mtok": 0.48]),
        tresorModel("privatemode/example-70b", "chat", ["input_per_mtok": 0.12, "output_per_mtok": 0.48]),
        tresorModel("eu/tinfoil/example-embed", "embedding", ["input_per_mtok": 0.02, "output_per_mtok": 0]),
        tresorModel("privatemode/example-voice", "transcription", ["unit_amount": 0.004]),
    ]

    private static func tresorModel(
        _ id: String, _ type: String, _ prices: KeyValuePairs<String, WireNumber>
    ) -> JSONValue {
        let parts = id.split(separator: "/").map(String.init)
        var pricing = JSONObject()
        for (name, price) in prices {
            if name == "unit_amount" { pricing.append("billing_unit", "request") }
            pricing.append(name, JSONValue(price))
        }
        pricing.append("currency", "eur")
        var route: JSONObject = ["model_key": JSONValue(parts.last)]
        // A route without a region has two parts.
        if parts.count == 3 { route.append("region", .string(parts[0])) }
        let provider = JSONValue.string(parts[parts.count - 2])
        route.append("provider", provider)
        route.append("type", .string(type))
        route.append("pricing", .object(pricing))
        return ["id": .string(id), "object": "model", "owned_by": provider, "tresor": .object(route)]
    }
}

private struct TresorCall {
    let model: String
    let modality: String
    let provider: String
    let region: String?
    let billingUnit: String
    var audioSeconds: JSONValue = nil
    var promptTokens = 0
    var completionTokens = 0
    var cost: JSONValue = .integer(0)
    let discount: Int

    init(from random: inout SeededGenerator) {
        discount = random.chance(30) ? 10 : 0
        switch random.below(100) {
        case ..<70:
            let route = random.pick([
                ("global/redpill/example-120b", "redpill", "global"), ("eu/chutes/example-32b", "chutes", "eu"),
                ("privatemode/example-70b", "privatemode", nil),
            ])
            (model, provider, region) = route
            (modality, billingUnit) = ("chat", "token")
            promptTokens = random.longTailed(110)
            completionTokens = random.longTailed(70)
            // In nano-euros per token, minus the discount in percent.
            cost = .decimal((promptTokens * 120 + completionTokens * 480) * (100 - discount) / 100, places: 9)
        case ..<86:
            (model, provider, region) = ("eu/tinfoil/example-embed", "tinfoil", "eu")
            (modality, billingUnit) = ("embedding", "token")
            promptTokens = random.longTailed(300)
            cost = .decimal(promptTokens * 20 * (100 - discount) / 100, places: 9)
        default:
            (model, provider, region) = ("privatemode/example-voice", "privatemode", nil)
            modality = "transcription"
            billingUnit = random.pick(["audio_minute", "audio_second", "request"])
            let tenths = random.longTailed(90)
            if billingUnit != "request" || random.chance(50) { audioSeconds = .decimal(tenths, places: 1) }
            cost = .decimal((billingUnit == "request" ? 4000 : tenths * 10) * (100 - discount) / 100, places: 6)
        }
    }
}
