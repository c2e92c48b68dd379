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
