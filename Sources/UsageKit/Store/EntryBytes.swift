/// Writes numbers and texts as the bytes of a store's entries, the least significant byte first.
struct EntryWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write<Number: FixedWidthInteger>(_ number: Number) {
        bytes.append(littleEndian: number)
    }

    mutating func write(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    /// Writes a number that is mostly small, seven bits in each byte.
    mutating func write(count: Int) {
        var rest = UInt64(count)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func write(text: String) {
        write(count: text.utf8.count)
        bytes += Array(text.utf8)
    }

    mutating func write(bytes added: some Collection<UInt8>) { bytes += added }

    /// Writes numbers one after the other, without their count.
    mutating func write<Number: FixedWidthInteger>(array: [Number]) {
        #if _endian(little)
            unsafe array.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        #else
            for number in array { bytes.append(littleEndian: number) }
        #endif
    }
}

/// Reads what ``EntryWriter`` wrote.
struct EntryReader {
    /// The bytes are not what was written.
    struct Malformed: Error, Equatable {}

    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    var isAtEnd: Bool { index == bytes.endIndex }

    mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws(Malformed) -> Number {
        try read(Number.bitWidth / 8).littleEndian(Number.self)
    }

    mutating func flag() throws(Malformed) -> Bool {
        let byte: UInt8 = try number()
        guard byte <= 1 else { throw Malformed() }
        return byte == 1
    }

    /// Reads a number that is mostly small; one above the limit is malformed.
    mutating func count(upTo limit: Int = .max) throws(Malformed) -> Int {
        var value: UInt64 = 0
        for shift in stride(from: 0 as UInt64, to: 63, by: 7) {
            let byte: UInt8 = try number()
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 {
                guard let count = Int(exactly: value), count <= limit else { throw Malformed() }
                return count
            }
        }
        throw Malformed()
    }

    mutating func text() throws(Malformed) -> String {
        guard let text = String(validating: try read(try count()), as: UTF8.self) else { throw Malformed() }
        return text
    }

    mutating func read(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.endIndex - index else { throw Malformed() }
        defer { index += count }
        return bytes[index..<index + count]
    }

    /// Reads numbers one after the other.
    mutating func array<Number: FixedWidthInteger>(_ count: Int) throws(Malformed) -> [Number] {
        let width = Number.bitWidth / 8
        guard count >= 0, count <= bytes.count else { throw Malformed() }
        let part = try read(count * width)
        #if _endian(little)
            return unsafe [Number](unsafeUninitializedCapacity: count) { buffer, filled in
                unsafe UnsafeMutableRawBufferPointer(buffer).copyBytes(from: part)
                filled = count
            }
        #else
            return (0..<count).map { index in
                let start = part.startIndex + index * width
                return part[start..<start + width].littleEndian(Number.self)
            }
        #endif
    }
}
