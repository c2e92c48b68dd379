extension LatencySketch {
    /// The content of a latency sketch in its encoded form.
    struct Content {
        let zeros: Int
        let sum: String
        let least: Int64?
        let greatest: Int64?
        /// The bins that have durations, in ascending order.
        let bins: [Int]
        let counts: [Int]

        /// The sketch; nil if no durations could have this content.
        func sketch(_ scale: LatencyBins, method: QuantileMethod) -> LatencySketch? {
            guard zeros >= 0, bins.count == counts.count, bins.allSatisfy({ (0..<scale.count).contains($0) }),
                zip(bins, bins.dropFirst()).allSatisfy({ $0 < $1 }), counts.allSatisfy({ $0 > 0 })
            else { return nil }
            var total = zeros
            for count in counts {
                let (next, overflow) = total.addingReportingOverflow(count)
                if overflow { return nil }
                total = next
            }
            guard total > 0 else {
                return sum == "0" && least == nil && greatest == nil ? LatencySketch(scale, method: method) : nil
            }
            guard let least, let greatest, least <= greatest, let sum = Int128(sum),
                sums(scale, least...greatest)?.contains(sum) == true
            else { return nil }
            return LatencySketch(
                scale, method: method, count: total, zeros: zeros, sum: sum, extremes: least...greatest,
                BinCounts(zip(bins, counts).map { (bin: $0, count: $1) }))
        }

        /// The sums that durations in these bins can have; nil if the extremes do not lie in the outermost bins.
        private func sums(_ scale: LatencyBins, _ extremes: ClosedRange<Int64>) -> ClosedRange<Int128>? {
            let ranges = bins.compactMap { scale.range(of: $0) }
            guard let first = zeros > 0 ? 0...0 : ranges.first, ranges.count == bins.count else { return nil }
            let last = ranges.last ?? first
            guard first.contains(extremes.lowerBound), last.contains(extremes.upperBound) else { return nil }
            // One duration is the least and one is the greatest; each other one lies anywhere in its bin.
            var low = Int128(extremes.upperBound) - Int128(Swift.max(last.lowerBound, extremes.lowerBound))
            var high = Int128(extremes.lowerBound) - Int128(Swift.min(first.upperBound, extremes.upperBound))
            for (range, count) in zip(ranges, counts) {
                low += Int128(Swift.max(range.lowerBound, extremes.lowerBound)) * Int128(count)
                high += Int128(Swift.min(range.upperBound, extremes.upperBound)) * Int128(count)
            }
            return low <= high ? low...high : nil
        }
    }
}
