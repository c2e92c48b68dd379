/// Where rows of a store come from: a listing of a provider's server for one account, or the saved files of one account.
///
/// Two sources are the same if everything is equal. Rows of one source replace each other; those of two never do. When an
/// account gets its label, its source becomes another value: keep ``StoreRefresh/source`` of the last refresh.
public struct StoreSource: Hashable, Sendable, Codable {
    /// The provider.
    public let provider: ProviderID
    /// The scheme, the host, the port and the prefix of the server's address; nil for saved files.
    public let origin: String?
    /// The endpoint that is walked; the type of the rows for saved files.
    public let endpoint: String
    /// Whose rows they are; nil for saved files without a label.
    public internal(set) var account: AccountIdentity?
    /// A digest of the path and the parameters without the window; empty for saved files.
    let fingerprint: String

    /// Creates a source.
    package init(
        provider: ProviderID, origin: String?, endpoint: String, account: AccountIdentity?, fingerprint: String
    ) {
        self.provider = provider
        self.origin = origin
        self.endpoint = endpoint
        self.account = account
        self.fingerprint = fingerprint
    }

    /// The caller's label of the account; nil if it has none.
    public var accountLabel: String? {
        if case .label(let label) = account { label } else { nil }
    }

    /// Whether it is the same listing of the same server, whatever the account.
    func isSameListing(as other: StoreSource) -> Bool {
        isSameServer(as: other) && ByteString(endpoint) == ByteString(other.endpoint)
            && fingerprint == other.fingerprint
    }

    /// Whether it is the same server, whatever the listing and the account.
    func isSameServer(as other: StoreSource) -> Bool {
        provider == other.provider && origin.map(ByteString.init) == other.origin.map(ByteString.init)
    }

    /// Whether the same rows can be in both, though they are different sources.
    func mayShareRows(with other: StoreSource) -> Bool {
        guard provider == other.provider else { return false }
        if let origin, let others = other.origin, ByteString(origin) != ByteString(others) {
            // One server can have several addresses, and then the label says whose rows they are.
            return accountLabel != nil && accountLabel.map(ByteString.init) == other.accountLabel.map(ByteString.init)
        }
        if let label = accountLabel, let others = other.accountLabel { return ByteString(label) == ByteString(others) }
        // Two keys of one server are two accounts, as long as nobody says otherwise.
        if case .key = account, case .key = other.account { return account == other.account }
        return true
    }
}

extension StoreSource: CustomStringConvertible {
    /// The provider, the endpoint, and the label of the account if it has one.
    public var description: String {
        if provider.rawValue.isEmpty { return "a source whose name is damaged" }
        let name = "\(provider) \(origin == nil ? "files of \(endpoint)" : endpoint)"
        return accountLabel.map { "\(name) of '\($0)'" } ?? name
    }
}
