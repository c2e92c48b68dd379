/// XXH64, a fast hash for noticing damage; it is no protection against intent.
struct XXHash64 {
    private static let primes: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
        0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
        0x27D4_EB2F_1656_67C5
    )

    /// Returns the hash of the bytes.
    static func hash(_ bytes: ArraySlice<UInt8>, seed: UInt64 = 0) -> UInt64 {
        unsafe bytes.withUnsafeBytes { unsafe hash($0, seed: seed) }
    }

    private static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        func word(_ offset: Int) -> UInt64 {
            unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        func round(_ sum: UInt64, _ word: UInt64) -> UInt64 {
            rotated(sum &+ word &* primes.1, by: 31) &* primes.0
        }
        var offset = 0
        var hash: UInt64
        if bytes.count >= 32 {
            var (one, two) = (seed &+ primes.0 &+ primes.1, seed &+ primes.1)
            var (three, four) = (seed, seed &- primes.0)
            while offset + 32 <= bytes.count {
                one = round(one, word(offset))
                two = round(two, word(offset + 8))
                three = round(three, word(offset + 16))
                four = round(four, word(offset + 24))
                offset += 32
            }
            hash = rotated(one, by: 1) &+ rotated(two, by: 7) &+ rotated(three, by: 12) &+ rotated(four, by: 18)
            for sum in [one, two, three, four] { hash = (hash ^ round(0, sum)) &* primes.0 &+ primes.3 }
        } else {
            hash = seed &+ primes.4
        }
        hash = hash &+ UInt64(bytes.count)
        while offset + 8 <= bytes.count {
            hash = rotated(hash ^ round(0, word(offset)), by: 27) &* primes.0 &+ primes.3
            offset += 8
        }
        if offset + 4 <= bytes.count {
            let half = unsafe UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            hash = rotated(hash ^ (UInt64(half) &* primes.0), by: 23) &* primes.1 &+ primes.2
            offset += 4
        }
        while offset < bytes.count {
            hash = unsafe rotated(hash ^ (UInt64(bytes[offset]) &* primes.4), by: 11) &* primes.0
            offset += 1
        }
        hash = (hash ^ (hash >> 33)) &* primes.1
        hash = (hash ^ (hash >> 29)) &* primes.2
        return hash ^ (hash >> 32)
    }

    private static func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
        value << count | value >> (64 - count)
    }
}
