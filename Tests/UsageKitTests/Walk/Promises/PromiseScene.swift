import Foundation
import UsageKitTesting

@testable import UsageKit

extension RowLedger {
    /// The names on the wire that breaking promises needs.
    var shape: ListingShape {
        switch self {
        case .aurous: .aurous
        case .aurousCredits: .aurousCredits
        case .venice: .venice
        case .veniceRetired: .veniceRetired
        case .tresor: .tresor
        case .chatBotKit: .chatBotKit
        case .auralytik: .auralytik
        case .auralytikSigned: .auralytikSigned
        }
    }

    /// Whether the window can be cut into shards.
    var hasShards: Bool { [.aurous, .aurousCredits, .venice, .veniceRetired, .tresor].contains(self) }
}

/// A ledger on a server that breaks a promise, and the walk over it.
struct PromiseScene: CustomStringConvertible, Sendable {
    /// How a walk over a broken listing must end.
    enum Ending: Sendable {
        /// With all rows, each once.
        case complete
        /// Not complete, with a reason.
        case incomplete
        /// In one of these ways.
        case either
    }

    var ledger: RowLedger
    /// Nil for a good server.
    var promise: BrokenPromise?
    var occasion = BrokenServer.Occasion.page(1)
    var options = WalkOptions()
    /// After how many pages the walk is resumed in another run; nil for one run.
    var resumesAfter: Int?
    /// Whether the caller keeps all pages.
    var keepsPages = false
    /// Whether the rows go into a ledger.
    var fillsLedger = false
    var pageSize = 10
    /// What the server answers at most on a page.
    var pageLimit: Int?
    var isFiltered = false
    /// Whether the credit ledger of Aurous is asked for in its own contract.
    var asksForCredits = false
    /// Whether the rows are random, so that wrong numbers may be right by chance.
    var isRandom = false
    var rows: [JSONValue]

    var description: String {
        let limit = pageLimit.map { ", at most \($0)" } ?? ""
        return
            "\(ledger.rawValue) \(promise?.rawValue ?? "honest") \(occasion), \(rows.count) rows by \(pageSize)\(limit), "
            + "prefetch \(options.prefetch), shards \(options.shards ?? 1), resumed after \(resumesAfter ?? 0)"
            + (isFiltered ? ", filtered" : "") + (keepsPages ? ", pages kept" : "")
            + (fillsLedger ? ", in a ledger" : "")
    }

    /// Whether the walk can have shards.
    ///
    /// Shards of a listing without a filter by time ask for the same pages, of which only one is served as a page of old
    /// rows; and the page before a page may be that of another shard.
    var canBeSharded: Bool { ledger.hasShards && promise != .oldRows && promise != .earlierCursor }

    /// What the run of a scene led to.
    struct Result: Sendable {
        var delivered: [JSONValue]
        /// The rows in a ledger, if they were put into one.
        var ledger: UsageLedger?
        var report: WalkReport
        var failure: UsageError?
        var server: BrokenServer

        var isComplete: Bool { report.isComplete && failure == nil }
        var reason: String { failure?.description ?? report.stopped?.message ?? "" }
    }

    /// The filter of the walk, if any: the value that the first row has.
    var filters: [(name: String, value: String)] {
        // The retired listing refuses a currency that came later.
        guard isFiltered, let name = ledger.shape.filter,
            let value = rows.lazy.compactMap({ $0[name]?.string }).first(where: { $0 != "EARNED_CREDITS" })
        else { return [] }
        return [(name, value)]
    }

    /// The rows that a walk must deliver.
    var wanted: [JSONValue] {
        let filters = filters
        return rows.filter { row in
            ledger.instant(row).map(RowLedger.week.contains) ?? false
                && filters.allSatisfy { row[$0.name]?.string == $0.value }
        }
    }

    func run(_ checks: PageChecks = .all) async throws -> Result {
        var behavior = FakeBehavior()
        behavior.pageLimit = pageLimit
        let fake = ledger.fake(rows, behavior)
        let server = BrokenServer(fake, ledger.shape, breaking: promise, on: occasion)
        var options = options
        options.checks = checks
        options.limits.pages = 400
        if fillsLedger {
            let (ledger, failure) = try await ledger.visit(
                Intake(options: options), .test(server), pageSize: pageSize, filters: filters,
                asksForCredits: asksForCredits)
            let report = ledger.walks.first ?? WalkReport(provider: .aurous, endpoint: "", window: .all)
            return Result(delivered: [], ledger: ledger, report: report, failure: failure, server: server)
        }
        guard let resumesAfter else {
            let outcome = try await ledger.walk(
                .test(server), pageSize: pageSize, options: options, filters: filters, asksForCredits: asksForCredits,
                keepsPages: keepsPages)
            return Result(
                delivered: outcome.rows, report: outcome.report, failure: outcome.failure, server: server)
        }
        let first = try await ledger.walk(
            .test(server), pageSize: pageSize, options: options, filters: filters, asksForCredits: asksForCredits,
            pages: resumesAfter)
        guard let checkpoint = first.checkpoint else {
            return Result(delivered: first.rows, report: first.report, failure: first.failure, server: server)
        }
        let stored = try JSONDecoder().decode(WalkCheckpoint.self, from: JSONEncoder().encode(checkpoint))
        let second = try await ledger.walk(
            .test(server), pageSize: pageSize, options: options, filters: filters, asksForCredits: asksForCredits,
            from: stored)
        return Result(
            delivered: first.rows + second.rows, report: second.report, failure: second.failure, server: server)
    }

