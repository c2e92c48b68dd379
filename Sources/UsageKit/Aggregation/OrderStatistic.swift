/// Selection of one value of a series by its place in the order, without sorting all of it.
enum OrderStatistic {
    /// Rearranges the values so that the one of a rank stands in its place, with none greater before it and none less
    /// after it; returns it.
    ///
    /// Hoare's selection with a median of three. Where the pivots are bad, the rest is sorted, so that a hostile order
    /// costs n log n and not n².
    static func select(_ rank: Int, in values: inout [Int64]) -> Int64 {
        var low = 0
        var high = values.count - 1
        var rounds = 2 * (Int.bitWidth - values.count.leadingZeroBitCount)
        while high - low > 16 {
            guard rounds > 0 else {
                values[low...high].sort()
                return values[rank]
            }
            rounds -= 1
            let pivot = medianOfThree(values[low], values[low + (high - low) / 2], values[high])
            var left = low
            var right = high
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                if left <= right {
                    values.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if rank <= right {
                high = right
            } else if rank >= left {
                low = left
            } else {
                return values[rank]
            }
        }
        var index = low + 1
        while index <= high {
            let value = values[index]
            var hole = index
            while hole > low, values[hole - 1] > value {
                values[hole] = values[hole - 1]
                hole -= 1
            }
            values[hole] = value
            index += 1
        }
        return values[rank]
    }

    private static func medianOfThree(_ a: Int64, _ b: Int64, _ c: Int64) -> Int64 {
        Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
    }
}
