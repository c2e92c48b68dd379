// Document declaration: .scripts/generate-rows writes Aurous+Usage+JSON.swift from it.

public import Foundation

extension Aurous {
    /// What a chat completion says of its own charge: the member `usage` of the response, or of the last chunk of a stream.
    public struct ChatUsage: Sendable {  // document
        /// Tokens of the prompt.
        public var promptTokens: Int  // prompt_tokens
        /// Tokens of the visible completion.
        public var completionTokens: Int  // completion_tokens
        /// All tokens.
        public var totalTokens: Int?  // total_tokens
        /// Tokens of the reasoning, which are not among those of the completion; nil if the model did not reason.
        public var reasoningTokens: Int?  // reasoning_tokens
        /// Credits that were charged.
        public var creditsCharged: Decimal  // credits_charged
        /// The parts of the credits.
        public var breakdown: Breakdown?  // breakdown
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What an embedding says of its own charge: the member `usage` of the response.
    public struct EmbeddingUsage: Sendable {  // document
        /// Tokens of the input.
        public var promptTokens: Int  // prompt_tokens
        /// All tokens, which are those of the input.
        public var totalTokens: Int?  // total_tokens
        /// Credits that were charged.
        public var creditsCharged: Decimal  // credits_charged
        /// The parts of the credits.
        public var breakdown: Breakdown?  // breakdown
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Aurous.ChatUsage {
    /// The parts of the credits of a chat completion.
    public struct Breakdown: Sendable {  // document
        /// Credits for the prompt.
        public var inputCredits: Decimal  // input_credits
        /// Credits for the visible completion.
        public var outputCredits: Decimal  // output_credits
        /// Credits for the reasoning; nil if the model did not reason.
        public var reasoningCredits: Decimal?  // reasoning_credits
        /// The model whose rates applied.
        public var model: String?  // model
        /// The version of these rates.
        public var pricingVersion: Int?  // pricing_version
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Aurous.EmbeddingUsage {
    /// The parts of the credits of an embedding.
    public struct Breakdown: Sendable {  // document
        /// The credits by kind of input.
        public var input: Input  // input
        /// The model whose rates applied.
        public var model: String?  // model
        /// The version of these rates.
        public var pricingVersion: Int?  // pricing_version
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The credits of an embedding by kind of input; what was not used is zero.
    public struct Input: Sendable {  // document
        /// Credits for text.
        public var text: Decimal  // text
        /// Credits for images.
        public var visual: Decimal  // visual
        /// Credits for videos.
        public var video: Decimal  // video
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
