/// An array that is never freed, for constants that all threads read.
///
/// Reading an `Array` counts a reference to it, and threads that count references to the same array wait for each other.
@safe struct ConstantArray<Element: Sendable>: @unchecked Sendable {
    private let elements: UnsafeBufferPointer<Element>

    init(_ elements: [Element]) {
        let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
        _ = unsafe buffer.initialize(from: elements)
        unsafe self.elements = UnsafeBufferPointer(buffer)
    }

    @inline(__always)
    var count: Int { unsafe elements.count }

    @inline(__always)
    subscript(index: Int) -> Element {
        precondition(index >= 0 && index < count, "the index is out of range")
        return unsafe elements[index]
    }

    func firstIndex(where matches: (Element) -> Bool) -> Int? {
        unsafe elements.firstIndex(where: matches)
    }
}
