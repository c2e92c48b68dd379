// Document declaration: .scripts/generate-rows writes ChatBotKit+PlatformReport+JSON.swift from it.

extension ChatBotKit {
    /// A report that the platform offers (`GET /platform/report/list`).
    public struct PlatformReport: Sendable, Identifiable {  // document
        /// The id, with which it is generated.
        public var id: String  // id
        /// The name; nil if it has none.
        public var name: String?  // name
        /// The description; nil if it has none.
        public var reportDescription: String?  // description
        /// What is attached to it; nil for nothing.
        public var meta: JSONObject?  // meta, null
        /// When it was made.
        public var createdAt: Timestamp  // createdAt, epoch
        /// When it was last changed.
        public var updatedAt: Timestamp  // updatedAt, epoch
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
