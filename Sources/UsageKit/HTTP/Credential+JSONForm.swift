/// A secret that a provider sends once, for example that of a webhook's signatures.
extension Credential: JSONForm {
    static var kind: ModelShape.Kind { .value }

    init(from json: inout JSONReader) throws(UsageError) {
        json.skipWhitespace()
        let start = json.position
        do {
            try self.init(try json.string())
        } catch {
            guard error.code == .invalidCredential else { throw error }
            // The error does not repeat the secret.
            throw json.error(error.message, .unexpectedShape, at: start)
        }
    }

    /// Null: a secret is never written.
    var jsonForm: JSONValue { .null }
}
