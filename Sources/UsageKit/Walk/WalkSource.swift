/// What a walk reads: from which provider and server, for which account, which rows, and by which plan.
///
/// A checkpoint is bound to it. A caller that keeps the rows of a walk can store it beside them, and check it with
/// ``Walk/requireSource(_:)`` before rows are added.
public struct WalkSource: Hashable, Sendable, Codable {
    /// The provider whose ledger is walked.
    public let provider: ProviderID
    /// The scheme, the host, the port and the prefix of the server's address.
    public let origin: String
    /// Whose ledger it is.
    public let account: AccountIdentity
    /// The endpoint that is walked.
    public let endpoint: String
    /// The window that was asked for; an open end is pinned when the walk begins.
    public let window: TimeWindow
    /// A digest of the path and the parameters without the window, and without the page size unless pages are numbered.
    public let fingerprint: String
    /// Into how many parts the window is cut.
    let shards: Int
    /// The length of the part at the end of the window that is read a second time; nil if no part is.
    let lookBack: Duration?

    /// What differs from a source that is to be continued; nil if nothing that decides which rows are read.
    fileprivate func difference(from known: WalkSource, pinned: TimeWindow?) -> String? {
        if provider != known.provider || ByteString(endpoint) != ByteString(known.endpoint) {
            "it is of \(known.provider) \(known.endpoint), not of \(provider) \(endpoint)"
        } else if ByteString(origin) != ByteString(known.origin) {
            "it is of the server \(known.origin), not of \(origin)"
        } else if window != known.window, window != pinned,
            !window.followsClock || !window.canLead(to: pinned ?? known.window)
        {
            "its window is \(known.window), not \(window)"
        } else if shards != known.shards {
            "its window is cut into \(known.shards) shards, not into \(shards)"
        } else if lookBack != known.lookBack {
            "it looks back by \(known.lookBack ?? .zero), not by \(lookBack ?? .zero)"
        } else if fingerprint != known.fingerprint {
            "its query, its path or its version of the API differs"
        } else {
            nil
        }
    }
}

extension Walk {
    /// What the walk reads.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if a parameter of the query is out of range.
    public var source: WalkSource {
        get throws(UsageError) {
            let account = client.account.map(AccountIdentity.label)
            // A client whose key can change has a label.
            return try source(of: account ?? AccountIdentity(key: client.authorization.fixedKey ?? ""))
        }
    }

    /// Throws unless the walk reads what another walk has read.
    ///
    /// If that walk knew its account by the key alone, any label is accepted: it is the caller's word that the account is
    /// the same, for example after the key was rotated.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/accountMismatch`` if the account is another one, and with
    ///   ``UsageError/Code/checkpointMismatch`` if anything else differs.
    public func requireSource(_ known: WalkSource) throws(UsageError) {
        _ = try source(continuing: known)
    }

    /// What the walk reads if it continues another one, whose plan it takes over unless it has its own.
    ///
    /// - Parameters:
    ///   - known: What the other walk reads.
    ///   - pinned: Its window with the end at which it was pinned.
    /// - Returns: The source, with a label of the account if the walk has one.
    /// - Throws: ``UsageError`` if the walk reads something else.
    func source(continuing known: WalkSource, pinned: TimeWindow? = nil) throws(UsageError) -> WalkSource {
        var walk = self
        walk.options.follow(known)
        let account = known.account.recognized(label: client.account, key: client.authorization.fixedKey)
        let source = try walk.source(of: account ?? known.account)
        if let difference = source.difference(from: known, pinned: pinned) {
            throw UsageError(.checkpointMismatch, "the checkpoint is not of this walk: \(difference)")
        }
        guard account != nil else { throw .otherAccount(known.account, label: client.account) }
        return source
    }

    private func source(of account: AccountIdentity) throws(UsageError) -> WalkSource {
        WalkSource(
            provider: client.provider, origin: client.baseURL.identity, account: account, endpoint: name,
            window: window, fingerprint: try fingerprint(), shards: plannedOptions.shards ?? 1,
            lookBack: plannedOptions.lookBack == .zero ? nil : plannedOptions.lookBack)
    }

    /// A digest of everything that decides which rows the walk reads, apart from its window.
    private func fingerprint() throws(UsageError) -> String {
        // The same window for each query, so that no bound has to be told from a value of a filter.
        let year = try TimeWindow(from: Timestamp(seconds: 946_684_800), to: Timestamp(seconds: 978_307_200))
        let endpoint = try endpoint(year)
        var parameters = endpoint.query(endpoint.first)
        if !endpoint.countsPages { parameters.removeAll { $0.name == endpoint.promises.limit } }
        let headers = client.headers.fields.map { (name: $0.name, value: $0.value) }
        let texts =
            [endpoint.path, "\(headers.count)"] + (headers + parameters).flatMap { [$0.name, $0.value] }
        // With its length before it, no text can be mistaken for a part of another one.
        return Digest.sha256Base64(of: texts.map { "\($0.utf8.count):\($0)" }.joined())
    }
}

extension UsageError {
    fileprivate static func otherAccount(_ known: AccountIdentity, label: String?) -> UsageError {
        let message =
            switch (known, label) {
            case (.label(let known), let label?): "it is of the account '\(known)', not of '\(label)'"
            case (.label(let known), nil): "it is of the account '\(known)', and no account was named"
            case (.key, _):
                "it was read with another key, and no account was named: if only the key was rotated, name the account"
            }
        return UsageError(.accountMismatch, "the checkpoint is not of this account: \(message)")
    }
}
