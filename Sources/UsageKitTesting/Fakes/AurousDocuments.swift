internal import UsageKit

/// What the endpoints without pages answer, computed from the account, the rates and the events.
struct AurousDocuments {
    let account: AurousFake.Account
    let rateCards: [AurousFake.RateCard]
    let models: [AurousFake.Model]
    let request: TransportRequest

    static let version = "2026-05-15"
    private static let readPaths = ["/balance", "/team", "/pricing", "/models"]
    private static let askPaths = ["/images/estimate", "/videos/estimate", "/embeddings/estimate"]

    /// Whether the provider has such a resource.
    static func knows(_ method: String, _ path: String) -> Bool {
        switch method {
        case "GET": readPaths.contains(path) || generationID(path) != nil
        case "POST": askPaths.contains(path)
        default: false
        }
    }

    /// The answer to a request for one of the paths that it knows.
    ///
    /// - Throws: ``AurousRefusal``.
    func answer(_ path: String, events: WireLedger) throws -> JSONValue {
        switch path {
        case "/balance": return try balance()
        case "/team": return team
        case "/pricing": return try pricing()
        case "/models": return ["object": "list", "data": .array(models.map(Self.json))]
        case "/images/estimate": return try imageEstimate()
        case "/videos/estimate": return try videoEstimate()
        case "/embeddings/estimate": return try embeddingEstimate()
        default: return try generation(path, events)
        }
    }

    // MARK: Account

    private func balance() throws -> JSONValue {
        var object: JSONObject = [
            "credits": JSONValue(account.credits), "held_credits": JSONValue(account.heldCredits),
            "available_credits": JSONValue(try account.credits.exact.adding(account.heldCredits.exact.negated)),
            "currency": "credit",
        ]
        if let mode = account.billingMode { object.append("billing_mode", .string(mode.rawValue)) }
        return .object(object)
    }

    private var team: JSONValue {
        var object: JSONObject = [
            "id": .string(account.teamID), "name": .string(account.teamName), "credits": JSONValue(account.credits),
            "created_at": .wire(account.createdAt),
        ]
        if let email = account.billingEmail { object.append("billing_email", .string(email)) }
        return .object(object)
    }

    // MARK: Rates

    /// The card of the version that the request pins, or the newest one.
    private func card() throws -> AurousFake.RateCard {
        let pin = request.headers["Aurous-Version"]
        let cards = rateCards.sorted { $0.version < $1.version }
        guard let card = pin == nil ? cards.last : cards.first(where: { $0.version == pin }) else {
            throw AurousRefusal(
                "unknown_version", "no rate card for \(pin ?? "any version")", parameter: "Aurous-Version")
        }
        return card
    }

    private func pricing() throws -> JSONValue {
        let card = try card()
        let factors = card.resolutionFactors.map { JSONObject.Member($0.resolution, JSONValue($0.factor)) }
        return [
            "object": "pricing", "version": .string(card.version), "currency": "credit",
            "description": "Example rates",
            "image": [
                "base": JSONValue(card.image), "enhance_prompt_multiplier": JSONValue(card.enhancePromptMultiplier),
                "reference_image_per_image": 0,
            ],
            "video": [
                "base_per_second": JSONValue(card.videoSecond), "resolution_factor": .object(JSONObject(factors)),
            ],
        ]
    }

    private static func json(of model: AurousFake.Model) -> JSONValue {
        func rate(_ number: WireNumber) -> JSONValue { ["credits_per_M": JSONValue(number)] }
        var (chat, embedding) = (JSONValue.null, JSONValue.null)
        switch model.rates {
        case .chat(let input, let output): chat = ["input": rate(input), "output": rate(output)]
        case .embedding(let text, let visual): embedding = ["text": rate(text), "visual": rate(visual)]
        }
        return [
            "id": .string(model.id), "object": "model", "chat_pricing": chat, "embedding_pricing": embedding,
            "aurous_metadata": [:],
        ]
    }

    // MARK: Estimates

    private func body() throws -> JSONObject {
        guard case .object(let body)? = try? JSONValue(json: request.body) else {
            throw AurousRefusal(400, "invalid_format", "the body must be a JSON object", type: "invalid_request")
        }
        return body
    }

    private static func text(_ name: String, in body: JSONObject) throws -> String {
        guard let text = body[name]?.string, text.contains(where: { !$0.isWhitespace }) else {
            throw AurousRefusal("missing_field", "\(name) is required", parameter: name)
        }
        return text
    }

    private static func estimate(base: ExactDecimal, enhance: ExactDecimal) throws -> JSONValue {
        [
            "object": "estimate",
            "estimated_cost": [
                "amount": JSONValue(try base.adding(enhance)),
                "breakdown": ["base": JSONValue(base), "enhance": JSONValue(enhance)],
            ], "currency": "credit",
        ]
    }

    private func imageEstimate() throws -> JSONValue {
        let card = try card()
        let body = try body()
        guard try Self.text("prompt", in: body).count <= 4000 else {
            throw AurousRefusal("value_out_of_range", "prompt may have 4000 characters", parameter: "prompt")
        }
        let count = body["count"]?.wireInteger ?? 1
        guard count >= 1 else {
            throw AurousRefusal("value_out_of_range", "count must be 1 or more", parameter: "count")
        }
        let base = try card.image.exact.times(ExactDecimal(count))
        let factor = try card.enhancePromptMultiplier.exact.adding(ExactDecimal(-1))
        let isEnhanced = body["enhance_prompt"] == true
        return try Self.estimate(base: base, enhance: isEnhanced ? base.times(factor) : .zero)
    }

