extension Venice.ErrorBody {
    /// Why a parameter was refused.
    public struct Problem: Hashable, Sendable {
        /// The parameter, with a path such as `range.start` if it is inside another one; empty for the request as a whole.
        public let field: String
        /// The server's sentence.
        public let message: String
    }

    /// Reads the body of a refusal by Venice; nil for another error, and for a body that was too large to be kept.
    public init?(_ error: UsageError) {
        guard error.provider == .venice, let body = error.refusal?.body,
            let json = try? JSONValue(json: Array(body.utf8)), let value = try? Self(json)
        else { return nil }
        self = value
    }

    /// The message.
    public var message: String? { error.string ?? error["message"]?.string }

    /// Why parameters were refused, as ``details`` or, if it names none, ``issues`` say; each problem once.
    public var problems: [Problem] {
        var problems: [Problem] = []
        func add(_ field: String, _ message: String) {
            let problem = Problem(field: field, message: message)
            if !problems.contains(problem) { problems.append(problem) }
        }
        func collect(_ value: JSONValue, _ path: String) {
            guard case .object(let object) = value else { return }
            for member in object.members {
                if member.name == "_errors", case .array(let messages) = member.value {
                    for message in messages { add(path, message.string ?? message.text) }
                } else {
                    collect(member.value, path.isEmpty ? member.name : "\(path).\(member.name)")
                }
            }
        }
        if let text = details?.string { add("", text) } else if let details { collect(details, "") }
        guard problems.isEmpty, case .array(let issues)? = issues else { return problems }
        for issue in issues {
            var path: [String] = []
            if case .array(let steps)? = issue["path"] { path = steps.map { $0.string ?? $0.text } }
            add(path.joined(separator: "."), issue["message"]?.string ?? issue.text)
        }
        return problems
    }
}

extension Venice.PaymentRequirements {
    /// Reads the body of a 402; nil for another error, and for a body that does not say how to pay.
    public init?(_ error: UsageError) {
        guard error.code == .paymentRequired, let body = error.refusal?.body,
            let json = try? JSONValue(json: Array(body.utf8)), let value = try? Self(json)
        else { return nil }
        self = value
    }
}
