import Foundation
import UsageKit

/// What came out of several pairs of one provider.
struct ReconciledResults {
    private let results: [Named]

    /// The result of one pair.
    private struct Named {
        let pair: String
        let result: any ReconciledResult
        /// The time that is compared; nil if nothing was read.
        var span: TimeWindow?
        /// What is in the place of rows; nil for rows.
        var ownSide: String?
        /// Why the result can be another one later.
        var remark: String?

        /// Lines about the pair, which the result does not have.
        var lines: [TerminalText] {
            [
                span.map { "  window: \($0)" },
                ownSide.map { "  here: \($0), which is the provider's as well, in the place of rows" },
                remark.map { "  note: \($0)" },
            ].compactMap(\.self)
        }
    }

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
        var results: [Named] = []
        var refusal: UsageError?
        for pair in pairs {
            let askedAt = try run.present()
            var named: Named
            defer { _ = run.takeSpan() }
            do {
                named = Named(pair: pair.name, result: try await pair.compare(run), ownSide: pair.ownSide)
                named.span = run.takeSpan() ?? (named.result as? Reconciliation)?.span
                named.remark = Self.remark(on: named.result, of: pair.age, askedAt)
            } catch let error as UsageError {
                // What the provider says tells more than an option that one pair lacks.
                if refusal.map({ $0.code == .invalidArgument }) ?? true { refusal = error }
                named = Named(pair: pair.name, result: try pair.unjudged("\(error)"))
            } catch is CancellationError {
                named = Named(pair: pair.name, result: try pair.unjudged(Interruption.reason.message))
                if run.hasRead { named.span = run.takeSpan() }
            }
            results.append(named)
        }
        if let refusal, !run.hasRead { throw refusal }
        self.results = results
    }

    /// Says of which entries the provider's figures may have been too old, if they differ.
    private static func remark(
        on result: any ReconciledResult, of age: Duration?, _ askedAt: Timestamp
    ) -> String? {
        guard let age, let entries = (result as? Reconciliation)?.entries else { return nil }
        let since = askedAt - age
        guard let entry = entries.last(where: { !$0.agrees && ($0.window.end.map { $0 > since } ?? true) }) else {
            return nil
        }
        let reason =
            age == .zero
            ? "usage can have gone on while both sides were read"
            : "the provider's figures can be \(age.components.seconds / 60) min old"
        return """
            \(reason), so rows since \(since) may not count there yet; they can be part of what differs in \(entry.window)
            """
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
    func print(of provider: ProviderID, as format: ResultFormat, on console: Console) throws -> ExitStatus {
        if format == .json {
            try console.write(exact: try json(of: provider) + "\n")
        } else {
            for (index, named) in results.enumerated() {
                if index > 0 { try console.write("\n") }
                try console.write("\(provider) \(named.pair)\n")
                let lines = named.result.description.split(separator: "\n", omittingEmptySubsequences: false)
                    .map { TerminalText(replacingIn: $0) }
                for line in lines.prefix(1) + named.lines + lines.dropFirst() { try console.write("\(line)\n") }
            }
        }
        if format == .json {
            for named in results { if let remark = named.remark { console.note("\(named.pair): \(remark)") } }
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

    /// The bounds of a window; null without one.
    private struct Bounds: Encodable {
        let start: Timestamp?
        let end: Timestamp?

        private enum CodingKeys: CodingKey { case start, end }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(start, forKey: .start)
            try container.encode(end, forKey: .end)
        }
    }

    private func json(of provider: ProviderID) throws -> String {
        let encoder = JSONEncoder()
        // Members in one order, so that equal results have equal texts.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func text(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        let pairs = try results.map { named in
            let verdict = try text(named.result.verdict)
            let window = try text(named.span.map { Bounds(start: $0.start, end: $0.end) })
            let own = try text(named.ownSide)
            return """
                {"pair":\(try text(named.pair)),"verdict":\(verdict),"window":\(window),"own":\(own),\
                "result":\(try text(named.result))}
                """
        }
        return #"{"provider":\#(try text(provider.rawValue)),"pairs":[\#(pairs.joined(separator: ","))]}"#
    }
}
