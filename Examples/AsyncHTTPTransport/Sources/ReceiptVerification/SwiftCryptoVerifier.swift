internal import Crypto
internal import Foundation
public import UsageKit

/// Checks signatures of Tresor's receipts with swift-crypto, on all platforms.
///
/// ```swift
/// let receipt = try await tresor.receipt(id: id)
/// let claims = try receipt.verifiedClaims(with: try await tresor.receiptKeys(), by: SwiftCryptoVerifier())
/// ```
public struct SwiftCryptoVerifier: Tresor.ReceiptVerifier {
    /// Creates a verifier.
    public init() {}

    /// Returns whether a message was signed with the private key that belongs to a public one.
    ///
    /// - Parameters:
    ///   - signature: *r* and *s*, 32 bytes each.
    ///   - message: The signed bytes.
    ///   - publicKey: The point of the key in the uncompressed form of X9.63.
    /// - Returns: Whether the signature is right.
    /// - Throws: An error of swift-crypto for a point that is not on the curve.
    public func isValid(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) throws -> Bool {
        let key = try P256.Signing.PublicKey(x963Representation: publicKey)
        return key.isValidSignature(
            try P256.Signing.ECDSASignature(rawRepresentation: signature), for: SHA256.hash(data: message))
    }
}
