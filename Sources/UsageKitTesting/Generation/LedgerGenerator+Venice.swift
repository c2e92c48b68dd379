public import UsageKit

extension LedgerGenerator {
    /// Returns rows of the Venice billing ledger, earliest first.
    ///
    /// A request to a language model makes two rows, input and output, with the same `inferenceDetails`. An image makes
    /// one row without tokens. Some rows do not belong to a request. Amounts are in four currencies and negative for
    /// money spent; occasional corrections are positive.
    ///
    /// - Parameters:
    ///   - count: How many rows.
    ///   - window: The span in which they are created.
    /// - Returns: The rows as on the wire.
    public func veniceEntries(count: Int, in window: TimeWindow) -> [JSONValue] {
        var random = stream("venice.entries")
        // A request to a language model makes two rows, so there are fewer instants than rows.
        var kinds: [Kind] = []
        var planned = 0
        while planned < count {
            let kind = Self.kind(of: random.below(100), isLast: planned == count - 1)
            planned += kind == .language ? 2 : 1
            kinds.append(kind)
        }
        return zip(kinds, InstantSampler(window).instants(kinds.count, from: &random)).flatMap { kind, instant in
            switch kind {
            case .language: Self.language(at: instant, &random)
            case .image: [Self.image(at: instant, &random)]
            case .correction: [Self.correction(at: instant, &random)]
            }
        }
    }

    private enum Kind {
        case language, image, correction
    }

    private static func kind(of percentage: Int, isLast: Bool) -> Kind {
        switch percentage {
        case ..<80 where !isLast: .language
        case ..<95: .image
        default: .correction
        }
    }

    /// The keys of the account whose rows ``veniceEntries(count:in:)`` returns, for the analytics.
    static let veniceKeys = [
        VeniceFake.Key(id: "demo-key-000001", description: "Production", dailyLimit: 25),
        VeniceFake.Key(id: "demo-key-000002", description: "Staging"),
        VeniceFake.Key(id: "demo-key-000003", description: ""),
    ]

    /// What that account has after some rows: of the DIEM of the present UTC day, what the rows have left.
    static func venicePlan(after entries: [JSONValue], at now: Timestamp) -> VeniceFake.Plan {
        var left = ExactDecimal(20)
        for entry in entries where entry["currency"]?.string == "DIEM" {
            // Amounts are negative for money spent.
            guard entry["timestamp"]?.wireInstant?.wireDay == now.wireDay, let amount = entry["amount"]?.wireDecimal,
                let sum = try? left.adding(amount)
            else { continue }
            left = sum
        }
        var plan = venicePlan
        plan.diem = WireNumber(stringLiteral: left.description)
        return plan
    }

    /// What that account has, without its DIEM.
    private static let venicePlan = VeniceFake.Plan(
        usd: 40.75, bundledCredits: 5, diemEpochAllocation: 20,
        limits: [
            VeniceFake.Limit("example-large", .requestsPerMinute, 20),
            VeniceFake.Limit("example-large", .tokensPerMinute, 300_000),
            VeniceFake.Limit("example-small", .requestsPerMinute, 500),
        ],
        refusals: [
            [
                "apiKeyId": "demo-key-000002", "modelId": "example-large", "rateLimitTier": "paid",
                "rateLimitType": "RPM", "timestamp": "2026-05-21T08:15:00.000Z",
            ]
        ],
        wallets: [
            VeniceFake.Wallet(
                address: VeniceFake.testWallet, signature: VeniceFake.testSignature,
                transactions: [
                    [
                        "id": "txn-demo-2", "amount": .decimal(-25, places: 3),
                        "balanceAfter": .decimal(9975, places: 3), "type": "CHARGE",
                        "createdAt": "2026-05-20T11:30:00.000Z", "requestId": "chatcmpl-demo-1",
                        "modelId": "example-small",
                    ],
                    [
                        "id": "txn-demo-1", "amount": 10, "balanceAfter": 10, "type": "TOP_UP",
                        "createdAt": "2026-05-19T09:00:00.000Z", "requestId": nil, "modelId": nil,
                    ],
                ])
        ])

    /// Models with their prices in hundredths of a dollar per million tokens.
    private static let languageModels = [
        (name: "example-large", input: 70, output: 280), (name: "example-small", input: 15, output: 60),
        (name: "example-reasoner", input: 250, output: 1000),
    ]

    private static func language(at instant: Int, _ random: inout SeededGenerator) -> [JSONValue] {
        let model = random.pick(languageModels)
        let prompt = random.longTailed(150)
        let completion = random.longTailed(80)
        let details: JSONValue = [
            "requestId": .string("chatcmpl-" + random.digits(24, of: SeededGenerator.hexadecimal)),
            "inferenceExecutionTime": .integer(random.longTailed(400)), "promptTokens": .integer(prompt),
            "completionTokens": .integer(completion),
        ]
        let currency = currency(&random)
        return [("input", prompt, model.input), ("output", completion, model.output)].map { side, tokens, price in
            row(
                at: instant, sku: "\(model.name)-llm-\(side)-mtoken", units: .decimal(tokens, places: 6),
                price: .decimal(price, places: 2), amount: .decimal(-tokens * price, places: 8), currency,
                "API Inference", details)
        }
    }

    private static func image(at instant: Int, _ random: inout SeededGenerator) -> JSONValue {
        let price = random.pick([10, 25, 50])
        let details: JSONValue = [
            "requestId": .string("imggen-" + random.digits(16, of: SeededGenerator.hexadecimal)),
            "inferenceExecutionTime": random.chance(85) ? .integer(random.longTailed(1800)) : .null,
            "promptTokens": nil, "completionTokens": nil,
        ]
        return row(
            at: instant, sku: "example-picture-image-unit", units: .integer(1), price: .decimal(price, places: 3),
            amount: .decimal(-price, places: 3), currency(&random), "API Inference", details)
    }

    private static func correction(at instant: Int, _ random: inout SeededGenerator) -> JSONValue {
        let isCredit = random.chance(30)
        let amount = random.number(in: 1...99_999)
        return row(
            at: instant, sku: isCredit ? "example-adjustment" : "example-large-llm-output-mtoken",
            units: .decimal(amount, places: 6), price: .integer(2),
            amount: .decimal(isCredit ? 2 * amount : -2 * amount, places: 6), currency(&random),
            isCredit ? "Adjustment" : "Web App", nil)
    }

    private static func currency(_ random: inout SeededGenerator) -> String {
        switch random.below(100) {
        case ..<50: "USD"
        case ..<80: "DIEM"
        case ..<96: "BUNDLED_CREDITS"
        default: "EARNED_CREDITS"
        }
    }

    private static func row(
        at instant: Int, sku: String, units: JSONValue, price: JSONValue, amount: JSONValue, _ currency: String,
        _ notes: String, _ details: JSONValue
    ) -> JSONValue {
        [
            "timestamp": .instant(milliseconds: instant), "sku": .string(sku), "pricePerUnitUsd": price,
            "units": units, "amount": amount, "currency": .string(currency), "notes": .string(notes),
            "inferenceDetails": details,
        ]
    }
}
