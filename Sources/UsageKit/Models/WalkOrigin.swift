/// Where the rows of a walk, or of a source of a store, come from: it tells the sources of a data set apart.
struct WalkOrigin: Sendable {
    /// The scheme, the host, the port and the prefix of the server's address; nil for saved files in a store.
    let server: String?
    /// A digest of the path and the parameters without the window.
    let query: String
    /// Whose rows they are; nil if that is not known.
    let account: AccountIdentity?

    /// Keys of all walks are digested with it, so that runs that share nothing but a data set recognize their sources.
    static let salt = "UsageKit data set"
}

/// A value that is no part of what has it: two of them are always equal.
struct Uncompared<Value: Sendable>: Sendable {
    var value: Value?
}

extension Uncompared: Hashable {
    static func == (left: Self, right: Self) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
