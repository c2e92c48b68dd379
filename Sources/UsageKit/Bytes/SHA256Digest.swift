#if !canImport(CryptoKit)
    /// SHA-256 (FIPS 180-4), for platforms without CryptoKit.
    struct SHA256Digest {
        private static let blockBytes = 64

        private var state: InlineArray<8, UInt32> = [
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
        ]
        /// The bytes after the last whole block.
        private var rest: [UInt8] = []
        private var count: UInt64 = 0

        /// Returns the digest of the bytes: 32 bytes.
        static func digest(of bytes: some Collection<UInt8>) -> [UInt8] {
            var digest = SHA256Digest()
            digest.update(Array(bytes))
            return digest.finalize()
        }

        /// Adds bytes.
        mutating func update(_ bytes: [UInt8]) {
            count &+= UInt64(bytes.count)
            var start = 0
            if !rest.isEmpty {
                start = min(bytes.count, Self.blockBytes - rest.count)
                rest += bytes[..<start]
                guard rest.count == Self.blockBytes else { return }
                let block = rest
                absorb(block.span, at: 0)
                rest = []
            }
            let span = bytes.span
            while start + Self.blockBytes <= bytes.count {
                absorb(span, at: start)
                start += Self.blockBytes
            }
            rest += bytes[start...]
        }

        /// Returns the digest of all bytes that were added: 32 bytes.
        consuming func finalize() -> [UInt8] {
            let bitCount = count &* 8
            var padding: [UInt8] = [0x80]
            padding += [UInt8](
                repeating: 0, count: (Self.blockBytes + 55 - rest.count) % Self.blockBytes)
            for shift in stride(from: 56, through: 0, by: -8) {
                padding.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
            }
            update(padding)
            return state.indices.flatMap { index in
                stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: state[index] >> UInt32($0)) }
            }
        }

        private mutating func absorb(_ bytes: Span<UInt8>, at start: Int) {
            // The last 16 words of the message schedule.
            var schedule = InlineArray<16, UInt32>(repeating: 0)
            for index in 0..<16 {
                let place = start &+ 4 &* index
                let high = UInt32(bytes[place]) &<< 24 | UInt32(bytes[place &+ 1]) &<< 16
                schedule[index] = high | UInt32(bytes[place &+ 2]) &<< 8 | UInt32(bytes[place &+ 3])
            }

            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            var (e, f, g, h) = (state[4], state[5], state[6], state[7])
            let constants = Self.constants.span
            for round in 0..<64 {
                let index = round & 15
                if round >= 16 {
                    let early = schedule[(round &+ 1) & 15]
                    let late = schedule[(round &+ 14) & 15]
                    let first = Self.rotated(early, 7) ^ Self.rotated(early, 18) ^ (early &>> 3)
                    let second = Self.rotated(late, 17) ^ Self.rotated(late, 19) ^ (late &>> 10)
                    schedule[index] = schedule[index] &+ first &+ schedule[(round &+ 9) & 15] &+ second
                }
                let sigma1 = Self.rotated(e, 6) ^ Self.rotated(e, 11) ^ Self.rotated(e, 25)
                let choice = (e & f) ^ (~e & g)
                let step = h &+ sigma1 &+ choice &+ constants[round] &+ schedule[index]
                let sigma0 = Self.rotated(a, 2) ^ Self.rotated(a, 13) ^ Self.rotated(a, 22)
                let majority = (a & b) ^ (a & c) ^ (b & c)
                (h, g, f, e) = (g, f, e, d &+ step)
                (d, c, b, a) = (c, b, a, step &+ sigma0 &+ majority)
            }
            state[0] &+= a
            state[1] &+= b
            state[2] &+= c
            state[3] &+= d
            state[4] &+= e
            state[5] &+= f
            state[6] &+= g
            state[7] &+= h
        }

        @inline(__always)
        private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
            word &>> count | word &<< (32 &- count)
        }

        /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
        private static let constants: [UInt32] = [
            0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
            0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
            0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
            0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
            0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
            0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
            0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
            0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
        ]
    }
#endif
