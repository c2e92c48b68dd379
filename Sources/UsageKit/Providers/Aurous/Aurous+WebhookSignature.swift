extension Aurous {
    /// The signature with which Aurous proves that a webhook comes from it: `t=<unix seconds>,v1=<hex>`.
    ///
    /// Each `v1` is an HMAC-SHA256 over the time, a dot and the body, byte for byte as it arrived. Verify the body before
    /// it is decoded: decoding and encoding it again changes its bytes. A verified signature can still arrive twice;
    /// recognise such deliveries by the id of their event.
    public struct WebhookSignature: Sendable {
        /// The name of the header field that holds the signature.
        public static let headerName = "Aurous-Webhook-Signature"

        /// When the webhook was signed, to the second.
        public let timestamp: Timestamp
        /// The time as it is written in the header, because this text was signed.
        private let time: Substring
        /// The message authentication codes.
        private let codes: [[UInt8]]

        /// Reads the value of the header field.
        ///
        /// Parts other than `t` and `v1`, such as a later version of the scheme, are ignored.
        ///
        /// - Parameter header: The value of the header field.
        /// - Throws: ``UsageError`` with ``UsageError/Code/invalidSignature`` if the value does not have this form.
        public init(header: String) throws(UsageError) {
            var times: [Substring] = []
            var codes: [[UInt8]] = []
            for part in header.split(separator: ",", omittingEmptySubsequences: false) {
                let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard pair.count == 2 else { throw Self.refusal("a part of its header is not a name=value pair") }
                switch Self.trimmed(pair[0]) {
                case "t": times.append(Self.trimmed(pair[1]))
                case "v1":
                    guard let code = Self.bytes(hex: Self.trimmed(pair[1])) else {
                        throw Self.refusal("a v1 value in its header is not hexadecimal")
                    }
                    codes.append(code)
                default: continue
                }
            }
            // Twelve digits go beyond the year 30000.
            guard times.count == 1, let time = times.first, (1...12).contains(time.utf8.count),
                time.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seconds = Int64(time)
            else { throw Self.refusal("its header needs exactly one time, t=<unix seconds>") }
            guard !codes.isEmpty else { throw Self.refusal("its header has no v1 value") }
            self.time = time
            self.codes = codes
            timestamp = Timestamp(seconds: seconds)
        }

        /// Verifies that a webhook comes from Aurous and is recent.
        ///
        /// While a secret is being rotated, pass both: one signature that matches one secret is enough.
        ///
        /// - Parameters:
        ///   - body: The body as it arrived.
        ///   - header: The value of the header field ``headerName``.
        ///   - secrets: The secrets of the endpoint, `whsec_` included.
        ///   - now: The present.
        ///   - tolerance: The largest allowed distance of the signature's time from the present, before or after it.
        /// - Throws: ``UsageError`` with ``UsageError/Code/invalidSignature``.
        public static func verify(
            _ body: some Collection<UInt8>, header: String, secrets: [Credential], now: Timestamp = .now(),
            tolerance: Duration = .seconds(300)
        ) throws(UsageError) {
            let signature = try WebhookSignature(header: header)
            guard signature.isValid(for: body, secrets: secrets) else {
                throw refusal("it does not match the body with any of the secrets")
            }
            let age = now.duration(since: signature.timestamp)
            guard age <= tolerance else { throw refusal("it is too old") }
            guard .zero - age <= tolerance else { throw refusal("its time is in the future") }
        }

        /// Compares all codes with all secrets, whatever the outcome, so that the time it takes shows nothing about them.
        private func isValid(for body: some Collection<UInt8>, secrets: [Credential]) -> Bool {
            let message = Array(time.utf8) + [UInt8(ascii: ".")] + body
            return secrets.reduce(false) { isValid, secret in
                let expected = MessageAuthentication.hmacSHA256(key: Array(secret.secret.utf8), message: message)
                return codes.reduce(isValid) { MessageAuthentication.areEqual($1, expected) || $0 }
            }
        }

        private static func refusal(_ reason: String) -> UsageError {
            var error = UsageError(.invalidSignature, "the webhook's signature is invalid: \(reason)")
            error.provider = .aurous
            return error
        }

        private static func trimmed(_ text: Substring) -> Substring {
            var text = text
            while text.first == " " { text.removeFirst() }
            while text.last == " " { text.removeLast() }
            return text
        }

        private static func bytes(hex: Substring) -> [UInt8]? {
            let digits = hex.utf8.compactMap { Self.digit($0) }
            guard !digits.isEmpty, digits.count == hex.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
            return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        }

        private static func digit(_ byte: UInt8) -> UInt8? {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
            default: nil
            }
        }
    }
}
