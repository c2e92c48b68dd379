// Document declaration: .scripts/generate-rows writes Aurous+Pricing+JSON.swift from it.

public import Foundation

extension Aurous {
    /// The rate card of images and videos for one version of the API (`GET /v1/pricing`).
    ///
    /// A team can have rates of its own; an estimate is exact.
    public struct Pricing: Sendable {  // document, writes object pricing
        /// The version of the API that the card belongs to, a date.
        public var version: String  // version
        /// What the amounts are counted in, `credit`.
        public var currency: Currency?  // currency
        /// A note on the card.
        public var note: String?  // description
        /// The rates of images.
        public var image: Image?  // image
        /// The rates of videos.
        public var video: Video?  // video
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Aurous.Pricing {
    /// The rates of images.
    public struct Image: Sendable {  // document
        /// Credits for an image.
        public var base: Decimal?  // base
        /// By what the price is multiplied if the prompt is enhanced.
        public var enhancePromptMultiplier: Decimal?  // enhance_prompt_multiplier
        /// Credits for each reference image.
        public var referenceImage: Decimal?  // reference_image_per_image
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The rates of videos.
    public struct Video: Sendable {  // document
        /// Credits for a second.
        public var basePerSecond: Decimal?  // base_per_second
        /// By what the price is multiplied, by resolution: `480p`, `720p`, `1080p` and any other.
        public var resolutionFactors: JSONObject?  // resolution_factor
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Aurous.Pricing.Video {
    /// By what the price is multiplied for a resolution, for example `720p`; nil if the card does not have it.
    public func factor(for resolution: String) -> Decimal? {
        switch resolutionFactors?[resolution] {
        case .number(let number)?: number.decimal
        case .string(let text)?: JSONNumber(text)?.decimal
        default: nil
        }
    }
}
