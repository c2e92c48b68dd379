public import UsageKit

extension AuralytikFake {
    /// A meter of the plan.
    public struct Meter: Sendable {
        /// The name on the wire, for example `calls`.
        public let name: String
        /// What the plan includes.
        public let included: JSONNumber

        /// Creates a meter.
        public init(_ name: String, included: JSONNumber) {
            self.name = name
            self.included = included
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

        /// Creates a plan.
        public init(
            tier: String = "professional",
            meters: [Meter] = [
                Meter("calls", included: JSONNumber(10_000)), Meter("webhooks", included: JSONNumber(50_000)),
                Meter("storage_gb", included: JSONNumber(25)),
            ], keys: [Key] = []
        ) {
            self.tier = tier
            self.meters = meters
            self.keys = keys
        }
    }
}
