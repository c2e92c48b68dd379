import Foundation
import UsageKit

/// Writes records in a format for programs, many at a time.
///
/// Lines are written as they come. Where a record decides how, or whether, the others are written, the records of a
/// source that can be read only once are kept in a temporary file first: Parquet's money scale can turn out to be too
/// small, a rate for FOCUS can be missing, and files of a data set hold each row in its last state only.
struct RecordOutput {
    /// What the rows come from.
    enum Source {
        /// Something that is read once: a walk, or a pipe.
        case once
        /// Something that gives each row in its last state, as often as it is read.
        case repeatable
    }

    /// What is known of the records as a whole.
    struct Subject {
        /// The names of the labels with columns of their own, and those that a row has besides.
        let labels: RowLabels
        /// The name of the account; nil if it has none.
        let account: String?
        /// Whose account it is, if it has no name.
        let owner: String
        /// The filters that the rows were selected by; nil without filters.
        var selection: String?
    }

    private let options: ReportOptions
    private let subject: Subject
    private let console: Console
    /// Nil before the end, if there is a temporary file.
    private var target: RecordTarget?
    private let spool: RecordSpool?
    /// The numbers of records in the temporary file that later ones replace.
    private var replaced: Set<Int> = []
    /// What the charges in the temporary file are in.
    private var currencies: Set<Currency> = []
    /// Those of charges that are not 0.
    private var billed: Set<Currency> = []
    /// Whether no record was added.
    private var isEmpty = true
    /// The row of this run that has the number 0.
    private var firstNumber = 0

    /// Whether a part has been written, so that it cannot be taken back.
    var hasWritten: Bool { target?.hasWritten ?? false }

    /// Whether a row that came again is written in each of its states.
    let writesReplacedRows: Bool

    /// - Parameters:
    ///   - options: The options of the report.
    ///   - subject: What is known of the records.
    ///   - source: What they come from.
    ///   - moneyScale: The decimal places of amounts in Parquet.
    ///   - console: Where they are written.
    /// - Throws: An error of the options, or of a file that cannot be written.
    init(
        _ options: ReportOptions, _ subject: Subject, from source: Source,
        moneyScale: Int = ParquetExport().moneyScale, to console: Console
    ) throws {
        self.options = options
        self.subject = subject
        self.console = console
        let needsAll = !options.printsLines && source == .once || options.format == .focus
        spool = needsAll ? try RecordSpool() : nil
        writesReplacedRows = options.printsLines && source == .once
        target =
            spool == nil
            ? try RecordTarget(options, subject, moneyScale: moneyScale, focus: nil, console) : nil
    }

    /// Adds records, and writes what fills a block.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - replaced: The numbers of earlier rows that they replace, from the first row of ``beginRun()`` on.
    /// - Throws: An error of what cannot be written, and `UsageError` for a record that the format refuses.
    mutating func append(_ rows: some Sequence<some UsageRow>, replacing replaced: [Int] = []) throws {
        for number in replaced { self.replaced.insert(firstNumber + number) }
        for row in rows {
            isEmpty = false
            let record = subject.labels.record(of: row)
            guard let spool else {
                try target?.append(record)
                continue
            }
            if let charge = record.charge {
                currencies.insert(charge.currency)
                if charge.amount != 0 { billed.insert(charge.currency) }
            }
            try spool.append(record)
        }
    }

    /// Numbers the rows that follow from 0 on; those before are of earlier runs.
    mutating func beginRun() { firstNumber = spool?.count ?? 0 }

    /// Writes what is pending of lines.
    mutating func flush() throws { try target?.flush() }

    /// Ends the records.
    ///
    /// - Parameters:
    ///   - walks: How their walks ended.
    ///   - isComplete: Whether all records that there are were given, each in its last state.
    /// - Returns: How the command ends.
    /// - Throws: An error of what cannot be written.
    mutating func end(_ walks: [WalkReport], isComplete: Bool) throws -> ExitStatus {
        if let spool {
            var focus: FOCUSExport?
            if options.format == .focus {
                focus = try focusExport(of: spool, isComplete: isComplete)
                guard focus != nil else { return .incomplete }
            }
            try write(spool, as: focus)
        }
        // Lines of nothing that was read have no header either.
        if isEmpty, options.printsLines, !isComplete, !walks.contains(where: { $0.pages > 0 }) { return .incomplete }
        try target?.end(walks, isComplete: isComplete)
        return isComplete ? .complete : .incomplete
    }

    /// Writes the records of the temporary file.
    private mutating func write(_ spool: RecordSpool, as focus: FOCUSExport?) throws {
        target = try console.withMoneyScale(for: options) { scale in
            let target = try RecordTarget(options, subject, moneyScale: scale, focus: focus, console)
            try forEach(in: spool) { try target.append($0) }
            return target
        }
    }

    private func forEach(in spool: RecordSpool, _ body: (UsageRecord) throws -> Void) throws {
        // After an interruption of the walk, what it gave is still written.
        let isInterrupted = Task.isCancelled
        try spool.forEach { number, record in
            if !isInterrupted { try Task.checkCancellation() }
            if !replaced.contains(number) { try body(record) }
        }
    }

    /// The national currency of the charges; nil without one.
    private func billingCurrency() throws -> Currency? {
        let national = billed.filter(\.isNational)
        guard national.count < 2 else {
            let names = national.map(\.rawValue).sorted().joined(separator: " and ")
            throw UsageError(
                .missingExchangeRate, "FOCUS bills in one currency, and the charges are in \(names): give a --rate")
        }
        let free = currencies.filter(\.isNational)
        return national.first ?? (free.count == 1 ? free.first : nil)
    }

    /// The export with the rates that were given; nil if the records are not complete and may not be marked.
    ///
    /// - Throws: `UsageError` that names what keeps records from being written.
    private func focusExport(of spool: RecordSpool, isComplete: Bool) throws -> FOCUSExport? {
        let rates = try options.output.focusRates()
        let known = try rates.targets.first ?? billingCurrency()
        // Without rows, nothing is billed in it.
        let target = known ?? .usd
        func export(isComplete: Bool) throws -> FOCUSExport {
            try FOCUSExport(
                options.output.focusVersion ?? .v1_2, rates: try rates.into(target),
                names: FOCUSNames(account: subject.account ?? subject.owner), isComplete: isComplete,
                unfinalRows: options.output.marksNotFinal ? .marked : .refused,
                labels: subject.labels.columns)
        }
        // What is wrong with the records themselves is said whether there are more of them or not.
        var check = FOCUSCheck(try export(isComplete: true))
        try forEach(in: spool) { try check.add($0) }
        if let error = check.error { throw error }
        guard known != nil || spool.count == 0 else {
            throw UsageError(
                .missingExchangeRate,
                "no charge says in what currency FOCUS bills: give a --rate into it, of whatever may be charged")
        }
        guard isComplete || options.output.marksNotFinal else {
            console.note("FOCUS is not written: rows of an incomplete result are not final; see --mark-not-final")
            return nil
        }
        return try export(isComplete: isComplete)
    }
}

extension ReportOptions {
    /// Whether records are printed as lines that do not depend on each other.
    var printsLines: Bool { printsRecords && [.csv, .ndjson].contains(format) && output.partition == nil }
}
