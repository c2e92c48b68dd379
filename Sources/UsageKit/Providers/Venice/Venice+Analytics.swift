// Document declaration: .scripts/generate-rows writes Venice+Analytics+JSON.swift from it.

public import Foundation

extension Venice {
    /// The server's aggregates by date, model and key (`GET /billing/usage-analytics`).
    ///
    /// Amounts are positive for money spent. The breakdowns by day name their columns after models and keys
    /// (``Daily``).
    public struct Analytics: Sendable {  // document
        /// The span: days back as `7d`, or first and last day as `2026-11-01:2026-11-07`.
        public var lookback: String  // lookback
        /// What was spent each day.
        public var byDate: [Day]  // byDate
        /// What was spent on each model, the most expensive first.
        public var byModel: [Model]  // byModel
        /// Each day's figures under the names of the models.
        public var byModelDaily: [Daily]  // byModelDaily, empty
        /// The models on which most was spent.
        public var topModels: [String]  // topModels, empty
        /// What each key spent.
        public var byKey: [Key]  // byKey
        /// Each day's figures under the descriptions of the keys.
        public var byKeyDaily: [Daily]  // byKeyDaily, empty
        /// The descriptions of the keys that spent most.
        public var topKeyNames: [String]  // topKeyNames, empty
        /// Each day's US dollars under the names of the models; nil if the server does not send them.
        public var byModelDailyUSD: [Daily]?  // byModelDailyUsd, undocumented
        /// Each day's US dollars under the descriptions of the keys; nil if the server does not send them.
        public var byKeyDailyUSD: [Daily]?  // byKeyDailyUsd, undocumented
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Venice.Analytics {
    /// What was spent on one day.
    public struct Day: Sendable {  // document
        /// The UTC day, `YYYY-MM-DD`.
        public var date: String  // date
        /// US dollars, bundled credits included, earned credits excluded.
        public var usd: Decimal  // USD
        /// DIEM.
        public var diem: Decimal  // DIEM
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What was spent on one model.
    public struct Model: Sendable {  // document
        /// The model's name for people.
        public var name: String  // modelName
        /// What the units are, for example `tokens` or `images`.
        public var unitType: String  // unitType
        /// The kind of model, for example `LLM`.
        public var modelType: String?  // modelType, null
        /// US dollars, bundled credits included.
        public var totalUSD: Decimal  // totalUsd
        /// DIEM.
        public var totalDIEM: Decimal  // totalDiem
        /// Units.
        public var totalUnits: Decimal  // totalUnits
        /// The parts, for example input and output; nil if the model has no parts.
        public var breakdown: [Part]?  // breakdown
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// A part of what was spent on a model.
    public struct Part: Sendable {  // document
        /// The part's name, for example `Input`.
        public var type: String  // type
        /// US dollars, bundled credits included.
        public var usd: Decimal  // usd
        /// DIEM.
        public var diem: Decimal  // diem
        /// Units.
        public var units: Decimal  // units
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
