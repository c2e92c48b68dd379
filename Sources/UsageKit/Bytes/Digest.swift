internal import Foundation

#if canImport(CryptoKit)
    internal import CryptoKit
#endif

/// Digests of bytes.
package enum Digest {
    /// Returns the SHA-256 digest of the bytes: 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        #if canImport(CryptoKit)
            Array(SHA256.hash(data: bytes))
        #else
            SHA256Digest.digest(of: bytes)
        #endif
    }

    /// Returns the SHA-256 digest of a text's UTF-8 in base64.
    static func sha256Base64(of text: String) -> String {
        base64(sha256(Array(text.utf8)))
    }

    /// Returns the bytes in base64, with padding.
    package static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }
}
