// Document declaration: .scripts/generate-rows writes Aurous+Generation+JSON.swift from it.

public import Foundation

extension Aurous {
    /// An image or a video with its cost (`GET /v1/images/{id}` for both, and the response to their creation).
    ///
    /// Its addresses of outputs carry tokens, so do not log a generation as a whole.
    public struct Generation: Sendable {  // document
        /// The id, `img_…` or `vid_…`.
        public var id: String  // id
        /// How far it is, or how it ended.
        public var status: GenerationStatus  // status
        /// The prompt.
        public var prompt: String?  // prompt
        /// When it was asked for.
        public var createdAt: Timestamp?  // created_at
        /// `image` or `video`.
        public var mediaType: EventType?  // media_type
        /// What the prompt excludes.
        public var negativePrompt: String?  // negative_prompt
        /// The addresses of the images, which are valid for about a day.
        public var outputURLs: [String]?  // output_urls
        /// The address of the video, which is valid for about a day.
        public var outputVideoURL: String?  // output_video_url
        /// The addresses of the reference images.
        public var referenceImageURLs: [String]?  // reference_image_urls
        /// Why it failed; nil if it did not.
        public var errorMessage: String?  // error_message
        /// How long it took; nil while it is not done.
        public var duration: Duration?  // duration_ms, milliseconds
        /// What it costs; final once ``GenerationStatus/isFinal`` is true.
        public var cost: Cost?  // cost
        /// The width in pixels.
        public var width: Int?  // width
        /// The height in pixels.
        public var height: Int?  // height
        /// The number of images.
        public var imageCount: Int?  // image_count
        /// The name of the size.
        public var sizePreset: String?  // size_preset
        /// The kind of inference, for example `t2i`; buckets group by it.
        public var inferenceType: String?  // inference_type
        /// The seed.
        public var seed: JSONValue?  // seed
        /// The seconds of the video.
        public var videoSeconds: Decimal?  // video_duration
        /// The resolution of the video.
        public var videoResolution: String?  // video_resolution
        /// The aspect ratio of the video.
        public var videoRatio: String?  // video_ratio
        /// Whether the camera is fixed; its type is not documented.
        public var videoCameraFixed: JSONValue?  // video_camera_fixed
        /// The character that was used.
        public var characterID: String?  // character_id
        /// The name of the bundle of LoRAs that was used.
        public var bundleName: String?  // bundle_name
        /// The LoRAs that were used.
        public var loras: [LoRA]?  // loras
        /// The version of the API by which it was made.
        public var apiVersion: String?  // aurous_version
        /// The id of the request that asked for it.
        public var creationRequestID: String?  // creation_request_id
        /// When it was done; nil while it is not.
        public var completedAt: Timestamp?  // completed_at
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Aurous.Generation {
    /// What an image or a video costs.
    public struct Cost: Sendable {  // document
        /// The amount.
        public var amount: Decimal  // amount
        /// What the amount is counted in; nil for credits.
        public var currency: Currency?  // currency
        /// The parts of the amount.
        public var breakdown: Aurous.CostBreakdown?  // breakdown
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// A LoRA that was used.
    public struct LoRA: Sendable {  // document
        /// The id.
        public var id: String  // id
        /// The name.
        public var name: String?  // name
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Aurous {
    /// How far an image or a video is, or how it ended; requests in the ledger have other words (``UsageStatus``).
    public struct GenerationStatus: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// It has not begun.
        public static let pending = Self(rawValue: "pending")
        /// It is being made.
        public static let processing = Self(rawValue: "processing")
        /// It is there.
        public static let succeeded = Self(rawValue: "succeeded")
        /// It failed.
        public static let failed = Self(rawValue: "failed")
        /// The caller cancelled it.
        public static let cancelled = Self(rawValue: "cancelled")
        /// It took too long.
        public static let expired = Self(rawValue: "expired")
        /// It was refused by moderation.
        public static let moderationRejected = Self(rawValue: "moderation_rejected")

        /// Whether it has ended, so that its cost is final; false for words that this version does not know.
        public var isFinal: Bool { self != .pending && self != .processing && Self.known.contains(self) }

        /// The same in the words of the ledger.
        public var usageStatus: UsageStatus {
            switch self {
            case .succeeded: .completed
            case .expired, .moderationRejected: .failed
            default: UsageStatus(rawValue: rawValue)
            }
        }
    }
}
