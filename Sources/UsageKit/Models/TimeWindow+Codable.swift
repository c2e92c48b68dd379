extension TimeWindow: Codable {
    private enum CodingKeys: String, CodingKey {
        case start, end
    }

    /// Reads a window; throws if its end is not after its start.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            from: try container.decodeIfPresent(Timestamp.self, forKey: .start),
            to: try container.decodeIfPresent(Timestamp.self, forKey: .end))
    }

    /// Writes the bounds that are not open.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(start, forKey: .start)
        try container.encodeIfPresent(end, forKey: .end)
    }
}
