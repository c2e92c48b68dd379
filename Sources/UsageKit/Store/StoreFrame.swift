/// One entry of a store's log: what kind it is, and its bytes.
///
/// On disk it begins with a marker, by which the entries after a damaged one are found again, and has a checksum of all
/// that follows the marker.
struct StoreFrame: Hashable, Sendable {
    /// What an entry is.
    struct Kind: RawRepresentable, Hashable, Sendable {
        let rawValue: UInt8

        /// The first entry of a file.
        static let header = Self(rawValue: 1)
        /// The end of a transaction.
        static let commit = Self(rawValue: 2)
        /// Texts and slots that values of rows stand for.
        static let dictionaries = Self(rawValue: 4)
        /// Rows.
        static let rows = Self(rawValue: 5)
        /// Rows that begin or cease to count, and rows that a walk has delivered.
        static let marks = Self(rawValue: 6)
        /// What is known of a source beside its rows.
        static let source = Self(rawValue: 7)
        /// Figures that have changed.
        static let restatements = Self(rawValue: 8)
        /// Which rows a transaction has, in case that they are damaged.
        static let summary = Self(rawValue: 9)
        /// What is done with rows that come.
        static let settings = Self(rawValue: 10)
    }

    let kind: Kind
    let payload: [UInt8]

    /// Bytes before the payload: the marker, the length, the kind with three zeros, and the checksum.
    static let overhead = 24
    static let marker: [UInt8] = [0x89, 0x55, 0x4B, 0x66, 0x0D, 0x0A, 0x1A, 0x0A]
    /// The largest payload; a length above it is damage.
    static let maximumPayload = 1 << 28

    /// The entry as it is on disk.
    ///
    /// - Parameter seal: A number of the store, so that entries of another one are damage; 0 for a header.
    /// - Returns: The bytes.
    func bytes(seal: UInt64) -> [UInt8] {
        var bytes = Self.marker
        bytes.reserveCapacity(Self.overhead + payload.count)
        bytes.append(littleEndian: UInt32(payload.count))
        bytes += [kind.rawValue, 0, 0, 0]
        bytes.append(littleEndian: Self.checksum(length: UInt32(payload.count), kind, payload[...], seal))
        return bytes + payload
    }

    static func checksum(length: UInt32, _ kind: Kind, _ payload: ArraySlice<UInt8>, _ seal: UInt64) -> UInt64 {
        XXHash64.hash(payload, seed: seal ^ (UInt64(length) << 8 | UInt64(kind.rawValue)))
    }

    /// The beginning of an entry.
    struct Head {
        let kind: Kind
        let length: Int
        let checksum: UInt64

        /// Reads the bytes before a payload; nil if they are not the beginning of an entry.
        init?(_ bytes: ArraySlice<UInt8>) {
            guard bytes.count == overhead, bytes.starts(with: marker) else { return nil }
            let start = bytes.startIndex
            guard bytes[(start + 13)..<(start + 16)].allSatisfy({ $0 == 0 }) else { return nil }
            length = Int(bytes[(start + 8)..<(start + 12)].littleEndian(UInt32.self))
            guard length <= maximumPayload else { return nil }
            kind = Kind(rawValue: bytes[start + 12])
            checksum = bytes[(start + 16)...].littleEndian(UInt64.self)
        }

        /// Whether a payload is the one that was written.
        func matches(_ payload: ArraySlice<UInt8>, seal: UInt64) -> Bool {
            // A header has the seal, so its own is 0.
            let seal = kind == .header ? 0 : seal
            return payload.count == length
                && checksum == StoreFrame.checksum(length: UInt32(length), kind, payload, seal)
        }
    }
}

extension [UInt8] {
    mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }
}

extension ArraySlice<UInt8> {
    /// The number that the bytes are, the least significant one first.
    func littleEndian<Number: FixedWidthInteger>(_: Number.Type) -> Number {
        reversed().reduce(0) { $0 << 8 | Number($1) }
    }
}
