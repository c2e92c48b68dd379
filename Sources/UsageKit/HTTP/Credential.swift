/// A key, or the secret of a webhook's signatures, that no description, dump or mirror shows.
public struct Credential: Sendable {
    /// The key or the secret itself, to be kept in a safe place.
    public let secret: String

    /// Creates a credential from a key.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidCredential`` if the key is empty or contains anything but
    ///   visible ASCII characters. The error does not repeat the key.
    public init(_ secret: String) throws(UsageError) {
        guard !secret.isEmpty else { throw UsageError(.invalidCredential, "the key is empty") }
        guard secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw UsageError(
                .invalidCredential, "the key contains a space, a line break or a character other than visible ASCII")
        }
        self.secret = secret
    }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder.
    public var description: String { "<redacted>" }

    /// A placeholder.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
