internal import Foundation

#if canImport(CryptoKit)
    internal import CryptoKit
#endif

/// Message authentication codes (RFC 2104).
package enum MessageAuthentication {
    /// Returns the HMAC-SHA256 of a message: 32 bytes.
    package static func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        #if canImport(CryptoKit)
            Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
        #else
            let blockSize = 64
            let short = key.count > blockSize ? Digest.sha256(key) : key
            let padded = short + [UInt8](repeating: 0, count: blockSize - short.count)
            let inner = Digest.sha256(padded.map { $0 ^ 0x36 } + message)
            return Digest.sha256(padded.map { $0 ^ 0x5C } + inner)
        #endif
    }

    /// Whether two codes are equal, in a time that depends on their lengths only, not on where they differ.
    package static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
