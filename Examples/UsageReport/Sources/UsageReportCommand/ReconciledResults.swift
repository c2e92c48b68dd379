import Foundation
import UsageKit

/// What came out of several pairs of one provider.
struct ReconciledResults {
    private let results: [(pair: String, result: any ReconciledResult)]

    /// Compares pairs, one after the other.
    ///
    /// A pair of which a side cannot be read is not judged.
    ///
    /// - Parameters:
    ///   - pairs: The pairs.
    ///   - run: What they read with.
    /// - Throws: `UsageError` if the provider refused all that was asked for, and `ValidationError` for an option that a
    ///   pair cannot use.
    init<Client>(of pairs: [ReconciledPair<Client>], with run: ReconcileRun<Client>) async throws {
        var results: [(pair: String, result: any ReconciledResult)] = []
        var refusal: UsageError?
        for pair in pairs {
            do {
                results.append((pair.name, try await pair.compare(run)))
            } catch let error as UsageError {
                refusal = refusal ?? error
                results.append((pair.name, try pair.unjudged("\(error)")))
            } catch is CancellationError {
                results.append((pair.name, try pair.unjudged(Interruption.reason.message)))
            }
        }
        if let refusal, !run.hasRead { throw refusal }
        self.results = results
    }

    /// Names figures with a tolerance that no result has.
    func noteUnused(_ figures: Set<ReconciledFigure>, on console: Console) {
        let compared = results.compactMap { $0.result as? Reconciliation }
            .flatMap { $0.entries.flatMap { $0.comparisons.map(\.figure) } }
        for figure in figures.subtracting(compared).sorted() {
            console.note("the tolerance of \(figure) has no effect: no pair has this figure")
        }
    }

    /// Prints all results, and names on standard error what could not be judged.
    ///
    /// - Returns: The worst of their exit codes.
    /// - Throws: `OutputFailure` if standard output cannot be written.
    func print(of provider: ProviderID, as format: OutputFormat, on console: Console) throws -> ExitStatus {
        if format == .json {
            try console.write(exact: try json(of: provider) + "\n")
        } else {
            for (index, named) in results.enumerated() {
                if index > 0 { try console.write("\n") }
                try console.write("\(provider) \(named.pair)\n")
                // Texts of the server are in the lines, and could forge others.
                for line in named.result.description.split(separator: "\n", omittingEmptySubsequences: false) {
                    try console.write("\(TerminalText(replacingIn: line))\n")
                }
            }
        }
        for named in results where named.result.verdict == .unjudged {
            for reason in named.result.reasons { console.note("incomplete: \(named.pair): \(reason)") }
        }
        return status
    }

    private var status: ExitStatus {
        let verdicts = results.map(\.result.verdict)
        if verdicts.contains(.differs) { return .unmet }
        return verdicts.contains(.unjudged) ? .incomplete : .complete
    }

    private func json(of provider: ProviderID) throws -> String {
        let encoder = JSONEncoder()
        // Members in one order, so that equal results have equal texts.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func text(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        let pairs = try results.map { pair, result in
            let verdict = try text(result.verdict)
            return #"{"pair":\#(try text(pair)),"verdict":\#(verdict),"result":\#(try text(result))}"#
        }
        return #"{"provider":\#(try text(provider.rawValue)),"pairs":[\#(pairs.joined(separator: ","))]}"#
    }
}
