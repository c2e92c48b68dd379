internal import Foundation

#if canImport(CryptoKit)
    internal import CryptoKit
#endif

extension Tresor {
    /// Checks signatures of receipts (ECDSA over P-256 with SHA-256).
    ///
    /// Apple's systems have `Tresor.CryptoKitVerifier`. Elsewhere a library does it: `Examples/AsyncHTTPTransport` has a verifier
    /// that uses swift-crypto.
    public protocol ReceiptVerifier: Sendable {
        /// Returns whether a message was signed with the private key that belongs to a public one.
        ///
        /// - Parameters:
        ///   - signature: *r* and *s*, 32 bytes each, as libraries call the raw form.
        ///   - message: The signed bytes; they are to be hashed with SHA-256.
        ///   - publicKey: The point of the key in the uncompressed form of X9.63: 4, then 32 bytes for each coordinate.
        /// - Returns: Whether the signature is right.
        /// - Throws: Any error, for example for a point that is not on the curve; the receipt is then not verified.
        func isValid(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) throws -> Bool
    }

    #if canImport(CryptoKit)
        /// Checks signatures of receipts with CryptoKit.
        public struct CryptoKitVerifier: ReceiptVerifier {
            /// Creates a verifier.
            public init() {}

            /// Returns whether a message was signed with the private key that belongs to a public one.
            public func isValid(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) throws -> Bool {
                let key = try P256.Signing.PublicKey(x963Representation: publicKey)
                return key.isValidSignature(try .init(rawRepresentation: signature), for: Data(message))
            }
        }
    #endif
}

extension Tresor.ReceiptToken {
    /// Verifies the token, and returns its claims.
    ///
    /// Only `ES256` is accepted, and only keys of the document that is passed: keys and addresses in the header of a token
    /// are never used. A header without the id of a key is tried with each key that can sign receipts.
    ///
    /// - Parameters:
    ///   - keys: The keys of the router, from ``Tresor/Client/receiptKeys()`` or from a copy that you trust.
    ///   - verifier: Checks the signature.
    /// - Returns: The claims that the router signed.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidSignature`` if the token cannot be verified.
    public func verifiedClaims(
        with keys: Tresor.ReceiptKeys, by verifier: some Tresor.ReceiptVerifier
    ) throws(UsageError) -> Tresor.ReceiptClaims {
        let header = unverifiedHeader
        guard ByteString(header.algorithm) == ByteString("ES256") else {
            throw Self.unverified("its header names another algorithm than ES256")
        }
        guard header.unknown["crit"] == nil else {
            throw Self.unverified("its header demands extensions that this version does not know")
        }
        let keyID = header.keyID.map(ByteString.init)
        let points = keys.keys.filter { keyID == nil || $0.id.map(ByteString.init) == keyID }
            .compactMap(\.receiptPoint)
        guard !points.isEmpty else {
            throw Self.unverified(
                "the document of keys has no P-256 key for signatures"
                    + (header.keyID == nil ? "" : " with the id that its header names"))
        }
        var failure: (any Error)?
        for point in points {
            do {
                if try verifier.isValid(signature.raw, of: signingInput, by: point) { return unverifiedClaims }
            } catch {
                failure = error
            }
        }
        var error = Self.unverified("its signature does not match")
        error.underlyingError = failure
        throw error
    }

    static func unverified(_ reason: String) -> UsageError {
        var error = UsageError(.invalidSignature, "the receipt cannot be verified: \(reason)")
        error.provider = .tresor
        return error
    }
}

extension Tresor.Receipt {
    /// Verifies the token, and that it is the receipt of this id, and returns its claims.
    ///
    /// - Parameters:
    ///   - keys: The keys of the router, from ``Tresor/Client/receiptKeys()`` or from a copy that you trust.
    ///   - verifier: Checks the signature.
    /// - Returns: The claims that the router signed.
    /// - Throws: ``UsageError`` with ``UsageError/Code/unexpectedShape`` if it is not a token,
    ///   ``UsageError/Code/invalidSignature`` if it cannot be verified, and ``UsageError/Code/mismatchedResponse`` if it is
    ///   the receipt of another id.
    public func verifiedClaims(
        with keys: Tresor.ReceiptKeys, by verifier: some Tresor.ReceiptVerifier
    ) throws(UsageError) -> Tresor.ReceiptClaims {
        let claims = try token.verifiedClaims(with: keys, by: verifier)
        guard let claimed = claims.id, Tresor.isSameID(claimed, id) else {
            var error = UsageError(.mismatchedResponse, "the signed receipt is not that of the id of the response")
            error.provider = .tresor
            throw error
        }
        return claims
    }
}

#if canImport(CryptoKit)
    extension Tresor.ReceiptToken {
        /// Verifies the token with CryptoKit, and returns its claims.
        ///
        /// - Throws: ``UsageError`` with ``UsageError/Code/invalidSignature`` if the token cannot be verified.
        public func verifiedClaims(with keys: Tresor.ReceiptKeys) throws(UsageError) -> Tresor.ReceiptClaims {
            try verifiedClaims(with: keys, by: Tresor.CryptoKitVerifier())
        }
    }

    extension Tresor.Receipt {
        /// Verifies the token with CryptoKit, and that it is the receipt of this id, and returns its claims.
        ///
        /// - Throws: ``UsageError`` as ``verifiedClaims(with:by:)`` does.
        public func verifiedClaims(with keys: Tresor.ReceiptKeys) throws(UsageError) -> Tresor.ReceiptClaims {
            try verifiedClaims(with: keys, by: Tresor.CryptoKitVerifier())
        }
    }
#endif

extension Tresor.ReceiptKey {
    /// The point of the key in the uncompressed form of X9.63; nil unless it is a P-256 key that may verify receipts.
    var receiptPoint: [UInt8]? {
        guard ByteString(type) == ByteString("EC"), curve.map(ByteString.init) == ByteString("P-256"),
            use.map({ ByteString($0) == ByteString("sig") }) ?? true,
            algorithm.map({ ByteString($0) == ByteString("ES256") }) ?? true, mayVerify,
            let x = x.flatMap(Base64URL.bytes), let y = y.flatMap(Base64URL.bytes), x.count == 32, y.count == 32
        else { return nil }
        return [0x04] + x + y
    }

    private var mayVerify: Bool {
        switch unknown["key_ops"] {
        case nil, .null: true
        case .array(let operations): operations.contains("verify")
        default: false
        }
    }
}

extension Tresor {
    /// Whether two ids are equal; the digits of a UUID may be capital or small letters.
    static func isSameID(_ one: String, _ other: String) -> Bool {
        func lowered(_ text: String) -> [UInt8] {
            text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        }
        return lowered(one) == lowered(other)
    }
}
