/// The units of FOCUS (Unit Format): a plural in capitals, with a number before it for a multiple.
enum FOCUSUnit {
    private static let known: [UsageUnit: String] = [
        "audio_seconds": "Seconds", "video_seconds": "Seconds", "image_count": "Images", "image-unit": "Images",
    ]

    /// The unit of a quantity; one without a name in FOCUS keeps the provider's.
    static func text(of unit: UsageUnit) -> String {
        if let name = known[unit] { return name }
        // Venice counts tokens in millions.
        return unit.rawValue.utf8.suffix(7).elementsEqual("-mtoken".utf8) ? "1000000 Tokens" : unit.rawValue
    }

    /// What a record consumed, with its unit.
    ///
    /// Entries of one request repeat its tokens, so they count by what they are for; so does a request without tokens.
    static func consumed(by record: UsageRecord) -> (quantity: String, unit: String) {
        if !record.repeatsRequest, let input = record.tokens.input, let output = record.tokens.output {
            let tokens = Int128(input) + Int128(output)
            if tokens != 0 || record.quantities.isEmpty { return (tokens.description, "Tokens") }
        }
        if let quantity = record.quantities.first { return (quantity.exact.description, text(of: quantity.unit)) }
        return ("1", record.repeatsRequest ? "Entries" : "Requests")
    }
}
