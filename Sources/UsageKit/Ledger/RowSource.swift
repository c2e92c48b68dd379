/// Where the rows of a walk or a file come from, so that a ledger notices rows that it may have twice.
package struct RowSource: Sendable {
    private let provider: ProviderID
    /// The type of the rows, which is the same in a walk of a listing and in a file that was saved from it; nil for a
    /// store, which does not know it.
    private let row: ObjectIdentifier?
    /// The server and the query; nil for a file, which tells neither.
    private let request: Request?
    private let account: Account
    /// Whether it is a walk that continues one that was interrupted, the first rows of which may be in the ledger.
    let continuesWalk: Bool
    /// The first and the last instant of the rows of a file; nil for a walk, which has a window.
    private let span: ClosedRange<Timestamp>?

    private struct Request: Sendable {
        let origin: String
        let query: String
    }

    /// Creates the source of a walk.
    ///
    /// - Parameters:
    ///   - provider: The provider.
    ///   - row: The type of the rows.
    ///   - origin: The address of the server.
    ///   - query: A digest of the parameters without the window.
    ///   - account: The caller's label of the account; nil if it has none.
    ///   - key: The key, of which a digest is kept; nil if it can change.
    ///   - continuesWalk: Whether the walk continues one that was interrupted.
    package init(
        provider: ProviderID, row: Any.Type, origin: String, query: String, account: String?, key: String?,
        continuesWalk: Bool
    ) {
        self.provider = provider
        self.row = ObjectIdentifier(row)
        request = Request(origin: origin, query: query)
        self.account = Account(label: account, key: key)
        self.continuesWalk = continuesWalk
        span = nil
    }

    /// Creates the source of a file.
    ///
    /// - Parameters:
    ///   - provider: The provider.
    ///   - row: The type of the rows.
    ///   - account: The caller's label of the account; nil if it has none.
    ///   - span: The first and the last instant of the rows.
    package init(provider: ProviderID, row: Any.Type, account: String?, span: ClosedRange<Timestamp>) {
        self.provider = provider
        self.row = ObjectIdentifier(row)
        request = nil
        self.account = Account(label: account, key: nil)
        continuesWalk = false
        self.span = span
    }

    /// Creates the source of rows of a store.
    ///
    /// - Parameters:
    ///   - provider: The provider.
    ///   - account: The caller's label of the account; nil if it has none.
    init(storedRowsOf provider: ProviderID, account: String?) {
        self.provider = provider
        row = nil
        request = nil
        self.account = Account(label: account, key: nil)
        continuesWalk = false
        span = nil
    }

    /// The caller's label of the account; nil if it has none.
    var accountLabel: String? { account.label }

    /// Whether its rows are those of a file.
    var isFile: Bool { span != nil }

    /// Returns the time in which a row can have come from both of two sources; nil if none can.
    ///
    /// - Parameters:
    ///   - other: The other source.
    ///   - window: The window of the walk if this is one.
    ///   - otherWindow: The window of the other walk if the other is one.
    /// - Returns: Its bounds, of which an open one is nil.
    func overlap(
        with other: RowSource, in window: TimeWindow, and otherWindow: TimeWindow
    ) -> (start: Timestamp?, end: Timestamp?)? {
        guard provider == other.provider, row == nil || other.row == nil || row == other.row,
            account.canBe(other.account), asksTheSame(as: other)
        else { return nil }
        let (one, two) = (bounds(window), other.bounds(otherWindow))
        // A bound that is nil is open.
        let start = [one.start, two.start].compactMap(\.self).max()
        let end = [one.end, two.end].compactMap(\.self).min()
        guard let start, let end, start >= end else { return (start, end) }
        // Parts that touch share no row: the end of a window is outside, and two parts of an export may divide the rows
        // of one instant. All rows of a file can have one instant, though.
        let touches = one.end == two.start || two.end == one.start
        return start > end || touches && one != two ? nil : (start, end)
    }

    private func asksTheSame(as other: RowSource) -> Bool {
        guard let request, let others = other.request else { return true }
        return ByteString(request.origin) == ByteString(others.origin) && request.query == others.query
    }

    private func bounds(_ window: TimeWindow) -> (start: Timestamp?, end: Timestamp?) {
        span.map { ($0.lowerBound, $0.upperBound) } ?? (window.start, window.end)
    }
}

extension RowSource {
    /// Whose rows they are, as far as it is known.
    private struct Account: Sendable {
        /// Differs from process to process.
        private static let salt = (0..<32).map { _ in UInt8.random(in: .min ... .max) }

        let label: String?
        private let keyDigest: [UInt8]?

        init(label: String?, key: String?) {
            self.label = label
            keyDigest = key.map { MessageAuthentication.hmacSHA256(key: Self.salt, message: Array($0.utf8)) }
        }

        /// Whether nothing says that it is another account.
        func canBe(_ other: Account) -> Bool {
            if let label, let others = other.label { return ByteString(label) == ByteString(others) }
            if let keyDigest, let others = other.keyDigest { return keyDigest == others }
            return true
        }
    }
}
