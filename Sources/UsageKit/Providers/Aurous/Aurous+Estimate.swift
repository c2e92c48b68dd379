// Document declaration: .scripts/generate-rows writes Aurous+Estimate+JSON.swift from it.

public import Foundation

extension Aurous {
    /// What an image or a video would cost (`POST /v1/images/estimate`, `POST /v1/videos/estimate`).
    public struct Estimate: Sendable {  // document, writes object estimate
        /// The cost.
        public var cost: Cost  // estimated_cost
        /// What the cost is counted in, `credit`.
        public var currency: Currency?  // currency
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The parts of the cost of an image or a video, in credits.
    public struct CostBreakdown: Sendable {  // document
        /// The image or the video itself.
        public var base: Decimal?  // base
        /// The enhancement of the prompt; nil if the prompt was not enhanced.
        public var enhance: Decimal?  // enhance
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What an embedding would cost at most (`POST /v1/embeddings/estimate`).
    public struct EmbeddingEstimate: Sendable {  // document
        /// True: it is an estimate and no embedding.
        public var isEstimated: Bool?  // estimated
        /// The tokens of the input.
        public var tokens: Tokens?  // tokens
        /// Credits that the embedding would cost.
        public var credits: Decimal  // credits_estimated
        /// The parts of the credits.
        public var breakdown: EmbeddingUsage.Breakdown?  // breakdown
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Aurous.Estimate {
    /// An estimated cost.
    public struct Cost: Sendable {  // document
        /// Credits.
        public var amount: Decimal  // amount
        /// The parts of the amount.
        public var breakdown: Aurous.CostBreakdown?  // breakdown
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Aurous.EmbeddingEstimate {
    /// The tokens of an input.
    public struct Tokens: Sendable {  // document
        /// Tokens of text.
        public var text: Int?  // text
        /// Tokens of images.
        public var image: Int?  // image
        /// Tokens of videos.
        public var video: Int?  // video
        /// All tokens.
        public var total: Int?  // total
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