    private struct Intake: WalkVisitor {
        let options: WalkOptions

        func visit<Row: UsageRow & JSONRepresentable>(
            _ walk: Walk<Row>
        ) async throws -> (ledger: UsageLedger, failure: UsageError?) {
            var walk = walk
            walk.options = options
            var ledger = UsageLedger()
            do {
                try await ledger.ingest(walk)
                return (ledger, nil)
            } catch let error as UsageError {
                return (ledger, error)
            }
        }
    }

    /// What is wrong with a result; nil if nothing is.
    func fault(of result: Result) -> String? {
        if let ledger = result.ledger { return fault(of: ledger, result) }
        let found = counts(result.delivered)
        let wanted = counts(wanted)
        let ending = ending(of: result)
        guard result.isComplete else {
            if ending == .complete { return "is not complete: \(result.reason)" }
            if result.reason.isEmpty { return "is not complete without a reason" }
            // A row under the id of another one is a row that was received.
            let isOther = promise == .sameID
            if !isOther, found.keys.contains(where: { wanted[$0] == nil }) {
                return "delivers rows that were not asked for"
            }
            if ledger.hasIDs, promise != .noID, found.values.contains(where: { $0 > 1 }) {
                return "delivers a row twice"
            }
            if let row = undelivered(in: result, found) { return "does not deliver \(row)" }
            return isLong(result) ? "ends after \(result.report.pages) pages" : nil
        }
        // A period without rows does not show which one it is.
        if promise == .otherPeriod, result.server.changedPages.allSatisfy({ result.server.rows(ofPage: $0).isEmpty }) {
            return nil
        }
        if isTotalOfPart(result, result.delivered.count) { return nil }
        if ending == .incomplete { return "is complete" }
        // A page that has grown without being larger than the others of its part cannot be told from the end of that part.
        if promise == .growingPages,
            options.shards ?? 1 > 1
                || !result.server.changedPages.contains(where: { result.server.rows(ofPage: $0).count > pageSize })
        {
            return nil
        }
        // Two rows with one id are one row in two states, of which the later one counts.
        if promise == .sameID, !result.server.changedPages.isEmpty {
            let isRevised = result.report.revised > 0 || found.values.reduce(0, +) == wanted.values.reduce(0, +)
            // Of rows that an earlier run delivered only the ids are known.
            let isUnknown = resumesAfter != nil && result.report.duplicates > 0
            return isRevised || isUnknown ? nil : "reports no revised row"
        }
        let count = { (counts: [ByteString: Int]) in counts.values.reduce(0, +) }
        return found == wanted ? missingNote(in: result) : "is complete with \(count(found)) of \(count(wanted)) rows"
    }

    /// Whether the wrong total is that of the rows on the first page, and the server gives smaller pages than it is asked
    /// for: such a page cannot be told from the last one.
    private func isTotalOfPart(_ result: Result, _ count: Int) -> Bool {
        guard promise == .smallTotal, let pageLimit else { return false }
        return result.report.expected == count && count <= pageLimit * (options.shards ?? 1)
    }

    /// Whether a walk that does not advance went on for too long.
    private func isLong(_ result: Result) -> Bool { result.report.pages > 5 * rows.count / 4 + 40 }

    /// What is wrong with a ledger that was filled; only its sums show which rows it has.
    private func fault(of ledger: UsageLedger, _ result: Result) -> String? {
        let ending = ending(of: result)
        guard result.isComplete else {
            if ending == .complete { return "is not complete: \(result.reason)" }
            return isLong(result) ? "ends after \(result.report.pages) pages" : nil
        }
        if promise == .sameID || promise == .growingPages || promise == .otherPeriod { return nil }
        if isTotalOfPart(result, ledger.count) { return nil }
        if ending == .incomplete { return "is complete" }
        guard let total = try? ledger.report(ReportQuery()).total else { return "has no total" }
        let charges = Dictionary(uniqueKeysWithValues: total.charges.map { ($0.key.rawValue, $0.value) })
        if ledger.count != wanted.count { return "is complete with \(ledger.count) of \(wanted.count) rows" }
        return charges == self.ledger.charges(wanted) ? nil : "has other charges"
    }

