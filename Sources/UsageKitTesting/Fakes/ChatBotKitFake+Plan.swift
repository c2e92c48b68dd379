public import UsageKit

extension ChatBotKitFake {
    /// A report of the account: how much of a kind of usage there was.
    public struct Report: Hashable, Sendable {
        /// The id.
        public let id: String
        /// The kind of usage that it adds up.
        public let type: ChatBotKit.UsageType
        /// The name; nil for none.
        public let name: String?
        /// When it was made.
        public let createdAt: Timestamp

        /// Creates a report.
        public init(
            id: String, type: ChatBotKit.UsageType, name: String? = nil,
            createdAt: Timestamp = Timestamp(seconds: 1_767_225_600)
        ) {
            self.id = id
            self.type = type
            self.name = name
            self.createdAt = createdAt
        }

        /// The report as the platform lists it.
        var row: JSONValue {
            var row: JSONObject = ["id": .string(id)]
            if let name { row.append("name", .string(name)) }
            let created = JSONValue(millisecondsSince1970: createdAt)
            row.append("createdAt", created)
            row.append("updatedAt", created)
            return .object(row)
        }
    }

    /// What the account has, for the answers of the fake that do not come from its rows alone.
    public struct Plan: Sendable {
        /// When the billing period of the totals begins; nil for all rows.
        public var periodStart: Timestamp?
        /// How many calibrated tokens a raw one is, in hundredths.
        public var tokenRatio: Int
        /// How many datasets, records, skillsets, abilities, files and child users are stored, in this order.
        public var database: [Int]
        /// The reports.
        public var reports: [Report]

        /// Creates a plan.
        public init(
            periodStart: Timestamp? = nil, tokenRatio: Int = 100, database: [Int] = [0, 0, 0, 0, 0, 0],
            reports: [Report] = []
        ) {
            self.periodStart = periodStart
            self.tokenRatio = tokenRatio
            self.database = database
            self.reports = reports
        }
    }
}
