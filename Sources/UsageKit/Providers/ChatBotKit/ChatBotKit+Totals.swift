// Document declaration: .scripts/generate-rows writes ChatBotKit+Totals+JSON.swift from it.

public import Foundation

extension ChatBotKit {
    /// What the account used in the present billing period (`GET /usage/fetch`).
    ///
    /// Tokens are calibrated by model, those of ``UsageItem`` are raw, so the two do not match. The service does not say when
    /// the period begins or ends, and counts the database at most once a minute.
    public struct Totals: Sendable {  // document
        /// Calibrated tokens.
        public var tokens: Decimal  // tokens
        /// Conversations.
        public var conversations: Int  // conversations
        /// Messages.
        public var messages: Int  // messages
        /// What is stored.
        public var database: Database  // database
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What one bot used in a span (`GET /bot/{botId}/usage/fetch`).
    public struct BotTotals: Sendable {  // document
        /// Tokens; nil if the service does not say.
        public var tokens: Int?  // tokens
        /// Conversations; nil if the service does not say.
        public var conversations: Int?  // conversations
        /// Messages; nil if the service does not say.
        public var messages: Int?  // messages
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What one conversation used in a span (`GET /conversation/{conversationId}/usage/fetch`).
    public struct ConversationTotals: Sendable {  // document
        /// Tokens; nil if the service does not say.
        public var tokens: Int?  // tokens
        /// Messages; nil if the service does not say.
        public var messages: Int?  // messages
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension ChatBotKit.Totals {
    /// How many things an account stores.
    public struct Database: Sendable {  // document
        /// Datasets.
        public var datasets: Int  // datasets
        /// Records of datasets.
        public var records: Int  // records
        /// Skillsets.
        public var skillsets: Int  // skillsets
        /// Abilities of skillsets.
        public var abilities: Int  // abilities
        /// Files.
        public var files: Int  // files
        /// Child users.
        public var users: Int  // users
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
