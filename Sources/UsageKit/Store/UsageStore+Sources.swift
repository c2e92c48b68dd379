extension UsageStore {
    /// What a store has of a source.
    public struct Source: Sendable {
        /// Where the rows come from.
        public let id: StoreSource
        /// The windows whose rows the store has, in ascending order.
        public let covered: [TimeWindow]
        /// How many rows count.
        public let rows: Int
        /// When the last refresh that reached the last row ended, by the client's clock; nil before the first one.
        public let refreshedAt: Timestamp?
        /// Why the last refresh did not reach the last row; nil if it did.
        public let stopped: WalkStop?
    }

    /// The sources of the store, in the order in which they came.
    ///
    /// - Complexity: O(*n*) in the number of rows, which are counted.
    public var sources: [Source] {
        withState { state in
            state.contents.sources.values.sorted { $0.number < $1.number }.map { known in
                Source(
                    id: known.source, covered: known.wholeTime.windows,
                    rows: state.contents.counts(of: known.number, in: .all).rows, refreshedAt: known.refreshedAt,
                    stopped: known.stopped)
            }
        }
    }

    /// A refresh of a source that has begun.
    struct Begun: Sendable {
        /// The number of the source.
        let number: Int
        let source: StoreSource
        /// What the account is known by; another than that of the source if it gets a label once the refresh has ended.
        let accountBefore: AccountIdentity?
        /// Whether the account was known by another key.
        let isDoubtful: Bool
        /// The key of the account as the store knows it from now on; nil if it can change, and for a file.
        let key: AccountIdentity?

        /// Whether the account gets a label once the refresh has ended.
        var isLabelled: Bool { accountBefore != source.account }

        /// The source as the store notes it if it is new.
        var newState: SourceState {
            var source = source
            source.account = accountBefore
            var state = SourceState(number: number, source: source)
            state.keys = key.map { [$0] } ?? []
            return state
        }
    }

    /// Begins a refresh of a source, which may be new.
    ///
    /// - Parameters:
    ///   - listing: The source, without its account.
    ///   - label: The caller's label of the account; nil if it has none.
    ///   - key: The key of the account; nil if it can change, and for a file.
    /// - Returns: The refresh.
    /// - Throws: ``UsageError`` with ``UsageError/Code/accountMismatch`` if the key is not one that is known and there is no
    ///   label, and with ``UsageError/Code/storeInUse`` if a refresh of the source is under way.
    func begin(_ listing: StoreSource, label: String?, key: String?) throws(UsageError) -> Begun {
        try withState { (state) throws(UsageError) in
            try commit(&state) { editor, state in
                // Those that are new have no rows yet, and are not among the others.
                let begun = state.active.values.filter { editor.contents.sources[$0.number] == nil }
                let sources = editor.contents.sources.values + begun.map(\.newState)
                // One of which nothing was read shows no account, unless its refresh is under way.
                let read = sources.filter { !$0.wasNeverRead || state.active[$0.number] != nil }
                let account = try AdoptedAccount(
                    of: listing, label: label, key: key, among: read, digests: sources.flatMap(\.keys))
                var source = listing
                source.account = account.identity
                let known = sources.first {
                    $0.source.isSameListing(as: listing)
                        && [account.identity, account.before].contains($0.source.account)
                }
                let number = known?.number ?? (sources.map(\.number).max() ?? -1) + 1
                guard state.active[number] == nil else {
                    throw UsageError(.storeInUse, "a refresh of \(source) is under way")
                }
                let refresh = Begun(
                    number: number, source: source, accountBefore: account.before, isDoubtful: account.isDoubtful,
                    key: account.key)
                state.active[number] = refresh
                return refresh
            }
        }
    }

    /// The source with which a refresh of a listing would go on; nil if the store does not have it.
    ///
    /// - Parameters:
    ///   - listing: The source, without its account.
    ///   - label: The caller's label of the account; nil if it has none.
    ///   - key: The key of the account; nil if it can change, and for a file.
    /// - Returns: The source.
    /// - Throws: ``UsageError`` with ``UsageError/Code/accountMismatch`` if the key is not one that is known and there is no
    ///   label, and if it is that of an account with another label.
    func source(of listing: StoreSource, label: String?, key: String?) throws(UsageError) -> Source? {
        let (states, digests) = withState { state in
            let states = Array(state.contents.sources.values)
            return (states.filter { !$0.wasNeverRead }, states.flatMap(\.keys))
        }
        let account = try AdoptedAccount(of: listing, label: label, key: key, among: states, digests: digests)
        let accounts = [account.identity, account.before]
        // Another listing, for example of one model, has other rows.
        let known = states.sorted { $0.number < $1.number }.first { known in
            known.source.isSameListing(as: listing) && accounts.contains(known.source.account)
        }
        return sources.first { $0.id == known?.source }
    }

    /// Ends a refresh of a source.
    func end(_ number: Int) {
        withState { state in
            state.active[number] = nil
            state.runs[number] = nil
        }
    }
}

