// Exact numbers are coded as texts: a number of JSON passes through binary floating point in many decoders.

extension KeyedEncodingContainer {
    /// Writes all digits of a number as a text.
    mutating func encode(exact number: ExactDecimal, forKey key: Key) throws {
        try encode(number.description, forKey: key)
    }
}

extension KeyedDecodingContainer {
    /// Reads a number from a text that follows the JSON grammar.
    ///
    /// - Throws: `DecodingError` for anything else, and for a number that cannot be held exactly.
    func decodeExact(forKey key: Key) throws -> ExactDecimal {
        let text = try decode(String.self, forKey: key)
        guard let number = ExactDecimal(text) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self,
                debugDescription: "expected the text of a number of up to 38 significant digits, found \"\(text)\"")
        }
        return number
    }

    /// Reads a number as ``decodeExact(forKey:)`` does; nil if it is null or absent.
    func decodeExactIfPresent(forKey key: Key) throws -> ExactDecimal? {
        guard contains(key), try !decodeNil(forKey: key) else { return nil }
        return try decodeExact(forKey: key)
    }
}
