// Document declaration: .scripts/generate-rows writes Venice+ErrorBody+JSON.swift from it.

extension Venice {
    /// The body of a refusal: a message, and for a failed validation which parameters failed and why.
    ///
    /// ```swift
    /// } catch let error as UsageError {
    ///     for problem in Venice.ErrorBody(error)?.problems ?? [] { print(problem.field, problem.message) }
    /// }
    /// ```
    public struct ErrorBody: Sendable {  // document
        /// The message, a text or an object with `message`, `type`, `param` and `code`.
        public var error: JSONValue  // error
        /// What failed: an object with `_errors` for each parameter, or a text; nil for other refusals.
        public var details: JSONValue?  // details
        /// What failed, one object a problem; nil for other refusals.
        public var issues: JSONValue?  // issues, undocumented
        /// The code of the refusal; nil if the body does not have a code.
        public var code: String?  // code, undocumented
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The body of a 402: how a request without a key can be paid for (x402).
    public struct PaymentRequirements: Sendable {  // document
        /// The version of the protocol.
        public var x402Version: Int  // x402Version
        /// The message; nil if the body does not have one.
        public var error: String?  // error
        /// What is to be paid for.
        public var resource: JSONValue?  // resource
        /// The ways to pay, each as the protocol describes it.
        public var accepts: [JSONObject]  // accepts, empty
        /// Extensions of the protocol.
        public var extensions: JSONValue?  // extensions
        /// The ways to sign in instead of paying.
        public var authOptions: JSONValue?  // authOptions
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
