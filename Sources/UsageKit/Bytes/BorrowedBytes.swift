/// The bytes of a document, readable only while they are kept alive.
///
/// The unsafe code that reads documents is here. Invariant: `base` points to `count` initialised bytes for as long as the
/// value lives. A value is created only inside the functions that lend bytes, and cannot be copied. What such a function
/// calls may keep the value in a reader of its own, but must not let it escape from the call: the compiler does not check
/// that. Each access is checked against `count`.
@safe struct BorrowedBytes: ~Copyable {
    private let base: UnsafePointer<UInt8>
    let count: Int

    private static let nothing: [UInt8] = [0]

    private init(base: UnsafePointer<UInt8>, count: Int) {
        unsafe self.base = base
        self.count = count
    }

    /// Lends the bytes of an array to a function.
    @inline(__always)
    static func withBytes<Value, Failure: Error>(
        of array: [UInt8], _ body: (consuming BorrowedBytes) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try withBytes(of: array[...], body)
    }

    /// Lends the bytes of a part of an array to a function.
    @inline(__always)
    static func withBytes<Value, Failure: Error>(
        of array: ArraySlice<UInt8>, _ body: (consuming BorrowedBytes) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try unsafe array.withUnsafeBufferPointer { (buffer) throws(Failure) -> Value in
            guard let base = buffer.baseAddress else {
                return try withNone(body)
            }
            return try body(unsafe BorrowedBytes(base: base, count: buffer.count))
        }
    }

    /// Lends the UTF-8 of a text to a function.
    @inline(__always)
    static func withBytes<Value>(of text: String, _ body: (consuming BorrowedBytes) -> Value) -> Value {
        var text = text
        return text.withUTF8 { buffer in
            guard let base = buffer.baseAddress else { return withNone(body) }
            return body(unsafe BorrowedBytes(base: base, count: buffer.count))
        }
    }

    /// Lends no bytes to a function, for texts that own theirs.
    @inline(__always)
    static func withNone<Value, Failure: Error>(
        _ body: (consuming BorrowedBytes) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try unsafe nothing.withUnsafeBufferPointer { (buffer) throws(Failure) -> Value in
            guard let base = buffer.baseAddress else { preconditionFailure("an array of one byte has an address") }
            return try body(unsafe BorrowedBytes(base: base, count: 0))
        }
    }

    /// The byte at an index, or 0 beyond the end; JSON never allows that byte.
    @inline(__always)
    subscript(index: Int) -> UInt8 {
        UInt(bitPattern: index) < UInt(bitPattern: count) ? unsafe base[index] : 0
    }

