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
        VeniceFake.Key(id: "demo-key-000001", description: "Production"),
        VeniceFake.Key(id: "demo-key-000002", description: "Staging"),
        VeniceFake.Key(id: "demo-key-000003", description: ""),
    ]

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
