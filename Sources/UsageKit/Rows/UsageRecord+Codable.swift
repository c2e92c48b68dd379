internal import Foundation

extension UsageRecord: Codable {
    private enum CodingKeys: String, CodingKey {
        case provider, id, requestID, time, type, model, apiKey, user, status, sku, bot, conversation, inputTokens
        case outputTokens, units, charge, currency, durationMS, repeatsRequest, labels
    }

    /// Reads a record as ``encode(to:)`` writes it, or an object as ``NDJSONExport`` writes it.
    ///
    /// The export has its quantities as one object, whose order decoders do not keep; they are then in the order of their
    /// units. ``NDJSONExport/records(from:)`` keeps it, and reads the export as strictly as a page of a provider.
    ///
    /// - Throws: `DecodingError` for a number that is not exact, and for a currency without a charge.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String? { try container.decodeIfPresent(String.self, forKey: key) }
        let amount = try container.decodeExactIfPresent(forKey: .charge)
        let currency = try container.decodeIfPresent(Currency.self, forKey: .currency)
        guard (amount == nil) == (currency == nil) else {
            throw DecodingError.dataCorruptedError(
                forKey: .charge, in: container, debugDescription: "expected a charge with its currency, or neither")
        }
        self.init(
            provider: try container.decode(ProviderID.self, forKey: .provider), id: try text(.id),
            requestID: try text(.requestID),
            repeatsRequest: try container.decodeIfPresent(Bool.self, forKey: .repeatsRequest) ?? false,
            time: try container.decodeIfPresent(Timestamp.self, forKey: .time), type: try text(.type),
            model: try text(.model), apiKey: try text(.apiKey), user: try text(.user),
            status: try container.decodeIfPresent(UsageStatus.self, forKey: .status), sku: try text(.sku),
            bot: try text(.bot), conversation: try text(.conversation),
            tokens: TokenCounts(
                input: try container.decodeIfPresent(Int.self, forKey: .inputTokens),
                output: try container.decodeIfPresent(Int.self, forKey: .outputTokens)),
            quantities: try Self.quantities(in: container),
            charge: amount.flatMap { amount in currency.map { Money(exact: amount, currency: $0) } },
            duration: try Self.duration(in: container),
            labels: try container.decodeIfPresent([UsageDimension: String].self, forKey: .labels) ?? [:])
    }

    /// Writes the fields that are known, with the names of the export and all digits of numbers as texts.
    ///
    /// Unlike the export, it writes a list of quantities, in their order and one by one.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(provider, forKey: .provider)
        try container.encodeIfPresent(id, forKey: .id)
        try container.encodeIfPresent(requestID, forKey: .requestID)
        try container.encodeIfPresent(time, forKey: .time)
        try container.encodeIfPresent(type, forKey: .type)
        try container.encodeIfPresent(model, forKey: .model)
        try container.encodeIfPresent(apiKey, forKey: .apiKey)
        try container.encodeIfPresent(user, forKey: .user)
        try container.encodeIfPresent(status, forKey: .status)
        try container.encodeIfPresent(sku, forKey: .sku)
        try container.encodeIfPresent(bot, forKey: .bot)
        try container.encodeIfPresent(conversation, forKey: .conversation)
        try container.encodeIfPresent(tokens.input, forKey: .inputTokens)
        try container.encodeIfPresent(tokens.output, forKey: .outputTokens)
        if !quantities.isEmpty { try container.encode(quantities, forKey: .units) }
        if let charge {
            try container.encode(exact: charge.exact, forKey: .charge)
            try container.encode(charge.currency, forKey: .currency)
        }
        if let duration { try container.encode(JSONValue(milliseconds: duration).text, forKey: .durationMS) }
        if repeatsRequest { try container.encode(true, forKey: .repeatsRequest) }
        if !labels.isEmpty { try container.encode(labels, forKey: .labels) }
    }

    /// The name of a unit as a key.
    private struct UnitKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static func quantities(in container: KeyedDecodingContainer<CodingKeys>) throws -> [Quantity] {
        guard let units = try? container.nestedContainer(keyedBy: UnitKey.self, forKey: .units) else {
            return try container.decodeIfPresent([Quantity].self, forKey: .units) ?? []
        }
        return try units.allKeys
            .map { key in
                Quantity(exact: try units.decodeExact(forKey: key), unit: UsageUnit(rawValue: key.stringValue))
            }
            .sorted { ByteString($0.unit.rawValue) < ByteString($1.unit.rawValue) }
    }

    /// Reads milliseconds from a text, or from the number of an export; decoders of JSON read a `Decimal` exactly.
    private static func duration(in container: KeyedDecodingContainer<CodingKeys>) throws -> Duration? {
        guard container.contains(.durationMS), try !container.decodeNil(forKey: .durationMS) else { return nil }
        let text = try? container.decode(String.self, forKey: .durationMS)
        let number = try text ?? container.decode(Decimal.self, forKey: .durationMS).description
        guard let duration = ExactDecimal(number).flatMap(Duration.init(exactMilliseconds:)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .durationMS, in: container,
                debugDescription: "expected milliseconds with up to 15 decimal places, found \(number)")
        }
        return duration
    }
}

extension Duration {
    /// Nil if the duration has a part of an attosecond, or if a `Duration` cannot hold it.
    init?(exactMilliseconds number: ExactDecimal) {
        guard number.exponent >= -15, let attoseconds = number.mantissa(atExponent: -15) else { return nil }
        self.init(attoseconds: attoseconds)
    }
}
