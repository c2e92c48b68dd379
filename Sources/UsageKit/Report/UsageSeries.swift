public import Foundation

/// A figure over time: a point for each bucket, without gaps, for a chart.
///
/// A report has a group for what occurs. A series also has the buckets in which nothing did, so that a line does not run
/// straight across them.
public struct UsageSeries<Value: Hashable & Sendable>: Hashable, Sendable {
    /// The figure of one bucket.
    public struct Point: Hashable, Identifiable, Sendable {
        /// The span of the whole bucket.
        public let bucket: Range<Timestamp>
        /// The figure; nil if it is unknown.
        public let value: Value?

        /// The first instant of the bucket.
        public var id: Timestamp { bucket.lowerBound }
        /// The first instant of the bucket as a date, as the axis of a chart needs it.
        public var date: Date { bucket.lowerBound.date }

        /// Creates a point.
        public init(bucket: Range<Timestamp>, value: Value?) {
            self.bucket = bucket
            self.value = value
        }
    }

    /// The dimensions by which the report is split.
    public let dimensions: [UsageDimension]
    /// The value of each dimension, in the order of ``dimensions``; nil if the rows have no value.
    public let key: [String?]
    /// Whether the series combines all keys that ``ReportQuery/top`` leaves out.
    public let isOther: Bool
    private let points: [Point]

    /// Creates a series.
    public init(
        dimensions: [UsageDimension] = [], key: [String?] = [], isOther: Bool = false, points: [Point]
    ) {
        self.dimensions = dimensions
        self.key = key
        self.isOther = isOther
        self.points = points
    }

    /// The key's value of a dimension; nil if the rows have no value, or if the report is not split by the dimension.
    public subscript(dimension: UsageDimension) -> String? {
        zip(dimensions, key).first { $0.0 == dimension }?.1
    }
}

extension UsageSeries: RandomAccessCollection {
    /// The position of the first point.
    public var startIndex: Int { points.startIndex }
    /// The position after the last point.
    public var endIndex: Int { points.endIndex }

    /// The point at a position.
    public subscript(position: Int) -> Point { points[position] }
}