    private func videoEstimate() throws -> JSONValue {
        let card = try card()
        let body = try body()
        _ = try Self.text("video_lora_id", in: body)
        let resolution = body["resolution"]?.string ?? card.resolutionFactors.first?.resolution
        guard let factor = card.resolutionFactors.first(where: { $0.resolution == resolution })?.factor else {
            throw AurousRefusal("value_out_of_range", "unknown resolution", parameter: "resolution")
        }
        let duration = body["duration"]?.wireInteger ?? 5
        guard (2...12).contains(duration) else {
            throw AurousRefusal("value_out_of_range", "duration must be 2 to 12 seconds", parameter: "duration")
        }
        let cost = try card.videoSecond.exact.times(factor.exact).times(ExactDecimal(duration))
        return try Self.estimate(base: cost, enhance: .zero)
    }

    private func embeddingEstimate() throws -> JSONValue {
        let body = try body()
        let id = try Self.text("model", in: body)
        guard let model = models.first(where: { $0.id == id }), case .embedding(let text, let visual) = model.rates
        else {
            throw AurousRefusal("value_out_of_range", "no embedding model \(id)", parameter: "model")
        }
        var (letters, images) = (0, 0)
        switch body["input"] {
        case .string(let input)?: letters = input.utf8.count
        case .array(let parts)?:
            for part in parts {
                switch part["type"]?.string {
                case "text"?: letters += part["text"]?.string?.utf8.count ?? 0
                case "image_url"?: images += 1
                default: throw AurousRefusal("invalid_format", "a part needs a known type", parameter: "input")
                }
            }
        default: throw AurousRefusal("missing_field", "input is required", parameter: "input")
        }
        // How the server counts tokens is not documented.
        let tokens = (text: (letters + 3) / 4, image: images * 1000)
        let credits = (
            text: try text.exact.times(ExactDecimal(mantissa: Int128(tokens.text), exponent: -6) ?? .zero),
            visual: try visual.exact.times(ExactDecimal(mantissa: Int128(tokens.image), exponent: -6) ?? .zero)
        )
        return [
            "estimated": true,
            "tokens": [
                "text": .integer(tokens.text), "image": .integer(tokens.image), "video": 0,
                "total": .integer(tokens.text + tokens.image),
            ],
            "credits_estimated": JSONValue(try credits.text.adding(credits.visual)),
            "breakdown": [
                "input": ["text": JSONValue(credits.text), "visual": JSONValue(credits.visual), "video": 0],
                "model": .string(id),
            ],
        ]
    }

    // MARK: Images and videos

    private static func generationID(_ path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[1] == "images" && parts[2] != "estimate" ? String(parts[2]) : nil
    }

    private static let states = ["completed": "succeeded"]

    /// The image or the video of an event.
    private func generation(_ path: String, _ events: WireLedger) throws -> JSONValue {
        let entry = Self.generationID(path).flatMap { id in events.entries.first { $0.row["id"]?.string == id } }
        guard let row = entry?.row, let type = row["type"]?.string, ["image", "video"].contains(type) else {
            throw AurousRefusal(404, "resource_not_found", "no such image or video", type: "not_found")
        }
        let state = row["status"]?.string ?? ""
        var object: JSONObject = [
            "id": row["id"] ?? .null, "status": .string(Self.states[state] ?? state),
            "created_at": row["created_at"] ?? .null, "media_type": .string(type),
            "inference_type": type == "image" ? "t2i" : "t2v", "duration_ms": row["duration_ms"] ?? .null,
            "cost": .null, "aurous_version": .string(request.headers["Aurous-Version"] ?? Self.version),
            "creation_request_id": row["request_id"] ?? .null, "completed_at": row["completed_at"] ?? .null,
        ]
        if let credits = row["credits_charged"], credits.wireDecimal != nil {
            let cost: JSONValue = [
                "amount": credits, "currency": "credit", "breakdown": ["base": credits, "enhance": 0],
            ]
            object = JSONObject(object.members.map { $0.name == "cost" ? JSONObject.Member("cost", cost) : $0 })
        }
        for (name, field) in [("image_count", "image_count"), ("video_duration", "video_seconds")] {
            if let value = row[field] { object.append(name, value) }
        }
        return .object(object)
    }
}

extension WireNumber {
    /// The exact value; zero for a literal of more digits than a number can have.
    var exact: ExactDecimal { ExactDecimal(json.literal) ?? .zero }
}

extension ExactDecimal {
    /// The exact product.
    func times(_ other: ExactDecimal) throws -> ExactDecimal {
        let (mantissa, overflow) = mantissa.multipliedReportingOverflow(by: other.mantissa)
        guard !overflow, let product = ExactDecimal(mantissa: mantissa, exponent: exponent + other.exponent) else {
            throw UsageError(.inexactNumber, "the product of \(self) and \(other) has too many digits")
        }
        return product
    }
}
