/// A key that never shows itself: not in a description, a dump or a mirror.
public struct Credential: Sendable {
    /// The key, for the header that it goes into.
    package let secret: String

    /// Takes a key in.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidCredential`` where the key is empty or holds anything but
    ///   visible ASCII characters. The error does not repeat the key.
    public init(_ secret: String) throws(UsageError) {
        guard !secret.isEmpty else { throw UsageError(.invalidCredential, "the key is empty") }
        guard secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw UsageError(
                .invalidCredential, "the key holds a space, a line break or another character that no key has")
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
