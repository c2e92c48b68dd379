public import UsageKit

extension VeniceFake {
    /// An API key of the account, as the analytics and the keys list it.
    public struct Key: Hashable, Sendable {
        /// The id.
        public let id: String
        /// The description; the analytics name the key by it.
        public let description: String
        /// How many US dollars the key may spend in a UTC day; nil for no limit.
        public let dailyLimit: WireNumber?

        /// Creates a key.
        public init(id: String, description: String, dailyLimit: WireNumber? = nil) {
            self.id = id
            self.description = description
            self.dailyLimit = dailyLimit
        }
    }

    /// A limit of a model.
    public struct Limit: Hashable, Sendable {
        /// The model.
        public let model: String
        /// What is counted, and over which time.
        public let type: Venice.LimitType
        /// How many requests or tokens are allowed.
        public let amount: WireNumber

        /// Creates a limit.
        public init(_ model: String, _ type: Venice.LimitType, _ amount: WireNumber) {
            self.model = model
            self.type = type
            self.amount = amount
        }
    }

    /// A wallet that pays by x402.
    public struct Wallet: Sendable {
        /// The address.
        public let address: String
        /// The value of `SIGN-IN-WITH-X` that the fake accepts for it.
        public let signature: String
        /// The movements as on the wire, latest first; the first one has the balance.
        public let transactions: [JSONValue]

        /// Creates a wallet.
        public init(address: String, signature: String, transactions: [JSONValue] = []) {
            self.address = address
            self.signature = signature
            self.transactions = transactions
        }
    }

    /// What the account has, for the answers of the fake that do not come from its rows.
    public struct Plan: Sendable {
        /// US dollars; nil for none.
        public var usd: WireNumber?
        /// DIEM of the present UTC day; nil if none is staked.
        public var diem: WireNumber?
        /// Credits that come with a subscription; nil for none.
        public var bundledCredits: WireNumber?
        /// Credits that were earned; nil for none.
        public var earnedCredits: WireNumber?
        /// How much DIEM the account gets for each UTC day.
        public var diemEpochAllocation: WireNumber
        /// The tier of the account.
        public var tier: String
        /// The limits of the models.
        public var limits: [Limit]
        /// The requests that were refused because of a limit, as on the wire, latest first.
        public var refusals: [JSONValue]
        /// The wallets that the fake knows.
        public var wallets: [Wallet]

        /// Creates a plan.
        public init(
            usd: WireNumber? = nil, diem: WireNumber? = nil, bundledCredits: WireNumber? = nil,
            earnedCredits: WireNumber? = nil, diemEpochAllocation: WireNumber = 0, tier: String = "paid",
            limits: [Limit] = [], refusals: [JSONValue] = [], wallets: [Wallet] = []
        ) {
            self.usd = usd
            self.diem = diem
            self.bundledCredits = bundledCredits
            self.earnedCredits = earnedCredits
            self.diemEpochAllocation = diemEpochAllocation
            self.tier = tier
            self.limits = limits
            self.refusals = refusals
            self.wallets = wallets
        }
    }
}

extension VeniceFake.Plan {
    /// What can be spent, in the order in which it is spent.
    private var funds: [(currency: String, amount: ExactDecimal)] {
        [("DIEM", diem), ("EARNED_CREDITS", earnedCredits), ("BUNDLED_CREDITS", bundledCredits), ("USD", usd)]
            .compactMap { currency, amount in
                amount.flatMap { ExactDecimal($0.description) }.flatMap { $0 > .zero ? (currency, $0) : nil }
            }
    }

    /// Whether the funds are at least ten US cents, as the vendor's skill says; a DIEM and a credit count as a dollar.
    var canConsume: Bool {
        get throws { try funds.map(\.amount).wireSum() >= ExactDecimal(mantissa: 1, exponent: -1) ?? .zero }
    }

    /// The answer of `GET /billing/balance`.
    func balance() throws -> JSONValue {
        let canConsume = try canConsume
        return [
            "canConsume": .bool(canConsume), "consumptionCurrency": JSONValue(canConsume ? funds.first?.currency : nil),
            "balances": [
                "diem": JSONValue(diem), "usd": JSONValue(usd), "bundledCredits": JSONValue(bundledCredits),
                "earnedCredits": JSONValue(earnedCredits),
            ],
            "diemEpochAllocation": JSONValue(diemEpochAllocation),
        ]
    }

    /// The answer of `GET /api_keys/rate_limits`.
    func rateLimits(at now: Timestamp) throws -> JSONValue {
        var balances = JSONObject()
        for (name, amount) in [("USD", usd), ("DIEM", diem), ("BUNDLED_CREDITS", bundledCredits)] {
            if let amount { balances.append(name, JSONValue(amount)) }
        }
        var models: [String] = []
        for limit in limits where !models.contains(limit.model) { models.append(limit.model) }
        let midnight = CivilDate(daysSince1970: now.wireDay.daysSince1970 + 1)
        return [
            "data": [
                "accessPermitted": .bool(try canConsume),
                "apiTier": ["id": .string(tier), "isCharged": .bool(tier != "free")],
                "balances": .object(balances), "keyExpiration": nil,
                "nextEpochBegins": .string("\(midnight)T00:00:00.000Z"),
                "rateLimits": .array(
                    models.map { model in
                        [
                            "apiModelId": .string(model),
                            "rateLimits": .array(
                                limits.filter { $0.model == model }.map { limit in
                                    ["amount": JSONValue(limit.amount), "type": .string(limit.type.rawValue)]
                                }),
                        ]
                    }),
            ]
        ]
    }

    /// The answer of `GET /api_keys/rate_limits/log`.
    var log: JSONValue { ["object": "list", "data": .array(Array(refusals.prefix(50)))] }
}
