public import UsageKit

extension LedgerGenerator {
    /// Returns itemised rows of Auralytik, latest first.
    ///
    /// The fields of such a row are not published, so the members are invented in the style of the other pages: a type
    /// (the meter), a quantity, and for calls a key, an endpoint, a status and a duration. Some calls belong to a deleted
    /// key, which the breakdown does not list.
    ///
    /// - Parameters:
    ///   - count: How many rows.
    ///   - window: The span in which they are created.
    /// - Returns: The rows as on the wire.
    public func auralytikDetails(count: Int, in window: TimeWindow) -> [JSONValue] {
        var random = stream("auralytik.details")
        let rows = InstantSampler(window).instants(count, from: &random).map { instant -> JSONValue in
            var object: JSONObject = [
                "id": .string("usg_" + random.digits(20, of: SeededGenerator.lowercase)),
                "timestamp": .instant(milliseconds: instant),
            ]
            switch random.below(100) {
            case ..<72:
                let isDeleted = random.chance(3)
                let isRefused = random.chance(4)
                object.append("type", "calls")
                object.append("quantity", 1)
                object.append(
                    "keyId", isDeleted ? "ak_old_demo" : .string(random.pick(Self.auralytikUsedKeys).id))
                object.append("endpoint", random.pick(["/conversations", "/analytics/query", "/calls/score"]))
                object.append("statusCode", .integer(isRefused ? 422 : 200))
                object.append("durationMs", .integer(random.longTailed(60)))
            case ..<98:
                object.append("type", "webhooks")
                object.append("quantity", .integer(random.number(in: 1...3)))
            default:
                object.append("type", "storage_gb")
                object.append("quantity", .decimal(random.number(in: 1...400), places: 4))
            }
            return .object(object)
        }
        return Self.newestFirst(rows, instant: "timestamp")
    }

    /// The plan of the account whose rows ``auralytikDetails(count:in:)`` returns: its tier, its meters and its keys.
    ///
    /// ``AuralytikFake`` computes the summary and the breakdown from the rows. One key was never used.
    public var auralytikPlan: AuralytikFake.Plan {
        AuralytikFake.Plan(
            meters: [
                AuralytikFake.Meter("calls", included: JSONNumber(1000)),
                AuralytikFake.Meter("webhooks", included: JSONNumber(50_000)),
                AuralytikFake.Meter("storage_gb", included: JSONNumber(25)),
            ], keys: Self.auralytikUsedKeys + [AuralytikFake.Key(id: "ak_new_demo", name: "Not used yet")],
            webhooks: [
                AuralytikFake.Webhook(
                    [
                        "id": "wh_demo", "url": "https://example.com/webhooks/auralytik",
                        "events": ["usage.quota_warning", "api-key.rotated"], "description": "Demo", "active": true,
                        "created_at": "2026-05-01T09:00:00Z",
                    ],
                    deliveries: [
                        [
                            "id": "evt_demo", "event": "usage.quota_warning", "status": 200,
                            "timestamp": "2026-05-22T11:30:00.000Z",
                        ]
                    ])
            ], exports: ["exp_demo"])
    }

    private static let auralytikUsedKeys = [
        AuralytikFake.Key(id: "ak_prod_demo", name: "Production"),
        AuralytikFake.Key(id: "ak_stg_demo", name: "Staging"),
        AuralytikFake.Key(id: "ak_batch_demo", name: "Batch jobs"),
    ]
}
