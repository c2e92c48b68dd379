extension Array where Element: FixedWidthInteger {
    /// Adds to each number the one of the other array at its place; there are as many.
    mutating func addEach(_ other: [Element]) {
        precondition(count == other.count)
        let other = other.span
        var own = mutableSpan
        for place in 0..<other.count { own[place] += other[place] }
    }
}
