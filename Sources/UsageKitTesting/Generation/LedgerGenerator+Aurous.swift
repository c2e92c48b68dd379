public import UsageKit

extension LedgerGenerator {
    /// Returns rows of the Aurous event stream, latest first.
    ///
    /// They include requests that failed, were cancelled or are still running, embeddings without output, images and
    /// videos with their counts, calls from the dashboard without a key, and ties in `created_at`.
    ///
    /// - Parameters:
    ///   - count: How many rows.
    ///   - window: The span in which they are created.
    /// - Returns: The rows as on the wire.
    public func aurousEvents(count: Int, in window: TimeWindow) -> [JSONValue] {
        var random = stream("aurous.events")
        let cast = AurousCast(&random)
        let rows = InstantSampler(window).instants(count, from: &random).map { instant in
            AurousEvent(at: instant, cast: cast, from: &random).row
        }
        return Self.newestFirst(rows)
    }

    /// Returns rows of the Aurous credit ledger, latest first.
    ///
    /// A charge follows the hold that it settles; refunds, releases, top-ups and adjustments are rarer. All amounts are
    /// positive, because the sign is not documented and the only published sample is positive.
    ///
    /// - Parameters:
    ///   - count: How many rows.
    ///   - window: The span in which they are created.
    /// - Returns: The rows as on the wire.
    public func aurousLedger(count: Int, in window: TimeWindow) -> [JSONValue] {
        var random = stream("aurous.ledger")
        var open: [(generation: String, hold: String, amount: Int, instant: Int)] = []
        let rows = InstantSampler(window).instants(count, from: &random).map { instant -> JSONValue in
            var type = "hold"
            var generation: String?
            var hold: String?
            var amount = random.longTailed(400)
            let draw = random.below(100)
            if draw < 4 {
                type = ["topup", "adjustment"][random.below(2)]
                amount = random.number(in: 1...50) * 1_000_000
            } else if draw < 52, let settled = open.first, settled.instant < instant {
                open.removeFirst()
                type = draw < 8 ? "refund" : draw < 14 ? "release" : "charge"
                (generation, hold, amount) = (settled.generation, settled.hold, settled.amount)
            } else {
                let id = random.ulid(milliseconds: instant)
                generation = (random.chance(80) ? "img_" : "vid_") + id
                hold = "hold_" + random.ulid(milliseconds: instant)
                open.append((generation ?? "", hold ?? "", amount, instant))
            }
            return [
                "id": .string("uev_" + random.ulid(milliseconds: instant)), "object": "usage_event",
                "type": .string(type), "amount": .decimal(amount, places: 5), "currency": "credit",
                "created_at": .instant(milliseconds: instant), "generation_id": JSONValue(generation),
                "hold_id": JSONValue(hold), "description": .string("Demo \(type)"),
            ]
        }
        return Self.newestFirst(rows)
    }

    /// Sorts rows latest first, ties by id ascending.
    static func newestFirst(_ rows: [JSONValue], instant: String = "created_at") -> [JSONValue] {
        WireLedger(rows, .newestFirst, instant: instant, id: "id").entries.map(\.row)
    }
}

/// The keys, the users and the adapters of the requests.
private struct AurousCast {
    let keys: [String]
    let users: [String]
    let loras: [String]

    init(_ random: inout SeededGenerator) {
        let createdAt = 1_767_225_600_000
        keys = (0..<6).map { _ in "apikey_" + random.ulid(milliseconds: createdAt) }
        users = (0..<9).map { _ in random.uuid() }
        loras = (0..<3).map { _ in "lora_" + random.ulid(milliseconds: createdAt) }
    }
}

private struct AurousEvent {
    let row: JSONValue

    /// A model and its prices: credits per million tokens, or hundred-thousandths of a credit per image or second.
    private struct Model {
        let type: String
        let slug: String
        let input: Int
        let output: Int
    }

    private static let models = [
        Model(type: "chat", slug: "example-chat-1", input: 45, output: 180),
        Model(type: "chat", slug: "example-chat-1-mini", input: 12, output: 48),
        Model(type: "embedding", slug: "example-embed-2", input: 3, output: 0),
        Model(type: "chat", slug: "example-reasoner-1", input: 120, output: 450),
        Model(type: "image", slug: "example-image-xl", input: 25_000, output: 0),
        Model(type: "video", slug: "example-video-1", input: 80_000, output: 0),
    ]
    private static let prefixes = ["chat": "cmp_", "embedding": "emb_", "image": "img_", "video": "vid_"]

    init(at instant: Int, cast: AurousCast, from random: inout SeededGenerator) {
        let model = random.pick(Self.models)
        let status = Self.status(&random)
        let isFinished = status != "processing" && status != "pending"
        let isMedia = model.type == "image" || model.type == "video"
        let duration = random.longTailed(model.type == "embedding" ? 40 : isMedia ? 2500 : 350)

        var input = 0
        var output = 0
        if !isMedia {
            input = random.longTailed(120)
            output = model.type == "embedding" || status == "failed" ? 0 : random.longTailed(60)
        }
        let images = model.type == "image" && status == "completed" ? random.number(in: 1...4) : 0
        let tenths = model.type == "video" && status == "completed" ? random.number(in: 20...120) : 0

        var object: JSONObject = [
            "id": .string((Self.prefixes[model.type] ?? "") + random.ulid(milliseconds: instant)),
            "type": .string(model.type), "model": .string(model.slug), "status": .string(status),
            "created_at": .instant(milliseconds: instant),
        ]
        if isFinished {
            object.append("completed_at", .instant(milliseconds: instant + duration))
            object.append("duration_ms", .integer(duration))
        } else if status == "processing" {
            // Whether an unfinished row has null or no member here is not documented; the generator makes both.
            object.append("completed_at", nil)
            object.append("duration_ms", nil)
        }
        // The same holds for the tokens of images and videos.
        if model.type != "video" {
            object.append("input_tokens", .integer(input))
            object.append("output_tokens", .integer(output))
        }
        if isFinished {
            let charge: Int
            switch model.type {
            case "image": charge = images * model.input
            case "video": charge = tenths * model.input / 10
            default: charge = (input * model.input + output * model.output + 5) / 10
            }
            // Some failed requests are billed.
            let isBilled = status == "completed" || random.chance(40)
            object.append("credits_charged", .decimal(isBilled ? charge : 0, places: 5))
        }
        let isDashboard = random.chance(6)
        object.append("api_key_id", isDashboard ? .null : .string(random.pick(cast.keys)))
        object.append("user_id", isDashboard || random.chance(45) ? .string(random.pick(cast.users)) : .null)
        object.append("request_id", .string("req_" + random.ulid(milliseconds: instant)))
        if model.type == "image" { object.append("image_count", .integer(images)) }
        if model.type == "video" { object.append("video_seconds", .decimal(tenths, places: 1)) }
        if isMedia, random.chance(25) { object.append("lora_id", .string(random.pick(cast.loras))) }
        row = .object(object)
    }

    private static func status(_ random: inout SeededGenerator) -> String {
        switch random.below(1000) {
        case ..<925: "completed"
        case ..<970: "failed"
        case ..<988: "cancelled"
        case ..<996: "processing"
        default: "pending"
        }
    }
}
