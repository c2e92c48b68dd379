// Document declaration: .scripts/generate-rows writes Venice+AnalyticsKey+JSON.swift from it.

public import Foundation

extension Venice.Analytics {
    /// What one key spent.
    public struct Key: Sendable {  // document
        /// The key's id; nil for the web app.
        public var apiKeyID: String?  // apiKeyId, null
        /// The key's description.
        public var keyDescription: String  // description
        /// US dollars.
        public var totalUSD: Decimal  // totalUsd
        /// DIEM.
        public var totalDIEM: Decimal  // totalDiem
        /// Units.
        public var totalUnits: Decimal  // totalUnits
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
