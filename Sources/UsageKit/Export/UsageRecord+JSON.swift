extension UsageRecord: JSONRepresentable {
    /// The record as one object.
    ///
    /// Every member but `labels` is always present; unknown values are null, and amounts are texts. A record with labels
    /// has them in `labels`, an object, in the order of their names.
    public var jsonValue: JSONValue {
        var object = commonMembers
        if !labels.isEmpty {
            let sorted = labels.sorted { ByteString($0.key.rawValue) < ByteString($1.key.rawValue) }
            let members = sorted.map { JSONObject.Member($0.key.rawValue, .string($0.value)) }
            object.append("labels", .object(JSONObject(members)))
        }
        return .object(object)
    }

    private var commonMembers: JSONObject {
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
            "repeatsRequest": .bool(repeatsRequest),
        ]
    }

    /// The quantities by unit; those of the same unit are added up, since a name must not come twice.
    var units: JSONValue {
        let quantities = quantities
        var sums: [ExactSum] = []
        var units: [UsageUnit] = []
        var indices: [UsageUnit: Int] = [:]
        for quantity in quantities {
            if let index = indices[quantity.unit] {
                sums[index].add(quantity.exact)
                continue
            }
            // Most records have one quantity, which needs no table.
            if quantities.count > 1 { indices[quantity.unit] = sums.count }
            sums.append(ExactSum(quantity.exact))
            units.append(quantity.unit)
        }
        let members = zip(units, sums).map { JSONObject.Member($0.rawValue, .string($1.description)) }
        return .object(JSONObject(members))
    }
}
