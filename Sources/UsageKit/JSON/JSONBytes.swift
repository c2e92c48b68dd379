/// The bytes of a document, readable only while they are kept alive: the one place in the reader with unsafe code.
///
/// Invariant: `base` points to `count` initialised bytes for as long as the value lives. A value is made only inside
/// ``withBytes(of:_:)``, is not copyable and is only ever lent, so it cannot outlive the array that it reads. Each
/// access is checked against `count`.
@safe struct JSONBytes: ~Copyable {
    private let base: UnsafePointer<UInt8>
    let count: Int

    private init(base: UnsafePointer<UInt8>, count: Int) {
        unsafe self.base = base
        self.count = count
    }

    /// Lends the bytes of an array to a function.
    static func withBytes<Value, Failure: Error>(
        of array: [UInt8], _ body: (consuming JSONBytes) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try unsafe array.withUnsafeBufferPointer { (buffer) throws(Failure) -> Value in
            guard let base = buffer.baseAddress else {
                return try withoutBytes(body)
            }
            return try body(unsafe JSONBytes(base: base, count: buffer.count))
        }
    }

    private static func withoutBytes<Value, Failure: Error>(
        _ body: (consuming JSONBytes) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let nothing: [UInt8] = [0]
        return try unsafe nothing.withUnsafeBufferPointer { (buffer) throws(Failure) -> Value in
            guard let base = buffer.baseAddress else { preconditionFailure("an array of one byte has an address") }
            return try body(unsafe JSONBytes(base: base, count: 0))
        }
    }

    /// The byte at an index, or 0 beyond the end: a byte that JSON allows nowhere outside an escape.
    @inline(__always)
    subscript(index: Int) -> UInt8 {
        UInt(bitPattern: index) < UInt(bitPattern: count) ? unsafe base[index] : 0
    }

    /// The length of the run at an index of plain characters of a string: ASCII without quote, backslash and control.
    ///
    /// Eight bytes are looked at together; the usual bit trick marks a byte that is 0 after an exclusive or.
    @inline(__always)
    func plainRun(at start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while index <= count - 8, index >= 0 {
            let word = unsafe UnsafeRawPointer(base).loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let special =
                (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word | word
            let marked = special & highs
            if marked != 0 { return index - start + marked.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count {
            let byte = self[index]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C || byte >= 0x80 { break }
            index += 1
        }
        return index - start
    }

    /// The text of a range, or nil where it is not UTF-8.
    @inline(__always)
    func text(_ range: Range<Int>) -> String? {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range lies outside the document")
        return unsafe String(
            validating: UnsafeBufferPointer(start: base + range.lowerBound, count: range.count), as: UTF8.self)
    }

    /// Whether a range holds exactly these bytes.
    @inline(__always)
    func matches(_ name: [UInt8], at range: Range<Int>) -> Bool {
        guard name.count == range.count, range.lowerBound >= 0, range.upperBound <= count else { return false }
        for offset in 0..<name.count where unsafe base[range.lowerBound + offset] != name[offset] {
            return false
        }
        return true
    }

    /// Lends a range of the bytes to a function.
    @inline(__always)
    func withSpan<Value>(_ range: Range<Int>, _ body: (Span<UInt8>) -> Value) -> Value {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range lies outside the document")
        return unsafe body(Span(_unsafeStart: base + range.lowerBound, count: range.count))
    }
}
