extension UsageError {
    /// Reads the error that a server writes into a body whose status says that all is well.
    ///
    /// - Parameters:
    ///   - what: What it is, such as "the page states an error".
    ///   - error: The value of the member for errors.
    /// - Returns: The error; nil for a value that says nothing.
    static func stated(_ what: String, in error: JSONValue) -> UsageError? {
        guard !error.saysNothing else { return nil }
        let code = error["code"]?.string ?? error["type"]?.string
        let message = error.string ?? error["message"]?.string ?? code ?? error.text
        var refusal = UsageError(.serverFailure, "\(what): \(message)")
        refusal.providerCode = code
        return refusal
    }
}

extension JSONValue {
    /// Whether the value says nothing, or that something is not so.
    var saysNothing: Bool {
        switch self {
        case .null, .bool(false): true
        case .string(let text): text.isEmpty
        case .object(let object): object.isEmpty
        case .array(let array): array.isEmpty
        case .bool, .number: false
        }
    }
}
