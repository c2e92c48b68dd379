extension Aurous {
    /// The charge of a chat completion, read from its response or from the last chunk of its stream.
    ///
    /// Nothing else of the response is kept.
    public struct ChatReceipt: Hashable, Sendable {
        /// The id of the completion, `cmp_…`; the ledger's row has the same.
        public var id: String?
        /// The model that answered.
        public var model: String?
        /// Tokens and credits.
        public var usage: ChatUsage

        /// Creates a receipt.
        public init(id: String? = nil, model: String? = nil, usage: ChatUsage) {
            self.id = id
            self.model = model
            self.usage = usage
        }

        /// Reads the body of a response.
        ///
        /// - Throws: ``UsageError`` with ``UsageError/Code/malformedJSON`` if the body is not JSON, and with
        ///   ``UsageError/Code/unexpectedShape`` if it has no `usage`.
        public init(body: some Sequence<UInt8>) throws(UsageError) {
            let parts = try ReceiptParts<ChatUsage>(body: Array(body))
            self.init(id: parts.id, model: parts.model, usage: try parts.requiredUsage())
        }

        /// Reads a line of a stream of server-sent events; nil if it is not the line with the usage.
        ///
        /// The usage comes in the last chunk before `[DONE]`:
        ///
        /// ```swift
        /// var receipt: Aurous.ChatReceipt?
        /// for line in lines { receipt = try Aurous.ChatReceipt(streamLine: line) ?? receipt }
        /// ```
        ///
        /// - Parameter line: The line, `data: …`.
        /// - Throws: ``UsageError`` if the line has data that is not a JSON object, or a `usage` that cannot be read.
        public init?(streamLine line: some StringProtocol) throws(UsageError) {
            guard line.hasPrefix("data:") else { return nil }
            let data = Array(line.utf8.dropFirst(5).drop { $0 == UInt8(ascii: " ") })
            let text = data.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
            if text.isEmpty || text.elementsEqual("[DONE]".utf8) { return nil }
            let parts = try ReceiptParts<ChatUsage>(body: Array(text))
            guard let usage = parts.usage else { return nil }
            self.init(id: parts.id, model: parts.model, usage: usage)
        }

        /// Whether the parts of the charge add up to it; nil if the response does not have them.
        ///
        /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits.
        public func check() throws(UsageError) -> ReceiptCheck? { try usage.check() }

        /// The request in the words that all providers share.
        ///
        /// Tokens of the reasoning are a quantity, `reasoning_tokens`. A response with a charge is that of a request that
        /// succeeded.
        ///
        /// - Parameters:
        ///   - requestID: The field `Aurous-Request-Id` of the response.
        ///   - time: When the request was made; the response does not say it in the form of the ledger.
        ///   - duration: How long it took, if it was measured.
        /// - Returns: The record.
        /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for a charge that is NaN or has more than 38 digits.
        public func usageRecord(
            requestID: String?, at time: Timestamp? = nil, duration: Duration? = nil
        ) throws(UsageError) -> UsageRecord {
            var quantities: [Quantity] = []
            if let tokens = usage.reasoningTokens {
                quantities.append(Quantity(exact: ExactDecimal(tokens), unit: UsageUnit(rawValue: "reasoning_tokens")))
            }
            return UsageRecord(
                provider: .aurous, id: id, requestID: requestID, time: time, type: EventType.chat.rawValue,
                model: model ?? usage.breakdown?.model, status: .completed,
                tokens: TokenCounts(input: usage.promptTokens, output: usage.completionTokens), quantities: quantities,
                charge: try Money(usage.creditsCharged, .credits), duration: duration)
        }
    }

    /// The charge of an embedding, read from its response.
    ///
    /// Nothing else of the response is kept.
    public struct EmbeddingReceipt: Hashable, Sendable {
        /// The id of the embedding, `emb_…`; nil if the response does not have it.
        public var id: String?
        /// The model that answered.
        public var model: String?
        /// Tokens and credits.
        public var usage: EmbeddingUsage

        /// Creates a receipt.
        public init(id: String? = nil, model: String? = nil, usage: EmbeddingUsage) {
            self.id = id
            self.model = model
            self.usage = usage
        }

        /// Reads the body of a response.
        ///
        /// - Throws: ``UsageError`` with ``UsageError/Code/malformedJSON`` if the body is not JSON, and with
        ///   ``UsageError/Code/unexpectedShape`` if it has no `usage`.
        public init(body: some Sequence<UInt8>) throws(UsageError) {
            let parts = try ReceiptParts<EmbeddingUsage>(body: Array(body))
            self.init(id: parts.id, model: parts.model, usage: try parts.requiredUsage())
        }

        /// Whether the parts of the charge add up to it; nil if the response does not have them.
        ///
        /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits.
        public func check() throws(UsageError) -> ReceiptCheck? { try usage.check() }

        /// The request in the words that all providers share.
        ///
        /// - Parameters:
        ///   - requestID: The field `Aurous-Request-Id` of the response.
        ///   - time: When the request was made.
        ///   - duration: How long it took, if it was measured.
        /// - Returns: The record; an embedding has no tokens of a completion.
        /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for a charge that is NaN or has more than 38 digits.
        public func usageRecord(
            requestID: String?, at time: Timestamp? = nil, duration: Duration? = nil
        ) throws(UsageError) -> UsageRecord {
            UsageRecord(
                provider: .aurous, id: id, requestID: requestID, time: time, type: EventType.embedding.rawValue,
                model: model ?? usage.breakdown?.model, status: .completed,
                tokens: TokenCounts(input: usage.promptTokens, output: 0),
                charge: try Money(usage.creditsCharged, .credits), duration: duration)
        }
    }
}

