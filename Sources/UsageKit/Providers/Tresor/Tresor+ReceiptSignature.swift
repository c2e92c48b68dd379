extension Tresor {
    /// The signature of a receipt: two whole numbers *r* and *s* of up to 32 bytes each.
    ///
    /// The standard asks for 64 bytes (RFC 7518, section 3.4). The documented sample begins as DER does, so both forms are
    /// read, and ``form`` says which one came. Whether the signature is right is known only after the token is verified.
    public struct ReceiptSignature: Hashable, Sendable {
        /// How a signature is written.
        public enum Form: Sendable {
            /// *r* and *s*, 32 bytes each: the form of the standard.
            case raw
            /// An ASN.1 sequence of two whole numbers.
            case der
        }

        /// The form in which the signature came.
        public let form: Form
        /// *r* and *s*, 32 bytes each.
        public let raw: [UInt8]

        /// Reads a signature in either form; 64 bytes are always the raw form.
        ///
        /// DER must have the one form that the standard allows: lengths that fit, whole numbers above zero of up to 32 bytes,
        /// and no byte more than they need.
        ///
        /// - Throws: ``UsageError`` with ``UsageError/Code/invalidSignature`` for anything else.
        public init(_ bytes: some Collection<UInt8>) throws(UsageError) {
            let bytes = Array(bytes)
            if bytes.count == 64 {
                guard bytes[..<32].contains(where: { $0 != 0 }), bytes[32...].contains(where: { $0 != 0 }) else {
                    throw Self.refusal("one of its numbers is zero")
                }
                (form, raw) = (.raw, bytes)
            } else {
                (form, raw) = (.der, try Self.raw(der: bytes))
            }
        }

        /// The signature as an ASN.1 sequence, for libraries that want this form.
        public var der: [UInt8] {
            let numbers = Self.number(raw[..<32]) + Self.number(raw[32...])
            return [0x30, UInt8(numbers.count)] + numbers
        }

        private static func number(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
            let digits = bytes.drop { $0 == 0 }
            let sign: [UInt8] = digits.first.map { $0 >= 0x80 } ?? true ? [0] : []
            return [0x02, UInt8(sign.count + digits.count)] + sign + digits
        }

        private static func raw(der bytes: [UInt8]) throws(UsageError) -> [UInt8] {
            let found = "expected 64 bytes, or DER; found \(bytes.count) bytes"
            guard bytes.count >= 2, bytes[0] == 0x30 else { throw refusal("\(found) that are not a sequence") }
            // Two numbers of 33 bytes have lengths below 128, which take one byte.
            guard bytes[1] < 0x80, Int(bytes[1]) == bytes.count - 2 else {
                throw refusal("\(found) that are a sequence of another length")
            }
            var rest = bytes[2...]
            let raw = try number(&rest) + number(&rest)
            guard rest.isEmpty else { throw refusal("\(found) with more than two numbers") }
            return raw
        }

        /// Takes a number from the beginning of DER, as 32 bytes.
        private static func number(_ rest: inout ArraySlice<UInt8>) throws(UsageError) -> [UInt8] {
            let head = rest.prefix(2)
            guard head.count == 2, head.first == 0x02, let length = head.last, (1...33).contains(length),
                rest.count >= Int(length) + 2
            else { throw refusal("its DER does not hold two whole numbers of up to 32 bytes") }
            var digits = rest.dropFirst(2).prefix(Int(length))
            rest = rest.dropFirst(Int(length) + 2)
            let (first, second) = (digits[digits.startIndex], digits.dropFirst().first)
            guard first < 0x80 else { throw refusal("its DER holds a negative number") }
            if first == 0 {
                guard let second else { throw refusal("one of its numbers is zero") }
                guard second >= 0x80 else { throw refusal("its DER holds a number with a needless zero") }
                digits.removeFirst()
            }
            guard digits.count <= 32 else { throw refusal("its DER holds a number of more than 32 bytes") }
            return [UInt8](repeating: 0, count: 32 - digits.count) + digits
        }

        static func refusal(_ reason: String) -> UsageError {
            var error = UsageError(.invalidSignature, "the signature of the receipt is invalid: \(reason)")
            error.provider = .tresor
            return error
        }
    }
}
