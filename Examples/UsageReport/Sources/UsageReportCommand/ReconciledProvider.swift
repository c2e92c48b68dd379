import UsageKit
import UsageKitTesting

/// What `reconcile` can compare of a provider.
struct ReconciledProvider<Client: Sendable>: Sendable {
    let id: ProviderID
    /// Makes the client, with the key from the environment.
    let client: @Sendable (Context, ClientConfiguration) throws -> Client
    /// Makes the client of the embedded fake.
    let demoClient: @Sendable (DemoFakes, ClientConfiguration) throws -> Client
    let pairs: [ReconciledPair<Client>]
    let requests: ReconciledRequests<Client>

    /// The client that a command asks for.
    func client(in context: Context, _ configuration: ClientConfiguration, isDemo: Bool) throws -> Client {
        isDemo ? try demoClient(try Demo().fakes, configuration) : try client(context, configuration)
    }

    /// What `--help` says of the pairs.
    var pairList: String {
        let width = pairs.map(\.name.count).max() ?? 0
        let lines = pairs.map { pair in
            "  \(pair.name)\(String(repeating: " ", count: width - pair.name.count))  \(pair.summary)"
        }
        return "\(id):\n" + lines.joined(separator: "\n")
    }
}

/// Two sides of a provider's usage.
struct ReconciledPair<Client: Sendable>: Sendable {
    typealias Comparing = @Sendable (ReconcileRun<Client>) async throws -> any ReconciledResult

    /// The name that `--pair` takes.
    let name: String
    /// Both sides, in one line.
    let summary: String
    /// Whether `--start` and `--end` have a meaning.
    let takesWindow: Bool
    /// Whether the result has figures with a tolerance.
    let takesTolerance: Bool
    /// Whether names of models can be mapped.
    let takesNames: Bool
    /// The provider's figures that are in the place of rows; nil for rows.
    let ownSide: String?
    /// How old the provider's figures can be when they are read, by its documentation: zero if they count all up to the
    /// request; nil if both sides are of one time.
    let age: Duration?
    /// Reads both sides and compares them.
    let compare: Comparing
    /// The result if a side could not be read.
    let unjudged: @Sendable (_ reason: String) throws -> any ReconciledResult

    /// Creates a pair whose result has figures.
    init(
        _ name: String, _ summary: String, takesWindow: Bool = true, takesNames: Bool = false, ownSide: String? = nil,
        age: Duration? = nil, compare: @escaping Comparing
    ) {
        self.name = name
        self.summary = summary
        self.takesWindow = takesWindow
        self.takesNames = takesNames
        self.ownSide = ownSide
        self.age = age
        takesTolerance = true
        self.compare = compare
        unjudged = { try Reconciliation(Statement(name, entries: [], gap: $0), with: ReconciledRows()) }
    }

    /// Creates a pair whose result has no figures.
    init(
        _ name: String, _ summary: String,
        unjudged: @escaping @Sendable (_ reason: String) throws -> any ReconciledResult,
        compare: @escaping Comparing
    ) {
        self.name = name
        self.summary = summary
        takesWindow = true
        takesTolerance = false
        takesNames = false
        ownSide = nil
        age = nil
        self.compare = compare
        self.unjudged = unjudged
    }
}

/// How the requests of a provider's rows are compared with a log.
struct ReconciledRequests<Client: Sendable>: Sendable {
    /// What names a request in the rows, and in an export of them.
    let key: RequestKey
    /// The same of one row.
    let id: @Sendable (UsageRecord) -> String?
    /// Whether several rows describe one request.
    var areParts = false
    /// What an export needs so that it has the column of the key; nil if each has it.
    var exportOption: String?
    /// The currency of a charge for which the log has none; nil if the provider has several.
    var currency: Currency?
    /// Walks the row ledger.
    let records: @Sendable (ReconcileRun<Client>) async throws -> ReadRecords
}

/// A result of the library that says what came out.
protocol ReconciledResult: Codable, CustomStringConvertible, Sendable {
    var verdict: Reconciliation.Verdict { get }
    var gaps: [String] { get }
    /// Why it is not judged, if it is not.
    var reasons: [String] { get }
}

extension ReconciledResult {
    var reasons: [String] { gaps.isEmpty ? ["no figure can be compared"] : gaps }
}

extension Reconciliation: ReconciledResult {
    /// From the beginning of the first entry to the end of the last; nil without an entry.
    var span: TimeWindow? {
        let starts = entries.map(\.window.start)
        let ends = entries.map(\.window.end)
        if entries.isEmpty { return nil }
        // An entry without a bound is of all the time on its side.
        return try? TimeWindow(
            from: starts.contains(nil) ? nil : starts.compactMap(\.self).min(),
            to: ends.contains(nil) ? nil : ends.compactMap(\.self).max())
    }
}

extension RequestComparison: ReconciledResult {
    var reasons: [String] {
        if !gaps.isEmpty { return gaps }
        var reasons: [String] = []
        if unnamed + unnamedNotes > 0 {
            reasons.append("\(unnamed) rows and \(unnamedNotes) notes name no request")
        }
        if uncharged > 0, compared == 0 { reasons.append("no note has a charge to compare") }
        return reasons
    }
}

extension Aurous.HoldComparison: ReconciledResult {}
