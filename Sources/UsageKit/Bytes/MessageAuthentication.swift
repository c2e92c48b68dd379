import Foundation

#if canImport(CryptoKit)
    import CryptoKit
#endif

/// The digests that signed requests need.
package enum MessageAuthentication {
    /// Returns the SHA-256 digest of the bytes: 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        #if canImport(CryptoKit)
            Array(SHA256.hash(data: bytes))
        #else
            SHA256Digest.digest(of: bytes)
        #endif
    }

    /// Returns the HMAC-SHA256 of a message (RFC 2104): 32 bytes.
    package static func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        #if canImport(CryptoKit)
            Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
        #else
            let blockSize = 64
            let short = key.count > blockSize ? sha256(key) : key
            let padded = short + [UInt8](repeating: 0, count: blockSize - short.count)
            let inner = sha256(padded.map { $0 ^ 0x36 } + message)
            return sha256(padded.map { $0 ^ 0x5C } + inner)
        #endif
    }

    /// Whether two codes are equal; how long it takes depends on their lengths only, not on where they differ.
    package static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Returns the bytes in base64, with padding.
    package static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }
}
