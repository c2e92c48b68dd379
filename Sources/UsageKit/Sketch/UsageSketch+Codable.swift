extension UsageSketch: Codable {
    /// The version of the encoded form of sketches.
    public static let currentVersion = 1

    private enum CodingKeys: String, CodingKey {
        case version, query, relativeErrorPPM, groups
    }

    /// Reads a sketch; it refuses another version, and content that no records could have.
    ///
    /// The buckets must be those of the query's time zone as this system knows it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let version = try container.decode(Int.self, forKey: .version)
        guard version == Self.currentVersion else {
            throw UsageError(
                .invalidArgument, "the sketch has version \(version), but only \(Self.currentVersion) can be read")
        }
        let parts = try container.decode(Int32.self, forKey: .relativeErrorPPM)
        guard let bins = LatencyBins(partsPerMillion: parts) else {
            throw UsageError(
                .invalidArgument, "a relative error is between 1,000 and 500,000 parts per million, not \(parts)")
        }
        try self.init(try container.decode(ReportQuery.self, forKey: .query), bins)
        for group in try container.decode([EncodedGroup].self, forKey: .groups) { try restore(group) }
    }

    /// Writes the sketch, with exact numbers as texts; equal sketches give equal output.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.currentVersion, forKey: .version)
        try container.encode(query, forKey: .query)
        try container.encode(bins.partsPerMillion, forKey: .relativeErrorPPM)
        var list = container.nestedUnkeyedContainer(forKey: .groups)
        for index in indices {
            let group = EncodedGroup(
                groups.accumulator(at: index), start: groups.bucket(at: index)?.lowerBound, key: groups.key(at: index))
            try list.encode(group)
        }
    }
}
