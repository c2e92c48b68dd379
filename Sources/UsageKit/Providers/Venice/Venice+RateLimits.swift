// Document declaration: .scripts/generate-rows writes Venice+RateLimits+JSON.swift from it.

public import Foundation

extension Venice {
    /// What the client's key may do (`GET /api_keys/rate_limits`).
    public struct RateLimits: Sendable {  // document, wrapped data
        /// Whether the key's requests are admitted.
        public var accessPermitted: Bool  // accessPermitted
        /// The tier of the account.
        public var apiTier: Tier  // apiTier
        /// What is left of each currency.
        public var balances: Balances  // balances
        /// When the key expires; nil if it does not.
        public var keyExpiration: Timestamp?  // keyExpiration, null
        /// When the next UTC day begins, with new DIEM.
        public var nextEpochBegins: Timestamp  // nextEpochBegins
        /// The limits of each model.
        public var rateLimits: [ModelLimits]  // rateLimits
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Venice.RateLimits {
    /// The tier of an account.
    public struct Tier: Sendable {  // document
        /// The name of the tier.
        public var id: String  // id
        /// Whether requests are charged.
        public var isCharged: Bool  // isCharged
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// Amounts by currency; they are never added to one another.
    public struct Balances: Sendable {  // document
        /// US dollars.
        public var usd: Decimal?  // USD
        /// DIEM.
        public var diem: Decimal?  // DIEM
        /// Credits that come with a subscription.
        public var bundledCredits: Decimal?  // BUNDLED_CREDITS, undocumented
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The limits of one model.
    public struct ModelLimits: Sendable {  // document
        /// The model; nil if the server does not name it.
        public var apiModelID: String?  // apiModelId
        /// Its limits.
        public var rateLimits: [Limit]  // rateLimits
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// One limit.
    public struct Limit: Sendable {  // document
        /// How many requests or tokens are allowed.
        public var amount: Decimal  // amount
        /// What is counted, and over which time.
        public var type: Venice.LimitType  // type
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Venice {
    /// The kind of a limit.
    public struct LimitType: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Requests a minute.
        public static let requestsPerMinute = Self(rawValue: "RPM")
        /// Requests a day.
        public static let requestsPerDay = Self(rawValue: "RPD")
        /// Tokens a minute.
        public static let tokensPerMinute = Self(rawValue: "TPM")
        /// Failed requests.
        public static let failedRequests = Self(rawValue: "FAILED_REQUESTS")
        /// Requests for a feature that the model does not have.
        public static let unsupportedFeatureRequests = Self(rawValue: "UNSUPPORTED_FEATURE_REQUESTS")
    }
}
