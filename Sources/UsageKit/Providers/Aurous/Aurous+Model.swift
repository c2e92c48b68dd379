// Document declaration: .scripts/generate-rows writes Aurous+Model+JSON.swift from it.

public import Foundation

extension Aurous {
    /// A model of chat or embeddings with its rates (`GET /v1/models`).
    ///
    /// The rates are those of the team today. The receipt of a request has those that applied to it.
    public struct Model: Sendable {  // document, writes object model
        /// The id under which the model is asked for.
        public var id: String  // id
        /// When the model was made.
        public var createdAt: Timestamp?  // created, epochSeconds
        /// The owner.
        public var ownedBy: String?  // owned_by
        /// The rates of a chat model; nil for others.
        public var chatPricing: ChatPricing?  // chat_pricing, null
        /// The rates of an embedding model; nil for others.
        public var embeddingPricing: EmbeddingPricing?  // embedding_pricing, null
        /// Capabilities and limits.
        public var metadata: JSONObject?  // aurous_metadata
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The rates of a chat model.
    public struct ChatPricing: Sendable {  // document
        /// Tokens of the prompt.
        public var input: TokenRate?  // input
        /// Tokens of the completion, and of the reasoning.
        public var output: TokenRate?  // output
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The rates of an embedding model.
    public struct EmbeddingPricing: Sendable {  // document
        /// Tokens of text.
        public var text: TokenRate?  // text
        /// Tokens of images.
        public var visual: TokenRate?  // visual
        /// Tokens of videos; Aurous removed this rate on 2026-05-24.
        public var video: TokenRate?  // video
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What tokens cost.
    public struct TokenRate: Sendable {  // document
        /// Credits for a million tokens.
        public var creditsPerMillion: Decimal  // credits_per_M
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
