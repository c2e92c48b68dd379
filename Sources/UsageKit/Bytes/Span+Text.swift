extension Span<UInt8> {
    /// Whether the bytes are those of a text.
    @inline(__always)
    func holds(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { text in
            for index in 0..<count where unsafe self[index] != text[index] { return false }
            return true
        }
    }
}
