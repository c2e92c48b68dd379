extension LatencySketch: Codable {
    /// The version of the encoded form of latency sketches.
    public static let currentVersion = 1

    private enum CodingKeys: String, CodingKey {
        case version, relativeErrorPPM, method, zeros, sum, minimum, maximum, bins, counts
    }

    /// Reads a sketch; it refuses another version, and content that no durations could have.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let version = try container.decode(Int.self, forKey: .version)
        guard version == Self.currentVersion else {
            throw UsageError(
                .invalidArgument,
                "the latency sketch has version \(version), but only \(Self.currentVersion) can be read")
        }
        let parts = try container.decode(Int32.self, forKey: .relativeErrorPPM)
        guard let bins = LatencyBins(partsPerMillion: parts) else {
            throw UsageError(
                .invalidArgument, "a relative error is between 1,000 and 500,000 parts per million, not \(parts)")
        }
        let content = Content(
            zeros: try container.decode(Int.self, forKey: .zeros),
            sum: try container.decode(String.self, forKey: .sum),
            least: try container.decodeIfPresent(Int64.self, forKey: .minimum),
            greatest: try container.decodeIfPresent(Int64.self, forKey: .maximum),
            bins: try container.decode([Int].self, forKey: .bins),
            counts: try container.decode([Int].self, forKey: .counts))
        guard let sketch = content.sketch(bins, method: try container.decode(QuantileMethod.self, forKey: .method))
        else { throw UsageError(.invalidArgument, "the content of the latency sketch is inconsistent") }
        self = sketch
    }

    /// Writes the sketch: the extremes in nanoseconds, the sum of all durations as a text, and the bins that have
    /// durations.
    public func encode(to encoder: any Encoder) throws {
        var bins: [Int] = []
        var counts: [Int] = []
        self.counts.forEach { bin, count in
            bins.append(bin)
            counts.append(count)
        }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.currentVersion, forKey: .version)
        try container.encode(self.bins.partsPerMillion, forKey: .relativeErrorPPM)
        try container.encode(method, forKey: .method)
        try container.encode(zeros, forKey: .zeros)
        try container.encode(String(sum), forKey: .sum)
        try container.encodeIfPresent(isEmpty ? nil : least, forKey: .minimum)
        try container.encodeIfPresent(isEmpty ? nil : greatest, forKey: .maximum)
        try container.encode(bins, forKey: .bins)
        try container.encode(counts, forKey: .counts)
    }
}
