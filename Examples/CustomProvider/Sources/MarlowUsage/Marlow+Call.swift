public import UsageKit

extension Marlow {
    /// One call of a model.
    public struct Call: CustomRow, Identifiable {
        /// All members as received.
        public let fields: JSONObject
        /// The id of the call.
        public let id: String
        /// The call in the words that all providers share.
        public let usageRecord: UsageRecord

        /// Reads a call.
        public init(from reader: inout CustomProvider.RowReader) throws(UsageError) {
            fields = reader.fields
            id = try reader.id("id")
            var record = UsageRecord(provider: .marlow, id: id, time: reader.instant("at"))
            record.model = reader.text("model")
            record.apiKey = reader.text("key")
            record.status = reader.text("state").map(Self.status)
            record.tokens.input = reader.count("usage", "input_tokens")
            record.tokens.output = reader.count("usage", "output_tokens")
            record.duration = reader.durationInMilliseconds("took_ms")
            // A call that is running has no cost yet; any other call without one makes the walk incomplete.
            record.charge = reader.charge(
                "cost", "amount", currencyIn: "cost", "currency", isOptional: record.status == .processing)
            usageRecord = record
        }

        private static func status(_ state: String) -> UsageStatus {
            switch state {
            case "done": .completed
            case "running": .processing
            default: UsageStatus(rawValue: state)
            }
        }
    }
}
