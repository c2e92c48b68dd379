/// Writes bytes at the end of an array, into room that was made for them.
///
/// An array checks its capacity and its owner with each append, which costs more than the few bytes of a number or a name.
/// Invariant: `base` points to `capacity` initialised bytes for as long as the value lives; a value is created only inside
/// ``append(upTo:to:_:)`` and cannot be copied. Each write is checked against `capacity`.
@safe struct ByteWriter: ~Copyable {
    private let base: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    /// The number of bytes that were written.
    private(set) var count = 0

    /// The room after the last byte, so that words can be read there.
    private static let slack = 8

    private init(base: UnsafeMutablePointer<UInt8>, capacity: Int) {
        unsafe self.base = base
        self.capacity = capacity
    }

    /// Has a function write at the end of an array.
    ///
    /// - Parameters:
    ///   - limit: The greatest number of bytes that the function writes.
    ///   - bytes: What the bytes are appended to.
    ///   - body: Writes the bytes.
    @inline(__always)
    static func append(upTo limit: Int, to bytes: inout [UInt8], _ body: (inout ByteWriter) -> Void) {
        let (start, room) = (bytes.count, limit + slack)
        bytes.append(contentsOf: repeatElement(0, count: room))
        let written = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            var writer = unsafe ByteWriter(base: base + start, capacity: room)
            body(&writer)
            return writer.count
        }
        bytes.removeLast(room - written)
    }

    /// Takes room for bytes, and returns the position of the first of them.
    @inline(__always)
    private mutating func room(for more: Int) -> Int {
        let start = count
        precondition(more >= 0 && more <= capacity &- Self.slack &- start, "more is written than was announced")
        count = start &+ more
        return start
    }

    /// The byte at a position that was written.
    @inline(__always)
    subscript(position: Int) -> UInt8 {
        precondition(position >= 0 && position < count, "the position was not written")
        return unsafe base[position]
    }

    /// Takes back what was written from a position on.
    @inline(__always)
    mutating func rewind(to position: Int) {
        precondition(position >= 0 && position <= count, "the position was not written")
        count = position
    }

    /// Whether a byte from a position on is marked by a function of eight bytes, the first one lowest.
    ///
    /// The function sets the highest bit of each marked byte; only the lowest set bit must be right.
    @inline(__always)
    func hasMark(from start: Int, _ marks: (_ word: UInt64) -> UInt64) -> Bool {
        precondition(start >= 0 && start <= count, "the position was not written")
        var position = start
        while position &+ 8 <= count {
            if marks(unsafe word(at: position)) != 0 { return true }
            position &+= 8
        }
        let rest = count &- position
        return rest > 0 && marks(unsafe word(at: position)) & BorrowedBytes.mask(ofFirst: rest) != 0
    }

    /// The eight bytes from a position on, which the caller has checked; those after the last one are any bytes.
    @unsafe @inline(__always)
    private func word(at position: Int) -> UInt64 {
        unsafe UnsafeRawPointer(base).loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
    }
}

// MARK: - Texts

extension ByteWriter {
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        let position = room(for: 1)
        unsafe base[position] = byte
    }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        let position = room(for: text.utf8CodeUnitCount)
        unsafe (base + position).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    @inline(__always)
    mutating func append(contentsOf other: [UInt8]) {
        let position = room(for: other.count)
        unsafe other.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe (base + position).update(from: start, count: buffer.count)
        }
    }

    /// Appends the UTF-8 of a text.
    @inline(__always)
    mutating func append(_ text: String) {
        let position = room(for: text.utf8.count)
        let isDone: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe (base + position).update(from: start, count: buffer.count)
        }
        if isDone == nil { overwrite(from: position, with: text) }
    }

    /// Only texts of Objective-C have no bytes that can be borrowed.
    @inline(never)
    private func overwrite(from start: Int, with text: String) {
        var position = start
        for byte in text.utf8 {
            precondition(position < count, "the text has more bytes than it said")
            unsafe base[position] = byte
            position += 1
        }
    }
}

// MARK: - Numbers

extension ByteWriter {
    /// Appends the decimal digits of a number.
    @inline(__always)
    mutating func append(digitsOf number: UInt64) {
        append(number, digits: Self.digits(of: number))
    }

    /// Appends the decimal digits of a number, with zeros before them if there are fewer than `width`.
    @inline(__always)
    mutating func append(digitsOf number: UInt64, paddedTo width: Int) {
        append(number, digits: max(width, Self.digits(of: number)))
    }

    /// Appends an integer in decimal digits, with a minus sign if it is negative.
    @inline(__always)
    mutating func append(integer: Int) {
        if integer < 0 { append(UInt8(ascii: "-")) }
        append(digitsOf: UInt64(integer.magnitude))
    }

    /// Appends zeros, as digits.
    mutating func append(zeros: Int) {
        for _ in 0..<zeros { append(UInt8(ascii: "0")) }
    }

    @inline(__always)
    private mutating func append(_ number: UInt64, digits: Int) {
        let start = room(for: digits)
        var (rest, position) = (number, count)
        while position > start {
            position &-= 1
            let quotient = rest / 10
            unsafe base[position] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest &- quotient &* 10)
            rest = quotient
        }
    }

    @inline(__always)
    private static func digits(of number: UInt64) -> Int {
        // 1233 / 4096 is a little more than the decimal logarithm of 2, so this is the count or one less.
        let estimate = ((UInt64.bitWidth &- (number | 1).leadingZeroBitCount) &* 1233) &>> 12
        return number < DecimalPowers.values[estimate] ? max(estimate, 1) : estimate &+ 1
    }
}

/// The powers of ten that 64 bits hold.
enum DecimalPowers {
    static let values: [UInt64] = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ]
}
