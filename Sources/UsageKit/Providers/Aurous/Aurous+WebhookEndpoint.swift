// Document declaration: .scripts/generate-rows writes Aurous+WebhookEndpoint+JSON.swift from it.

extension Aurous {
    /// An address to which Aurous sends webhooks (`/v1/webhook_endpoints`).
    public struct WebhookEndpoint: Sendable {  // document, writes object webhook_endpoint
        /// The id, `we_…`.
        public var id: String  // id
        /// The address.
        public var url: String  // url
        /// The types of events that are sent.
        public var events: [WebhookEventType]  // events
        /// The beginning and the end of the secret.
        public var secretPreview: String?  // secret_preview
        /// The secret of the signatures; nil unless the response is to a creation or a rotation.
        ///
        /// It is never written: ``jsonValue`` has null in its place, as later responses have.
        public var secret: Credential?  // secret, null
        /// Whether webhooks are sent; Aurous switches an address off after 20 failures without a success in a day.
        public var isActive: Bool?  // is_active
        /// Failures since the last success.
        public var consecutiveFailures: Int?  // consecutive_failures
        /// When a webhook was last received; nil if never.
        public var lastSuccessAt: Timestamp?  // last_success_at, null
        /// When a webhook last failed; nil if never.
        public var lastFailureAt: Timestamp?  // last_failure_at, null
        /// Texts of the caller.
        public var metadata: JSONObject?  // metadata
        /// When it was made.
        public var createdAt: Timestamp?  // created_at
        /// When it was last changed.
        public var updatedAt: Timestamp?  // updated_at
        /// A label of the caller.
        public var note: String?  // description
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The response to the request for a webhook that tests an address (`POST /v1/webhook_endpoints/{id}/test`).
    public struct WebhookTest: Sendable {  // document, writes object webhook_test_fire
        /// The address that is tested.
        public var endpointID: String?  // endpoint_id
        /// The id of the event, `evt_…`.
        public var eventID: String?  // event_id
        /// Whether the webhook will be sent.
        public var isEnqueued: Bool?  // enqueued
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Aurous {
    /// What a webhook reports.
    public struct WebhookEventType: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// An image is there.
        public static let imageCompleted = Self(rawValue: "image.completed")
        /// An image failed.
        public static let imageFailed = Self(rawValue: "image.failed")
        /// An image was cancelled.
        public static let imageCancelled = Self(rawValue: "image.cancelled")
        /// A video is there.
        public static let videoCompleted = Self(rawValue: "video.completed")
        /// A video failed.
        public static let videoFailed = Self(rawValue: "video.failed")
        /// A video was cancelled.
        public static let videoCancelled = Self(rawValue: "video.cancelled")
        /// A character is there.
        public static let characterCompleted = Self(rawValue: "character.completed")
        /// A character failed.
        public static let characterFailed = Self(rawValue: "character.failed")
        /// A character was cancelled.
        public static let characterCancelled = Self(rawValue: "character.cancelled")
        /// The credits are at or below the threshold of the team; at most once an hour.
        public static let balanceLow = Self(rawValue: "usage.balance_low")
        /// Another address was switched off.
        public static let endpointDisabled = Self(rawValue: "webhook.endpoint_disabled")

        /// All types that exist when an address is registered; types that are added later are not sent to it.
        public static var all: Self { Self(rawValue: "*") }
    }
}
