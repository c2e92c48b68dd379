internal import Foundation

extension ReportQuery: Codable {
    private enum CodingKeys: String, CodingKey {
        case window, filter, bucket, dimensions, timeZone, weekStart, fillsEmptyBuckets, top, measures, quantileMethod
    }

    /// Reads a query; a time zone that this system does not know is refused.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let identifier = try container.decode(String.self, forKey: .timeZone)
        guard let timeZone = TimeZone(identifier: identifier) else {
            throw UsageError(.invalidArgument, "the query's time zone \"\(identifier)\" is not known to this system")
        }
        self.init(
            window: try container.decode(TimeWindow.self, forKey: .window),
            where: try container.decodeIfPresent(UsageFilter.self, forKey: .filter),
            every: try container.decodeIfPresent(TimeBucket.self, forKey: .bucket),
            by: try container.decode([UsageDimension].self, forKey: .dimensions), in: timeZone,
            weekStart: try container.decode(Weekday.self, forKey: .weekStart),
            fillsEmptyBuckets: try container.decode(Bool.self, forKey: .fillsEmptyBuckets),
            top: try container.decodeIfPresent(Top.self, forKey: .top),
            measures: Set(try container.decode([UsageMeasure].self, forKey: .measures)),
            quantileMethod: try container.decode(QuantileMethod.self, forKey: .quantileMethod))
    }

    /// Writes the query, the time zone by its identifier; equal queries give equal output.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(window, forKey: .window)
        try container.encodeIfPresent(filter, forKey: .filter)
        try container.encodeIfPresent(bucket, forKey: .bucket)
        try container.encode(dimensions, forKey: .dimensions)
        try container.encode(timeZone.identifier, forKey: .timeZone)
        try container.encode(weekStart, forKey: .weekStart)
        try container.encode(fillsEmptyBuckets, forKey: .fillsEmptyBuckets)
        try container.encodeIfPresent(top, forKey: .top)
        try container.encode(measures.inEncodingOrder, forKey: .measures)
        try container.encode(quantileMethod, forKey: .quantileMethod)
    }
}

extension ReportQuery.Top: Codable {
    private enum CodingKeys: String, CodingKey {
        case count, figure
    }

    /// Reads how many keys are kept, and by which figure.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(Int.self, forKey: .count),
            by: try container.decode(UsageFigure.self, forKey: .figure))
    }

    /// Writes how many keys are kept, and by which figure.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(count, forKey: .count)
        try container.encode(figure, forKey: .figure)
    }
}

extension Quantile: Codable {
    /// Reads a position in parts per billion.
    public init(from decoder: any Decoder) throws {
        try self.init(partsPerBillion: try decoder.singleValueContainer().decode(Int.self))
    }

    /// Writes the position in parts per billion.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(partsPerBillion)
    }
}

extension TimeBucket: Codable {}
extension Weekday: Codable {}
extension QuantileMethod: Codable {}
