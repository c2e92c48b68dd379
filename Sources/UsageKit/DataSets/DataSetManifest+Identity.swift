extension DataSetManifest.Source {
    /// The source of a report, without its names.
    init(_ report: WalkReport, account: String?, selection: String?) {
        let origin = report.origin
        var label = account
        var key: String?
        switch origin?.account {
        case .label(let known): label = label ?? known
        case .key(let salt, let digest): key = "\(salt):\(digest)"
        case nil: break
        }
        self.init(
            id: "", provider: report.provider, endpoint: report.endpoint, account: label, selection: selection,
            origin: origin?.server, query: origin?.query,
            // A label stays when the key is rotated.
            key: label == nil ? key : nil, covered: [], part: "")
    }

    /// What tells it apart from other sources.
    var identity: String {
        let words: [JSONValue] = [
            .string(provider.rawValue), .string(endpoint), JSONValue(account), JSONValue(selection),
        ]
        // A file tells nothing but these.
        let walk: [JSONValue] = query == nil ? [] : [JSONValue(origin), JSONValue(query), JSONValue(key)]
        return JSONValue.array(words + walk).text
    }

    func named(_ id: String, part: String) -> Self {
        Self(
            id: id, provider: provider, endpoint: endpoint, account: account, selection: selection, origin: origin,
            query: query, key: key, covered: covered, part: part)
    }

    /// Whether the same rows can be in both; only what is known of both can say that they are not.
    func mayShareRows(with other: Self) -> Bool {
        guard provider == other.provider else { return false }
        if Self.differ(selection, other.selection) { return false }
        // One server can have several addresses, and then the label says whose rows they are.
        if account != nil, other.account != nil { return !Self.differ(account, other.account) }
        if Self.differ(origin, other.origin) { return false }
        guard account == nil, other.account == nil, let key, let others = other.key else { return true }
        // Digests with different salts can be of one key.
        return Self.salt(of: key) != Self.salt(of: others) || key == others
    }

    private static func differ(_ one: String?, _ other: String?) -> Bool {
        guard let one, let other else { return false }
        return ByteString(one) != ByteString(other)
    }

    private static func salt(of key: String) -> ByteString {
        ByteString(String(key.prefix { $0 != ":" }))
    }

    /// All that tells it apart, for a message.
    var words: String {
        var words = "\(provider) (\(endpoint)"
        if let origin { words += " at \(origin)" }
        words += account.map { ", account '\($0)'" } ?? ", without an account label"
        if let selection { words += ", selected by '\(selection)'" }
        return words + ")"
    }
}

extension DataSetPlan {
    /// Refuses a source if rows that it has can be those of another source that is there.
    static func checkOverlap(
        _ files: DataSetFiles, _ sources: DataSetSources, hasRecords: Bool, _ manifest: DataSetManifest?
    ) throws(UsageError) {
        for source in sources.sources {
            var windows = sources.covered[source.id]?.windows ?? []
            // Nothing says of what time they are.
            if windows.isEmpty, hasRecords { windows = [.all] }
            for other in manifest?.sources ?? []
            where other.part != sources.part && other.id != source.id && source.mayShareRows(with: other) {
                let known = other.covered.isEmpty ? [.all] : other.covered
                let shared = windows.lazy.flatMap { window in known.compactMap(window.intersection) }.first
                guard let shared else { continue }
                let reason =
                    source.account != nil && other.account == nil
                    ? "an account that was written without a label keeps none: write it as before, or all of it with the "
                        + "label to another folder"
                    : "write the same source as before, or write to another folder; sources can be in one folder if both "
                        + "have an account label, or both have words for what was selected, and these differ"
                throw UsageError(
                    .invalidArgument,
                    "\(files.name) has rows of \(other.words), and the same rows can come from \(source.words) for "
                        + "\(shared), so they would be there twice; \(reason)")
            }
        }
    }
}
