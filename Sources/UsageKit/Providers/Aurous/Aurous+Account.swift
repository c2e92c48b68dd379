// Document declaration: .scripts/generate-rows writes Aurous+Account+JSON.swift from it.

public import Foundation

extension Aurous {
    /// The credits of the team (`GET /v1/balance`).
    public struct Balance: Sendable {  // document
        /// All credits, those that are held included.
        public var credits: Decimal  // credits
        /// Credits that are set aside for requests that have not ended.
        public var heldCredits: Decimal?  // held_credits
        /// Credits that can be spent: all but those that are held.
        public var availableCredits: Decimal?  // available_credits
        /// What the amounts are counted in, `credit`.
        public var currency: Currency?  // currency
        /// How the team is billed; nil from servers that do not say it.
        public var billingMode: BillingMode?  // billing_mode
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The team that the key belongs to (`GET /v1/team`).
    public struct Team: Sendable {  // document
        /// The id, `team_…`.
        public var id: String  // id
        /// The name.
        public var name: String  // name
        /// All credits of the team.
        public var credits: Decimal  // credits
        /// When the team was made.
        public var createdAt: Timestamp  // created_at
        /// Where invoices are sent; nil if the team has not set it.
        public var billingEmail: String?  // billing_email
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What the team used since it exists, by the oldest published generation of `GET /v1/usage`.
    public struct LifetimeTotals: Sendable {  // document
        /// Generations.
        public var generations: Decimal  // total_generations
        /// Credits that were spent.
        public var creditsUsed: Decimal  // total_credits_used
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Aurous {
    /// How a team is billed.
    public struct BillingMode: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Each request needs credits.
        public static let metered = Self(rawValue: "metered")
        /// Requests are not limited by credits.
        public static let exempt = Self(rawValue: "exempt")

        /// Whether a balance that is too low refuses requests; false for modes that this version does not know, as Aurous
        /// asks for.
        public var needsCredits: Bool { self == .metered }
    }
}
