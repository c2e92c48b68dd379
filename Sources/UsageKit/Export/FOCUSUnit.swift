/// The units of FOCUS (Unit Format): words of letters and digits with spaces between them, in the plural and in
/// capitals, with a number before them for a multiple.
enum FOCUSUnit {
    private static let known: [UsageUnit: String] = [
        "credit": "Credits", "BUNDLED_CREDITS": "Bundled Credits", "EARNED_CREDITS": "Earned Credits",
        "audio_seconds": "Seconds", "video_seconds": "Seconds", "image_count": "Images", "image-unit": "Images",
        "CHATBOTKIT_AUDIO": "Audio", "CHATBOTKIT_BASE_TOKEN": "Base Tokens", "CHATBOTKIT_CONVERSATION": "Conversations",
        "CHATBOTKIT_CUSTOM_TOKEN": "Custom Tokens", "CHATBOTKIT_EMAIL": "Emails", "CHATBOTKIT_FETCH": "Fetches",
        "CHATBOTKIT_IMAGE": "Images", "CHATBOTKIT_MESSAGE": "Messages", "CHATBOTKIT_VIDEO": "Videos",
    ]

    /// The unit of a quantity, or of an amount in a virtual currency.
    ///
    /// One without a name in FOCUS keeps the words of the provider's name, and is `Units` if they are not words of
    /// FOCUS.
    static func text(of unit: UsageUnit) -> String {
        if let name = known[unit] { return name }
        // Venice counts tokens in millions.
        if unit.rawValue.utf8.suffix(7).elementsEqual("-mtoken".utf8) { return "1000000 Tokens" }
        let words = unit.rawValue.utf8.split { !isLetter($0) && !isDigit($0) && $0 < 0x80 }
        let areWords = words.allSatisfy { word in
            word.first.map(isLetter) == true && word.allSatisfy { isLetter($0) || isDigit($0) }
        }
        return words.isEmpty || !areWords ? "Units" : words.map { String(Substring($0)) }.joined(separator: " ")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

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
