extension UsageSketch: Codable {
    /// The version of the format in which summaries are written.
    public static let currentVersion = 1

    private enum CodingKeys: String, CodingKey {
        case version, query, relativeErrorPPM, groups
    }

    /// Reads a summary; one of another version, and one that no records could have made, is refused.
    ///
    /// The buckets must be those that the query's time zone has here.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let version = try container.decode(Int.self, forKey: .version)
        guard version == Self.currentVersion else {
            throw UsageError(
                .invalidArgument, "the summary has version \(version), and this one is \(Self.currentVersion)")
        }
        let parts = try container.decode(Int32.self, forKey: .relativeErrorPPM)
        guard let bins = LatencyBins(partsPerMillion: parts) else {
            throw UsageError(.invalidArgument, "a relative error lies between 1,000 and 500,000 parts per million")
        }
        try self.init(try container.decode(ReportQuery.self, forKey: .query), bins)
        for group in try container.decode([EncodedGroup].self, forKey: .groups) { try restore(group) }
    }

    /// Writes the summary, exact numbers as texts; equal summaries are written alike.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.currentVersion, forKey: .version)
        try container.encode(query, forKey: .query)
        try container.encode(bins.partsPerMillion, forKey: .relativeErrorPPM)
        var list = container.nestedUnkeyedContainer(forKey: .groups)
        for place in indices {
            let group = EncodedGroup(
                groups.figures(at: place), start: groups.bucket(at: place)?.lowerBound, key: groups.key(at: place))
            try list.encode(group)
        }
    }
}
