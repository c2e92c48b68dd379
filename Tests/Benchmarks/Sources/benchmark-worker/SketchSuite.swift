import Foundation
import UsageKit

/// P9: durations into a sketch, one by one.
struct SketchSuite: Suite {
    /// In milliseconds, as for the peer.
    private let durations: [Int64]

    init(_ folder: URL) throws {
        durations = Array(try ColumnFolder(url: folder).integers("duration", width: 4).prefix(1_000_000))
    }

    func prepare(_ row: String) throws -> () async throws -> Outcome {
        let durations = durations
        return {
            var sketch = try LatencySketch(relativeError: 0.01)
            for duration in durations { try sketch.add(.milliseconds(duration)) }
            return Outcome(repetitions: durations.count) { [sketch] in
                let sorted = durations.sorted()
                let figures: [(String, Quantile)] = [("p50", .p50), ("p95", .p95), ("p99", .p99)]
                return ["count\t\(sketch.count)"]
                    + figures.map { name, quantile in
                        // The peer does not interpolate, so both are compared with the value at the rank below.
                        let rank = Double(sorted.count - 1) * Double(quantile.partsPerBillion) / 1_000_000_000
                        let exact = Double(sorted[Int(rank)])
                        let found = (sketch.quantile(quantile) ?? .zero) / .milliseconds(1)
                        return "\(name)\t\(abs(found - exact) <= 0.0101 * exact ? "within 1 %" : "\(found)")"
                    }
            }
        }
    }
}
