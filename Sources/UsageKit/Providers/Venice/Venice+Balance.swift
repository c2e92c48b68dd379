// Document declaration: .scripts/generate-rows writes Venice+Balance+JSON.swift from it.

public import Foundation

extension Venice {
    /// What the account can spend (`GET /billing/balance`).
    public struct Balance: Sendable {  // document
        /// Whether requests are admitted; the limits of single keys are not considered.
        public var canConsume: Bool  // canConsume
        /// What the next request is paid with; nil if nothing is left.
        ///
        /// DIEM comes first, then earned credits, bundled credits and US dollars.
        public var consumptionCurrency: Currency?  // consumptionCurrency, null
        /// What is left of each currency.
        public var balances: Amounts  // balances
        /// How much DIEM the account gets for each UTC day.
        public var diemEpochAllocation: Decimal  // diemEpochAllocation
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Venice.Balance {
    /// Amounts by currency; they are never added to one another.
    public struct Amounts: Sendable {  // document
        /// DIEM of the present UTC day; nil if none is staked.
        public var diem: Decimal?  // diem, null
        /// US dollars; nil if there are none.
        public var usd: Decimal?  // usd, null
        /// Credits that come with a subscription; nil if the server does not send them.
        public var bundledCredits: Decimal?  // bundledCredits, undocumented
        /// Credits that were earned; nil if the server does not send them.
        public var earnedCredits: Decimal?  // earnedCredits, undocumented
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
