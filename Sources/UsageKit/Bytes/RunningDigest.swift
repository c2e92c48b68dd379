#if canImport(CryptoKit)
    internal import CryptoKit
#endif

/// The SHA-256 digest of bytes that come one part after the other.
struct RunningDigest {
    #if canImport(CryptoKit)
        private var digest = SHA256()
    #else
        private var digest = SHA256Digest()
    #endif

    /// Adds bytes.
    mutating func update(_ bytes: [UInt8]) {
        #if canImport(CryptoKit)
            digest.update(data: bytes)
        #else
            digest.update(bytes)
        #endif
    }

    /// The digest of all bytes that were added: 64 hexadecimal digits.
    var hex: String {
        #if canImport(CryptoKit)
            Self.hex(of: Array(digest.finalize()))
        #else
            Self.hex(of: digest.finalize())
        #endif
    }

    private static func hex(of bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