/// Whose rows a source has.
private struct AdoptedAccount {
    let identity: AccountIdentity?
    /// What the store knows the account by; the same, unless it was known by its key alone and gets a label now.
    let before: AccountIdentity?
    /// Whether the key is another one than those that the account was known by.
    let isDoubtful: Bool
    let key: AccountIdentity?

    /// - Throws: ``UsageError`` with ``UsageError/Code/accountMismatch`` for another key without a label, and for the key of
    ///   an account with another label.
    init(
        of listing: StoreSource, label: String?, key: String?, among sources: [SourceState],
        digests: [AccountIdentity]
    ) throws(UsageError) {
        guard listing.origin != nil else {
            let account = label.map(AccountIdentity.label)
            (identity, before, isDoubtful, self.key) = (account, account, false, nil)
            return
        }
        let known = sources.sorted { $0.number < $1.number }
            .filter { $0.source.isSameServer(as: listing) && $0.source.account != nil }
        let byKey = known.first { $0.keys.contains { $0.recognized(label: nil, key: key) != nil } }
        // The key of one server can be that of another address of it.
        self.key =
            (byKey?.keys ?? digests).first { $0.recognized(label: nil, key: key) != nil }
            ?? key.map(AccountIdentity.init(key:))
        if let byKey, let account = byKey.source.account {
            if let label, case .label(let other) = account, ByteString(label) != ByteString(other) {
                throw UsageError(
                    .accountMismatch, "the key is that of the account '\(other)' in the store, not of '\(label)'")
            }
            // The same key, whose account may have a label now.
            (identity, before) = (label.map(AccountIdentity.label) ?? account, account)
        } else if let label {
            let named = known.first { $0.source.accountLabel.map(ByteString.init) == ByteString(label) }
            let unnamed = known.filter { $0.source.accountLabel == nil }
            let same = unnamed.first { $0.source.isSameListing(as: listing) }
            guard named != nil || same != nil || unnamed.isEmpty else {
                throw UsageError(
                    .accountMismatch,
                    "the store has rows of an account of this server without a name, and of another listing: refresh that "
                        + "one with the name of its account first")
            }
            identity = .label(label)
            before = (named ?? same)?.source.account ?? .label(label)
        } else if known.isEmpty {
            (identity, before) = (self.key, self.key)
        } else {
            throw UsageError(
                .accountMismatch,
                "the store has rows of another account of this server, or of another key of the same one: name the account"
            )
        }
        let accounts = [identity, before]
        let ofAccount = known.filter { accounts.contains($0.source.account) && !$0.keys.isEmpty }
        // Only rows of the listing itself show that its key was that of another account.
        let own = ofAccount.filter { $0.source.isSameListing(as: listing) }
        let asked = own.isEmpty ? ofAccount : own
        isDoubtful =
            !asked.isEmpty && !asked.contains { $0.keys.contains { $0.recognized(label: nil, key: key) != nil } }
    }
}

extension StoreEditor {
    /// Notes a source that the store did not have, or of which nothing was read: then nothing has shown whose its key is.
    mutating func addIfNew(_ begun: UsageStore.Begun) {
        if contents.sources[begun.number]?.wasNeverRead ?? true { set(begun.newState) }
    }

    /// Gives an account its label, in all sources of its server or in its own, and its key.
    ///
    /// A key is that of all listings only if known rows have shown it.
    mutating func setAccount(of begun: UsageStore.Begun, _ run: RefreshRun) {
        let isShown = run.isDoubtful && !run.hasOnlyNewRows
        let isForAll = isShown || !run.isDoubtful
        for var state in contents.sources.values
        where state.source.isSameServer(as: begun.source) && state.source.account == begun.accountBefore
            && (isForAll || state.number == begun.number)
        {
            let key = isShown || state.number == begun.number ? begun.key : nil
            if !begun.isLabelled, key.map(state.keys.contains) ?? true { continue }
            state.source.account = begun.source.account
            if let key, !state.keys.contains(key) { state.keys.append(key) }
            update(state)
        }
    }
}

extension SourceState {
    /// Why the last refresh did not reach the last row; nil if it did.
    var stopped: WalkStop? {
        let unknown = WalkStop(.missingTime, "it was interrupted")
        if let failed { return failed.stopped ?? unknown }
        return place == nil ? nil : unknown
    }
}
