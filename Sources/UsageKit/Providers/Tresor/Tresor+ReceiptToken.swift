extension Tresor {
    /// The parts of a receipt's token, a compact JSON Web Signature (RFC 7515).
    ///
    /// Anyone can write a token with any header and any claims; ``verifiedClaims(with:by:)`` is the only way to claims that
    /// the router signed.
    public struct ReceiptToken: Hashable, Sendable {
        /// The token as it came.
        public let compact: String
        /// The header, which nothing has verified.
        public let unverifiedHeader: ReceiptHeader
        /// The claims, which nothing has verified.
        public let unverifiedClaims: ReceiptClaims
        /// The signature.
        public let signature: ReceiptSignature
        /// The bytes that are signed: the header, a dot and the claims, as they came.
        public let signingInput: [UInt8]

        /// Splits a token.
        ///
        /// - Parameter compact: Three parts in base64url, separated by dots.
        /// - Throws: ``UsageError`` with ``UsageError/Code/unexpectedShape`` for a text that is not such a token, and with
        ///   ``UsageError/Code/invalidSignature`` for a signature in neither of its two forms. The error does not repeat
        ///   the text.
        public init(_ compact: String) throws(UsageError) {
            // By bytes: a character may be a dot with an accent.
            let parts = compact.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard parts.count == 3 else {
                throw Self.refusal("expected three parts separated by dots, found \(parts.count)")
            }
            guard !parts[2].isEmpty else {
                throw ReceiptSignature.refusal("there is none; a receipt without a signature proves nothing")
            }
            let names = ["header", "claims", "signature"]
            var decoded: [[UInt8]] = []
            for (part, name) in zip(parts, names) {
                guard let bytes = Base64URL.bytes(Substring(part)) else {
                    throw Self.refusal("its \(name) is not base64url without padding")
                }
                decoded.append(bytes)
            }
            unverifiedHeader = try Self.document(decoded[0], names[0])
            unverifiedClaims = try Self.document(decoded[1], names[1])
            signature = try ReceiptSignature(decoded[2])
            signingInput = Array(compact.utf8.prefix(parts[0].count + 1 + parts[1].count))
            self.compact = compact
        }

        /// Reads a part; a member that comes twice would mean one thing here and another thing elsewhere.
        private static func document<Document: JSONDocument>(
            _ bytes: [UInt8], _ name: String
        ) throws(UsageError) -> Document {
            do throws(UsageError) {
                let object = try JSONReader.read(bytes) { (json) throws(UsageError) in try json.object() }
                let names = Set(object.members.map { ByteString($0.name) })
                guard names.count == object.members.count else {
                    throw UsageError(.unexpectedShape, "a member comes twice")
                }
                return try JSONReader.read(bytes) { (json) throws(UsageError) in try Document(from: &json) }
            } catch {
                var refusal = Self.refusal("its \(name) cannot be read: \(error.message)")
                refusal.codingPath = [name, error.codingPath].compactMap(\.self).joined(separator: ".")
                throw refusal
            }
        }

        static func refusal(_ reason: String) -> UsageError {
            var error = UsageError(.unexpectedShape, "the receipt is not a compact JSON Web Signature: \(reason)")
            error.provider = .tresor
            return error
        }

        /// Whether both tokens have the same bytes.
        public static func == (left: Self, right: Self) -> Bool {
            ByteString(left.compact) == ByteString(right.compact)
        }

        /// Feeds the bytes of the token to a hasher.
        public func hash(into hasher: inout Hasher) { hasher.combine(ByteString(compact)) }
    }
}

extension Tresor.Receipt {
    /// The parts of the token, not verified.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/unexpectedShape`` or ``UsageError/Code/invalidSignature`` if
    ///   ``compact`` is not a token.
    public var token: Tresor.ReceiptToken {
        get throws(UsageError) { try Tresor.ReceiptToken(compact) }
    }
}
