// Document declaration: .scripts/generate-rows writes ChatBotKit+Report+JSON.swift from it.

extension ChatBotKit {
    /// A report (`POST /report/{reportId}/fetch`), whose figures are not documented any further and are kept as they come.
    public struct Report: Sendable {  // document
        /// The figure; nil if the service does not say.
        public var value: JSONValue?  // value
        /// How it differs from the period before; nil if the service does not say.
        public var change: JSONValue?  // change
        /// The period; nil if the service does not say.
        public var period: JSONValue?  // period
        /// The parts of the figure.
        public var breakdown: [JSONValue]  // breakdown, empty
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