    /// A row that was received before the walk ended, and that it did not deliver.
    ///
    /// The last page may be the one that was refused, and of pages fetched ahead it is not known which were read.
    private func undelivered(in result: Result, _ found: [ByteString: Int]) -> String? {
        guard options.prefetch == 0, options.shards ?? 1 == 1, promise != .sameID, result.server.pageCount > 1 else {
            return nil
        }
        let wanted = counts(wanted)
        for page in 1..<result.server.pageCount where !result.server.changedPages.contains(page) {
            for row in counts(result.server.rows(ofPage: page)).keys where wanted[row] != nil && found[row] == nil {
                return "\(row)"
            }
        }
        return nil
    }

    /// A note that must be in the report of a complete walk.
    private func missingNote(in result: Result) -> String? {
        guard resumesAfter == nil, options.prefetch == 0, options.shards ?? 1 == 1, pageLimit == nil, !isFiltered else {
            return nil
        }
        let code: WalkNote.Code? =
            switch promise {
            case .order where ledger != .tresor: .outOfOrder
            case .rowCount: .surplusRows
            case .window: .outsideWindow
            default: nil
            }
        guard let code, result.server.changedPages.contains(where: { isVisible(result.server.rows(ofPage: $0)) }) else {
            return nil
        }
        return result.report.notes.contains { $0.code == code } ? nil : "has no note \(code)"
    }

    /// Whether a breach can be seen on a page with these rows.
    private func isVisible(_ rows: [JSONValue]) -> Bool {
        switch promise {
        case .order: Set(rows.compactMap(ledger.instant)).count > 1
        case .rowCount: rows.count > pageSize && (ledger != .tresor || rows.count > max(pageSize, 2))
        case .window: rows.contains { !(ledger.instant($0).map(RowLedger.week.contains) ?? true) }
        default: false
        }
    }

    /// How often each row comes, apart from its id if that may be missing.
    private func counts(_ rows: [JSONValue]) -> [ByteString: Int] {
        var counts: [ByteString: Int] = [:]
        for row in rows {
            let row = promise == .noID ? row.removing("id") : row
            counts[ByteString(row.canonical), default: 0] += 1
        }
        return counts
    }

    /// Whether a good server has no row on a page that no earlier page has.
    private func repeatsRows(ofPage number: Int, _ server: BrokenServer) -> Bool {
        let earlier = counts((1..<max(number, 1)).flatMap(server.rows(ofPage:)))
        return counts(server.rows(ofPage: number)).keys.allSatisfy { earlier[$0] != nil }
    }

    // MARK: The table

    /// How the walk must end, by the promise and by what the server did.
    private func ending(of result: Result) -> Ending {
        let changed = result.server.changedPages
        guard let promise, !changed.isEmpty || promise == .refusedEnd || promise == .oldRows else { return .complete }
        let isOnce = if case .pageOnce = occasion { true } else { false }
        let isNumbered = ledger.shape.pageParameter != nil
        switch promise {
        case .order, .window, .filter, .refusedEnd: return .complete
        case .earlierRow
        where [.chatBotKit, .aurousCredits].contains(ledger)
            && changed.contains { repeatsRows(ofPage: $0, result.server) }:
            // Such a page was to confirm the end.
            return .either
        case .repeatedRow, .repeatedRows, .earlierRow:
            if ledger.hasIDs { return .complete }
            if ledger == .venice { return promise == .earlierRow || resumesAfter != nil ? .either : .complete }
            return .either
        case .emptyPage: return resumesAfter == nil ? .complete : .either
        case .oldRows: return .either
        case .rowCount: return isNumbered ? .either : .complete
        case .expiredCursor: return [.aurous, .venice].contains(ledger) && resumesAfter == nil ? .complete : .either
        case .otherEcho where ledger == .veniceRetired && (pageLimit != nil || pageSize <= result.server.pageCount):
            // One of the two numbers may be the page, whichever it is.
            return .either
        case .error, .otherEcho, .otherPeriod:
            // It is requested once more, if it is asked for once in a run.
            if isOnce { return .complete }
            return resumesAfter == nil ? .incomplete : .either
        case .unstated:
            // A page past the window needs to say nothing.
            return isOnce || resumesAfter != nil || ledger == .aurousCredits ? .either : .incomplete
        case .smallTotal, .largeTotal, .growingTotal, .zeroTotal, .hugeTotal:
            // A total that is wrong may be the number of rows in the window by chance, or that of a part.
            return wanted.count > 8 && !isRandom ? .incomplete : .either
        case .fewPages: return .either
        case .manyPages: return .incomplete
        case .noID: return [.auralytik, .auralytikSigned].contains(ledger) || isOnce ? .either : .incomplete
        case .otherPage, .onlyFirstPage, .noCursor, .ownCursor, .earlierCursor, .growingPages, .sameID: return .either
        }
    }
}
