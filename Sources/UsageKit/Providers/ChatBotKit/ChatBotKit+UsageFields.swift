// Row declaration: .scripts/generate-rows writes ChatBotKit+UsageItem.swift from it.

extension ChatBotKit {
    /// One usage record.
    ///
    /// Counts are raw units of the record's type; the totals of the account page are calibrated, so the two do not
    /// match. Records of a child user exist twice, the parent's copy with `childId` in ``meta``.
    struct UsageFields<Form: TextForm>: Sendable {  // row UsageItem
        /// The id.
        var id: Form.Text  // id, id
        /// The kind of usage.
        var type: Form.Text?  // type, as UsageType, required
        /// How many units; negative for an adjustment.
        var count: Int?  // count, read bigInteger, required
        /// The conversation that it belongs to.
        var conversationID: Form.Text?  // conversationId, null
        /// The message that it belongs to.
        var messageID: Form.Text?  // messageId, own, null
        /// The task that it belongs to.
        var taskID: Form.Text?  // taskId, null
        /// The contact that it belongs to.
        var contactID: Form.Text?  // contactId, null
        /// The blueprint that it belongs to.
        var blueprintID: Form.Text?  // blueprintId, null
        /// The bot that it belongs to.
        var botID: Form.Text?  // botId, null
        /// The dataset that it belongs to.
        var datasetID: Form.Text?  // datasetId, null
        /// The skillset that it belongs to.
        var skillsetID: Form.Text?  // skillsetId, null
        /// The ability that it belongs to.
        var abilityID: Form.Text?  // abilityId, null
        /// What was attached when it was recorded, commonly `model` and `reason`.
        var meta: Form.Object?  // meta, mapping model, null
        /// When it was made.
        var createdAt: Timestamp?  // createdAt, epoch, required
        /// When it was last changed; records are immutable, so this is ``createdAt``.
        var updatedAt: Timestamp?  // updatedAt, epoch
        var unknown: Form.Unknown
    }

    /// The kind of a usage record.
    ///
    /// The models' own kinds end in `_TOKEN`.
    public struct UsageType: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Conversations.
        public static let conversation = Self(rawValue: "CHATBOTKIT_CONVERSATION")
        /// Messages.
        public static let message = Self(rawValue: "CHATBOTKIT_MESSAGE")
        /// Images.
        public static let image = Self(rawValue: "CHATBOTKIT_IMAGE")
        /// Videos.
        public static let video = Self(rawValue: "CHATBOTKIT_VIDEO")
        /// Audio.
        public static let audio = Self(rawValue: "CHATBOTKIT_AUDIO")
        /// Requests to other servers.
        public static let fetch = Self(rawValue: "CHATBOTKIT_FETCH")
        /// Emails.
        public static let email = Self(rawValue: "CHATBOTKIT_EMAIL")
        /// Tokens of the base model.
        public static let baseToken = Self(rawValue: "CHATBOTKIT_BASE_TOKEN")
        /// Tokens of a custom model.
        public static let customToken = Self(rawValue: "CHATBOTKIT_CUSTOM_TOKEN")
    }
}

extension JSONReader {
    /// Reads a whole number, also in JavaScript's form of a large one: a string that ends in `n`.
    mutating func bigInteger() throws(UsageError) -> Int {
        skipWhitespace()
        let start = mark
        if bytes[position] == UInt8(ascii: "\""), case let text = try string(), text.hasSuffix("n") {
            if let number = ExactDecimal(String(text.dropLast())), number.exponent == 0,
                let integer = Int(exactly: number.mantissa)
            {
                return integer
            }
            throw error("expected a whole number that fits in 64 bits", .unexpectedShape, at: start.position)
        }
        rewind(to: start)
        return try integer()
    }
}