extension Aurous.Generation {
    /// The request in the words that all providers share.
    ///
    /// The charge is nil while the cost is not final.
    ///
    /// - Parameters:
    ///   - requestID: The field `Aurous-Request-Id` of the response to the creation; nil for ``creationRequestID``.
    ///   - time: When the request was made, for example the time of the webhook that has the image; nil for ``createdAt``.
    /// - Returns: The record.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for a cost that is NaN or has more than 38 digits.
    public func usageRecord(requestID: String? = nil, at time: Timestamp? = nil) throws(UsageError) -> UsageRecord {
        var quantities: [Quantity] = []
        if let imageCount {
            quantities.append(Quantity(exact: ExactDecimal(imageCount), unit: UsageUnit(rawValue: "image_count")))
        }
        if let videoSeconds {
            quantities.append(try Quantity(videoSeconds, unit: UsageUnit(rawValue: "video_seconds")))
        }
        var charge: Money?
        if status.isFinal, let cost { charge = try Money(cost.amount, cost.currency ?? .credits) }
        return UsageRecord(
            provider: .aurous, id: id, requestID: requestID ?? creationRequestID, time: time ?? createdAt,
            type: mediaType?.rawValue, status: status.usageStatus, quantities: quantities, charge: charge,
            duration: duration)
    }
}

/// The members of a response of which receipts consist; all others are skipped.
private struct ReceiptParts<Usage: JSONForm> {
    var id: String?
    var model: String?
    var usage: Usage?

    init(body: [UInt8]) throws(UsageError) {
        var parts = (id: String?.none, model: String?.none, usage: Usage?.none)
        try JSONReader.read(body) { (json) throws(UsageError) in
            try json.eachMember { (name, json) throws(UsageError) in
                switch name {
                case "id": parts.id = try json.optionalString()
                case "model": parts.model = try json.optionalString()
                case "usage": parts.usage = try .optional(from: &json)
                default: try json.skipValue()
                }
            }
        }
        (id, model, usage) = parts
    }

    /// The usage, without which there is no receipt.
    func requiredUsage() throws(UsageError) -> Usage {
        guard let usage else {
            throw UsageError(.unexpectedShape, "expected the response of a billed request, with its usage")
        }
        return usage
    }
}