    /// The eight bytes from an index on, the first one lowest; bytes beyond the end are 0.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        holds(8, at: index) ? unsafe uncheckedWord(at: index) : wordAtTheEnd(index)
    }

    /// The length of the run of plain characters at an index: ASCII except quotes, backslashes and control characters.
    @inline(__always)
    func plainRun(at start: Int) -> Int {
        plainRun(at: start, each: { _ in }, then: { (_, run) in run })
    }

    /// Passes each whole word of the run at an index to a function, then the rest, padded with zeros, and the length of
    /// the run.
    @inline(__always)
    func plainRun<Value>(
        at start: Int, each body: (_ word: UInt64) -> Void, then end: (_ rest: UInt64, _ count: Int) -> Value
    ) -> Value {
        var index = start
        if start >= 0 {
            // The last index from which there are eight bytes.
            let last = count &- 8
            while index <= last {
                let word = unsafe uncheckedWord(at: index)
                let marked = word.marksOfSpecialCharacters
                if marked != 0 {
                    let more = marked.trailingZeroBitCount / 8
                    return end(word & Self.mask(ofFirst: more), index - start + more)
                }
                body(word)
                index += 8
            }
        }
        let more = plainRunAtTheEnd(index)
        return end(word(at: index) & Self.mask(ofFirst: more), index - start + more)
    }

    /// A mask of the first bytes of a word, at most seven.
    @inline(__always)
    static func mask(ofFirst count: Int) -> UInt64 {
        1 &<< UInt64(truncatingIfNeeded: count &* 8) &- 1
    }

    /// Whether a key is at an index; always false near the end of the document.
    @inline(__always)
    func holds(_ key: FieldKey, at index: Int) -> Bool {
        guard holds(FieldKey.capacity, at: index) else { return false }
        let first = unsafe (uncheckedWord(at: index) ^ key.words.0) & key.masks.0
        let second = unsafe (uncheckedWord(at: index &+ 8) ^ key.words.1) & key.masks.1
        let third = unsafe (uncheckedWord(at: index &+ 16) ^ key.words.2) & key.masks.2
        return first | second | third == 0
    }

    /// Whether the `length` bytes at two indices are equal.
    @inline(__always)
    func areEqual(_ length: Int, at first: Int, and second: Int) -> Bool {
        guard holds(length, at: first), holds(length, at: second) else { return false }
        var offset = 0
        while offset + 8 <= length {
            if unsafe uncheckedWord(at: first + offset) != uncheckedWord(at: second + offset) { return false }
            offset += 8
        }
        while offset < length {
            if unsafe base[first + offset] != base[second + offset] { return false }
            offset += 1
        }
        return true
    }

    /// The text of a range, or nil if it is not UTF-8.
    ///
    /// If something had to be repaired, the bytes of the text differ. `String(validating:as:)` would give the same answer,
    /// but looks its generic types up each time.
    func text(_ range: Range<Int>) -> String? {
        var text = plainText(range)
        let isSame = text.withUTF8 { unsafe $0.elementsEqual(UnsafeBufferPointer(rebasing: buffer[range])) }
        return isSame ? text : nil
    }

    /// Whether a range is UTF-8: the byte sequences of the Unicode Standard, table 3-7.
    func isUTF8(_ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            let lead = self[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            let (length, second): (Int, ClosedRange<UInt8>)
            switch lead {
            case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: return false
            }
            guard index + length <= range.upperBound, second.contains(self[index + 1]) else { return false }
            for offset in 2..<length where self[index + offset] & 0xC0 != 0x80 { return false }
            index += length
        }
        return true
    }

    /// The text of a range of plain characters, which needs no validation.
    @inline(__always)
    func plainText(_ range: Range<Int>) -> String {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range lies outside the document")
        return unsafe String(decoding: UnsafeBufferPointer(rebasing: buffer[range]), as: UTF8.self)
    }

    /// Whether a text is at an index.
    @inline(__always)
    func begins(with text: StaticString, at start: Int) -> Bool {
        text.withUTF8Buffer { text in
            guard holds(text.count, at: start) else { return false }
            for index in text.indices where unsafe base[start + index] != text[index] { return false }
            return true
        }
    }

    /// Lends a range of the bytes to a function.
    @inline(__always)
    func withSpan<Value>(_ range: Range<Int>, _ body: (Span<UInt8>) -> Value) -> Value {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range lies outside the document")
        return unsafe body(Span(_unsafeStart: base + range.lowerBound, count: range.count))
    }
}

extension BorrowedBytes {
    @unsafe private var buffer: UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(start: base, count: count)
    }

    /// Whether there are `length` bytes from an index on.
    @inline(__always)
    private func holds(_ length: Int, at index: Int) -> Bool {
        index >= 0 && index <= count &- length
    }

    /// The eight bytes from an index on, whose range the caller has checked.
    @unsafe @inline(__always)
    private func uncheckedWord(at index: Int) -> UInt64 {
        unsafe UnsafeRawPointer(base).loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
    }

    @inline(never)
    private func wordAtTheEnd(_ index: Int) -> UInt64 {
        var word: UInt64 = 0
        for offset in 0..<8 where index <= .max - 8 { word |= UInt64(self[index + offset]) << UInt64(8 * offset) }
        return word
    }

    @inline(never)
    private func plainRunAtTheEnd(_ start: Int) -> Int {
        var index = start
        while index < count {
            let byte = self[index]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C || byte >= 0x80 { break }
            index += 1
        }
        return index - start
    }
}

extension UInt64 {
    /// The highest bit of each byte that ends a run of plain characters; only the lowest set bit is reliable.
    ///
    /// This is the usual bit trick that marks a byte which is 0 after an exclusive or.
    @inline(__always)
    var marksOfSpecialCharacters: UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let quote = self ^ (ones &* 0x22)
        let backslash = self ^ (ones &* 0x5C)
        return ((quote &- ones) | (backslash &- ones) | (self &- ones &* 0x20) | self) & highs
    }
}
