// Document declaration: .scripts/generate-rows writes ChatBotKit+Series+JSON.swift from it.

extension ChatBotKit {
    /// What was used on each of the last 90 days (`GET /usage/series/fetch`), computed at most every 15 minutes.
    ///
    /// Each list is in the order of time. A day without usage is left out. Totals are those of the day, although the manual
    /// calls them cumulative.
    public struct Series: Sendable {  // document
        /// Calibrated tokens.
        public var tokens: [SeriesPoint]  // tokens
        /// Conversations.
        public var conversations: [SeriesPoint]  // conversations
        /// Messages.
        public var messages: [SeriesPoint]  // messages
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
