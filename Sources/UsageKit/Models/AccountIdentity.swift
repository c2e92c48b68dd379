/// Whose ledger is read: the caller's label, or a digest of the key if there is no label.
///
/// The key cannot be read from it. A random salt is part of the digest, so the digests of one key differ from each other.
public enum AccountIdentity: Hashable, Sendable, Codable {
    /// The caller's label, which stays the same if the key is rotated.
    case label(String)
    /// The salt and the digest of the key, both in base64.
    case key(salt: String, digest: String)
}

extension AccountIdentity {
    /// Whether two identities are the same; labels are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.label(let one), .label(let other)): ByteString(one) == ByteString(other)
        case (.key(let salt, let digest), .key(let otherSalt, let other)): salt == otherSalt && digest == other
        default: false
        }
    }

    /// Feeds the identity to a hasher, a label as its UTF-8 bytes.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .label(let label): hasher.combine(ByteString(label))
        case .key(let salt, let digest):
            hasher.combine(salt)
            hasher.combine(digest)
        }
    }

    /// The identity of an account that has a key only, with a new random salt of 32 bytes.
    package init(key: String) {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.init(key: key, salt: Digest.base64(salt))
    }

    /// The identity of an account that has a key only, with a salt.
    init(key: String, salt: String) {
        let code = MessageAuthentication.hmacSHA256(key: Array(salt.utf8), message: Array(key.utf8))
        self = .key(salt: salt, digest: Digest.base64(code))
    }

    /// Returns the identity of the account with a label or a key if it can be this account; nil if it is another one.
    ///
    /// A label matches any key, since keys are rotated. If this account was only known by its key, the label is the
    /// caller's word that it is the same account.
    package func recognized(label: String?, key: String?) -> AccountIdentity? {
        switch (self, label) {
        case (.label(let known), let label?): ByteString(known) == ByteString(label) ? self : nil
        case (.label, nil): nil
        case (.key, let label?): .label(label)
        case (.key(let salt, _), nil):
            key.map { AccountIdentity(key: $0, salt: salt) } == self ? self : nil
        }
    }
}
