// Document declaration: .scripts/generate-rows writes Auralytik+Webhook+JSON.swift from it.

extension Auralytik {
    /// An address to which the provider sends events (`/webhooks`).
    ///
    /// The fields of this part of the API are in snake case, unlike all others.
    public struct Webhook: Identifiable, Sendable {  // document, wrapped data
        /// The id, for example `wh_8f3a1b2c`.
        public var id: String  // id
        /// The address.
        public var url: String?  // url
        /// The events that are sent.
        public var events: [EventName]  // events, empty
        /// What the account wrote about it.
        public var note: String?  // description
        /// Whether events are sent.
        public var isActive: Bool?  // active
        /// The secret of its signatures, which comes once, in the response that creates it; it is never written back.
        public var signingSecret: Credential?  // signing_secret
        /// When it was created.
        public var createdAt: Timestamp?  // created_at, open
        /// What the envelope says of the response; nil for a bare response.
        public var meta: ResponseMeta?  // meta
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// One delivery of an event, or an attempt at it (`GET /webhooks/{id}/deliveries`).
    ///
    /// Its fields are not published: these are looked for, and all others are in ``unknown``.
    public struct WebhookDelivery: Sendable {  // document
        /// The id.
        public var id: String?  // id, open, undocumented
        /// The event.
        public var event: EventName?  // event, open, undocumented
        /// How the delivery ended: a word or a number.
        public var status: JSONValue?  // status, undocumented
        /// When it was made.
        public var timestamp: Timestamp?  // timestamp, open, undocumented
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What the provider answers to a test of a webhook (`POST /webhooks/{id}/test`).
    ///
    /// Its fields are not published, so all are in ``unknown``.
    public struct WebhookTest: Sendable {  // document, wrapped data
        /// What the envelope says of the response; nil for a bare response.
        public var meta: ResponseMeta?  // meta
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// An event, as it comes in the body of a webhook.
    ///
    /// How webhooks are signed could not be read, so nothing here verifies that an event comes from Auralytik: read what
    /// it is about from the API before you act on it. An event can come more than once, each time with the same ``id``.
    public struct WebhookEvent: Identifiable, Sendable {  // document
        /// The id, for example `evt_9d4e2f1a`.
        public var id: String  // id
        /// What happened.
        public var name: EventName  // event
        /// When it happened; nil if it is not an RFC 3339 instant, which is then in ``unknown``.
        public var timestamp: Timestamp?  // timestamp, open
        /// What the event is about; the members for each event are not published.
        public var data: JSONObject  // data, empty
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What a webhook can be sent for.
    public struct EventName: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// An evaluation was finished.
        public static let evaluationCompleted = Self(rawValue: "evaluation.completed")
        /// Audio was transcribed.
        public static let audioTranscribed = Self(rawValue: "audio.transcribed")
        /// Audio was transcribed and evaluated.
        public static let audioProcessed = Self(rawValue: "audio.processed")
        /// The call of a voice bot ended.
        public static let voiceCallCompleted = Self(rawValue: "voice-call.completed")
        /// An export is ready for download.
        public static let exportReady = Self(rawValue: "export.ready")
        /// Use reached 80 per cent of a quota.
        public static let quotaWarning = Self(rawValue: "usage.quota_warning")
        /// A key was rotated.
        public static let keyRotated = Self(rawValue: "api-key.rotated")
    }
}
