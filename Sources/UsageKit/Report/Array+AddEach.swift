extension Array where Element: FixedWidthInteger {
    /// Adds to each element the element of another array of the same length at the same index.
    mutating func addEach(_ other: [Element]) {
        precondition(count == other.count)
        let other = other.span
        var elements = mutableSpan
        for index in 0..<other.count { elements[index] += other[index] }
    }
}
