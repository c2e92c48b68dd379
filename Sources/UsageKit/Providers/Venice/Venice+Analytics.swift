public import Foundation

extension Venice {
    /// The server's aggregates by date, model and key.
    ///
    /// Amounts are positive for money spent.
    ///
    /// The breakdowns by day name their columns after models and keys, so they are kept as JSON.
    public struct Analytics: Hashable, Sendable {
        /// The span: days back as `7d`, or first and last day as `2026-11-01:2026-11-07`.
        public var lookback: String
        /// What was spent each day.
        public var byDate: [Day]
        /// What was spent on each model, the most expensive first.
        public var byModel: [Model]
        /// Each day's figures under the names of the models; the day is Unix milliseconds under `date`.
        public var byModelDaily: [JSONObject]
        /// The models on which most was spent.
        public var topModels: [String]
        /// What each key spent.
        public var byKey: [Key]
        /// Each day's figures under the descriptions of the keys.
        public var byKeyDaily: [JSONObject]
        /// The descriptions of the keys that spent most.
        public var topKeyNames: [String]
        /// Members of the JSON object that this version does not know, among them the daily figures in US dollars.
        public var unknown: JSONObject

        /// What was spent on one day.
        public struct Day: Hashable, Sendable {
            /// The UTC day, `YYYY-MM-DD`.
            public var date: String
            var spend: Spend
            /// Members of the JSON object that this version does not know.
            public var unknown: JSONObject

            /// US dollars, bundled credits included.
            public var usd: Decimal {
                get { spend.usd.decimal }
                set { spend.usd = ExactDecimal(setting: newValue) }
            }
            /// DIEM.
            public var diem: Decimal {
                get { spend.diem.decimal }
                set { spend.diem = ExactDecimal(setting: newValue) }
            }
        }

        /// What was spent on one model.
        public struct Model: Hashable, Sendable {
            /// The model's name for people.
            public var name: String
            /// What the units are, for example `tokens` or `images`.
            public var unitType: String
            /// The kind of model, for example `LLM`.
            public var modelType: String?
            var spend: Spend
            /// The parts, for example input and output; nil if the model has no parts.
            public var breakdown: [Part]?
            /// Members of the JSON object that this version does not know.
            public var unknown: JSONObject

            /// US dollars.
            public var totalUSD: Decimal {
                get { spend.usd.decimal }
                set { spend.usd = ExactDecimal(setting: newValue) }
            }
            /// DIEM.
            public var totalDIEM: Decimal {
                get { spend.diem.decimal }
                set { spend.diem = ExactDecimal(setting: newValue) }
            }
            /// Units.
            public var totalUnits: Decimal {
                get { spend.units.decimal }
                set { spend.units = ExactDecimal(setting: newValue) }
            }
        }

        /// A part of what was spent on a model.
        public struct Part: Hashable, Sendable {
            /// The part's name, for example `Input`.
            public var type: String
            var spend: Spend
            /// Members of the JSON object that this version does not know.
            public var unknown: JSONObject

            /// US dollars.
            public var usd: Decimal {
                get { spend.usd.decimal }
                set { spend.usd = ExactDecimal(setting: newValue) }
            }
            /// DIEM.
            public var diem: Decimal {
                get { spend.diem.decimal }
                set { spend.diem = ExactDecimal(setting: newValue) }
            }
            /// Units.
            public var units: Decimal {
                get { spend.units.decimal }
                set { spend.units = ExactDecimal(setting: newValue) }
            }
        }

        /// What one key spent.
        public struct Key: Hashable, Sendable {
            /// The key's id; nil for the web app.
            public var apiKeyID: String?
            /// The key's description.
            public var keyDescription: String
            var spend: Spend
            /// Members of the JSON object that this version does not know.
            public var unknown: JSONObject

            /// US dollars.
            public var totalUSD: Decimal {
                get { spend.usd.decimal }
                set { spend.usd = ExactDecimal(setting: newValue) }
            }
            /// DIEM.
            public var totalDIEM: Decimal {
                get { spend.diem.decimal }
                set { spend.diem = ExactDecimal(setting: newValue) }
            }
            /// Units.
            public var totalUnits: Decimal {
                get { spend.units.decimal }
                set { spend.units = ExactDecimal(setting: newValue) }
            }
        }

        struct Spend: Hashable, Sendable {
            var usd: ExactDecimal
            var diem: ExactDecimal
            var units: ExactDecimal = .zero
        }
    }
}
