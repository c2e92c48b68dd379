extension UsageError {
    /// What a provider says of a refusal beside its message and its code.
    ///
    /// Texts are cleaned of the keys that were used, and of control characters.
    public struct Refusal: Hashable, Sendable {
        /// The family of the failure, such as `invalid_request` (`type`).
        public var type: String?
        /// The parameter that was refused (`param`).
        public var parameter: String?
        /// What to do instead (`hint`).
        public var hint: String?
        /// The address of the page that explains the failure (`doc_url`).
        public var documentation: String?
        /// The cause that the field `X-Failure-Code` names.
        public var failureCode: String?
        /// The whole body as compact JSON, for example with the `details` and `issues` of a validation; nil if it has
        /// more than 16 kB.
        public var body: String?

        /// Creates a description of a refusal.
        public init(
            type: String? = nil, parameter: String? = nil, hint: String? = nil, documentation: String? = nil,
            failureCode: String? = nil, body: String? = nil
        ) {
            self.type = type
            self.parameter = parameter
            self.hint = hint
            self.documentation = documentation
            self.failureCode = failureCode
            self.body = body
        }
    }
}
