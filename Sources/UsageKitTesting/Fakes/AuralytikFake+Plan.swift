public import UsageKit

extension AuralytikFake {
    /// A meter of the plan.
    public struct Meter: Sendable {
        /// The name on the wire, for example `calls`.
        public let name: String
        /// What the plan includes.
        public let included: JSONNumber
        /// The word in place of ``included`` for a meter without a limit; nil for one with a limit.
        public let includedWord: String?

        /// Creates a meter.
        public init(_ name: String, included: JSONNumber) {
            self.name = name
            self.included = included
            includedWord = nil
        }

        /// Creates a meter without a limit.
        ///
        /// How the provider writes such a meter is not documented.
        public init(_ name: String, includedWord: String) {
            self.name = name
            included = JSONNumber(0)
            self.includedWord = includedWord
        }
    }

    /// A key of the account.
    public struct Key: Sendable {
        /// The id on the wire.
        public let id: String
        /// The name that the account gave it.
        public let name: String

        /// Creates a key.
        public init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    /// A webhook of the account.
    public struct Webhook: Sendable {
        /// The webhook as on the wire, without its secret.
        public let fields: JSONValue
        /// Its deliveries as on the wire, latest first.
        public let deliveries: [JSONValue]

        /// Creates a webhook.
        public init(_ fields: JSONValue, deliveries: [JSONValue] = []) {
            self.fields = fields
            self.deliveries = deliveries
        }
    }

    /// The answers of the fake that do not come from its rows.
    public struct Plan: Sendable {
        /// The tier in the summary.
        public var tier: String
        /// The meters in the summary, in order.
        public var meters: [Meter]
        /// The keys in the breakdown, in order.
        ///
        /// A key without calls has no last use. A key that is missing here counts as deleted: it is not listed, but its
        /// calls count in the summary.
        public var keys: [Key]
        /// The permissions of the key.
        public var scopes: Set<String>
        /// The webhooks that exist from the beginning.
        public var webhooks: [Webhook]
        /// The ids of exports that were started before; each is queued, then processed, then completed.
        public var exports: [String]

        /// Creates a plan.
        public init(
            tier: String = "professional",
            meters: [Meter] = [
                Meter("calls", included: JSONNumber(10_000)), Meter("webhooks", included: JSONNumber(50_000)),
                Meter("storage_gb", included: JSONNumber(25)),
            ], keys: [Key] = [], scopes: Set<String> = ["usage:read", "webhooks:manage", "analytics:export"],
            webhooks: [Webhook] = [], exports: [String] = []
        ) {
            self.tier = tier
            self.meters = meters
            self.keys = keys
            self.scopes = scopes
            self.webhooks = webhooks
            self.exports = exports
        }
    }
}
