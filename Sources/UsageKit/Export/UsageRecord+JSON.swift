extension UsageRecord: JSONRepresentable {
    /// The record as one flat object.
    ///
    /// Every member is always present; unknown values are null, and amounts are texts.
    public var jsonValue: JSONValue {
        [
            "provider": .string(provider.rawValue),
            "id": JSONValue(id),
            "requestID": JSONValue(requestID),
            "time": JSONValue(time),
            "type": JSONValue(type),
            "model": JSONValue(model),
            "apiKey": JSONValue(apiKey),
            "user": JSONValue(user),
            "status": JSONValue(status?.rawValue),
            "sku": JSONValue(sku),
            "bot": JSONValue(bot),
            "conversation": JSONValue(conversation),
            "inputTokens": JSONValue(tokens.input),
            "outputTokens": JSONValue(tokens.output),
            "units": units,
            "charge": JSONValue(charge?.exact.description),
            "currency": JSONValue(charge?.currency.rawValue),
            "durationMS": duration.map { JSONValue(milliseconds: $0) } ?? .null,
        ]
    }

    var units: JSONValue {
        .object(JSONObject(quantities.map { JSONObject.Member($0.unit.rawValue, .string($0.exact.description)) }))
    }
}
