// Document declaration: .scripts/generate-rows writes Venice+APIKey+JSON.swift from it.

public import Foundation

extension Venice {
    /// An API key with what it spent (`GET /api_keys`, `GET /api_keys/{id}`).
    ///
    /// The key itself is not in it, apart from its last six characters.
    public struct APIKey: Sendable {  // document, wrapped data
        /// The id.
        public var id: String  // id
        /// What the key may be used for.
        public var apiKeyType: KeyType  // apiKeyType
        /// The description; nil if the server does not send it.
        public var keyDescription: String?  // description
        /// The last six characters of the key.
        public var last6Characters: String  // last6Chars
        /// When it was made.
        public var createdAt: Timestamp?  // createdAt, null
        /// When it expires; nil if it does not.
        public var expiresAt: Timestamp?  // expiresAt, null
        /// When it was used last; nil if it was not.
        public var lastUsedAt: Timestamp?  // lastUsedAt, null
        /// How much it may spend in a ``limitPeriod``.
        public var consumptionLimits: Limits  // consumptionLimits
        /// The period of the limits.
        public var limitPeriod: LimitPeriod  // limitPeriod
        /// Which models it may use.
        public var modelPrivacy: ModelPrivacy  // modelPrivacy
        /// What it spent of late; nil if the server does not send it.
        public var usage: Usage?  // usage
        /// What it spent in the present ``limitPeriod``; nil unless it has a limit.
        public var currentPeriodUsage: Spend?  // currentPeriodUsage
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Venice.APIKey {
    /// How much a key may spend; nil for no limit.
    public struct Limits: Sendable {  // document
        /// US dollars.
        public var usd: Decimal?  // usd, null
        /// DIEM.
        public var diem: Decimal?  // diem, null
        /// VCU, which have been retired.
        public var vcu: Decimal?  // vcu, null
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What a key spent of late.
    public struct Usage: Sendable {  // document
        /// In the last seven days.
        public var trailingSevenDays: Spend  // trailingSevenDays
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What a key spent: amounts with four decimals, which are texts on the wire.
    public struct Spend: Sendable {  // document
        /// US dollars.
        public var usd: Decimal  // usd, text 4
        /// VCU, which have been retired; nil if the server does not send them.
        public var vcu: Decimal?  // vcu, text 4
        /// DIEM.
        public var diem: Decimal  // diem, text 4
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What a key may be used for.
    public struct KeyType: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Inference alone.
        public static let inference = Self(rawValue: "INFERENCE")
        /// Inference, billing and keys.
        public static let admin = Self(rawValue: "ADMIN")
    }

    /// The period of a limit.
    public struct LimitPeriod: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A UTC day.
        public static let epoch = Self(rawValue: "EPOCH")
        /// A month.
        public static let month = Self(rawValue: "MONTH")
        /// As long as the key exists.
        public static let lifetime = Self(rawValue: "LIFETIME")
    }

    /// Which models a key may use.
    public struct ModelPrivacy: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// All.
        public static let all = Self(rawValue: "ALL")
        /// Of the text models, the private ones; all others.
        public static let privateText = Self(rawValue: "PRIVATE_TEXT")
        /// Private ones only.
        public static let privateOnly = Self(rawValue: "PRIVATE_ONLY")
    }
}
