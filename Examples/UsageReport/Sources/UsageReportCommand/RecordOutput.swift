import Foundation
import UsageKit

/// Writes records in a format for programs, many at a time.
///
/// Lines are written as they come. If a record decides how, or whether, the others are written, the records of a source
/// that can be read only once are kept in a temporary file first: Parquet's money scale can turn out to be too small, a
/// rate for FOCUS can be missing, and files of a data set hold each row in its last state only. So does a file with the
/// lines of a walk: if a row came again with other content, its lines are read back and written a second time, without
/// the states that it replaces.
///
/// The place of a data set is taken, and its settings are checked, before the first record comes.
struct RecordOutput {
    /// What the rows come from.
    enum Source {
        /// A walk, which is read once, and says which rows later ones replace.
        case walk
        /// A pipe, which is read once; no row of it is known to be replaced.
        case pipe
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
    /// Nil before the end for FOCUS, whose rates may be missing.
    private var target: RecordTarget?
    private let spool: RecordSpool?
    /// The lines that were written, if they are to be written again.
    private var lines: RecordSpool?
    /// Whether records are written as they come.
    private let writesAtOnce: Bool
    /// The decimal places of amounts in Parquet at first.
    private let firstScale: Int
    /// How many records were added.
    private var count = 0
    /// The numbers of records that later ones replace.
    private var replaced: Set<Int> = []
    /// What the charges in the temporary file are in.
    private var currencies: Set<Currency> = []
    /// Those of charges that are not 0.
    private var billed: Set<Currency> = []
    /// The row of this run that has the number 0.
    private var firstNumber = 0

    /// Whether a part has been written, so that it cannot be taken back.
    var hasWritten: Bool { target?.hasWritten ?? false }

    /// Whether a row that came again is written in each of its states.
    let writesEachState: Bool

    /// Whether lines can be written again, without the states that later ones replace.
    let canWriteAgain: Bool

    /// - Parameters:
    ///   - options: The options of the report.
    ///   - subject: What is known of the records.
    ///   - source: What they come from.
    ///   - moneyScale: The decimal places of amounts in Parquet; nil for those of the options.
    ///   - console: Where they are written.
    /// - Throws: An error of the options, or of a file or a data set that cannot be written.
    init(
        _ options: ReportOptions, _ subject: Subject, from source: Source, moneyScale: Int? = nil, to console: Console
    ) throws {
        self.options = options
        self.subject = subject
        self.console = console
        writesAtOnce = (options.printsLines || source == .repeatable) && options.format != .focus
        writesEachState = options.printsLines && source != .repeatable
        canWriteAgain = options.printsLines && source == .walk && console.writtenFile != nil
        spool = writesAtOnce ? nil : try RecordSpool()
        firstScale = try moneyScale ?? options.firstMoneyScale()
        if options.format == .focus {
            // Its settings are checked; the currency is known when the records are.
            _ = try Self.focusExport(options, subject, into: .usd, isComplete: true)
        } else {
            target = try RecordTarget(options, subject, moneyScale: firstScale, focus: nil, console)
        }
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
            count += 1
            let record = subject.labels.record(of: row)
            if writesAtOnce { try target?.append(record) }
            guard let spool else { continue }
            if let charge = record.charge {
                currencies.insert(charge.currency)
                if charge.amount != 0 { billed.insert(charge.currency) }
            }
            try spool.append(record)
        }
    }

    /// Numbers the rows that follow from 0 on; those before are of earlier runs.
    mutating func beginRun() { firstNumber = count }

    /// Writes what is pending of lines.
    mutating func flush() throws { if writesAtOnce { try target?.flush() } }

    /// Ends the records.
    ///
    /// - Parameters:
    ///   - walks: How their walks ended.
    ///   - isComplete: Whether all records that there are were given, each in its last state.
    ///   - writesAgain: Whether lines are written again if later states of rows have come.
    /// - Returns: How the command ends.
    /// - Throws: An error of what cannot be written.
    mutating func end(_ walks: [WalkReport], isComplete: Bool, writesAgain: Bool = false) throws -> ExitStatus {
        if let spool {
            var focus: FOCUSExport?
            if options.format == .focus {
                focus = try focusExport(of: spool, isComplete: isComplete)
                guard focus != nil else { return .incomplete }
            }
            try write(spool, as: focus)
        } else if writesAgain, let lines {
            target = nil
            try console.restart()
            try write(lines, as: nil)
        }
        // What an earlier run left stays if nothing was read, and lines of nothing have no header either.
        if count == 0, options.printsLines || options.output.partition != nil, !isComplete,
            !walks.contains(where: { $0.pages > 0 })
        {
            return .incomplete
        }
        try target?.end(walks, isComplete: isComplete)
        return isComplete ? .complete : .incomplete
    }

    /// Reads the lines back, to write them again without the states that later ones replace; they stay as they are.
    ///
    /// - Returns: Whether they can be written again.
    /// - Throws: An error of what cannot be written.
    mutating func readLinesBack() throws -> Bool {
        guard !replaced.isEmpty, let file = console.writtenFile else { return true }
        // The lines that are pending.
        try target?.flush()
        do {
            let spool = try RecordSpool()
            var reader = try RecordReader(of: file, repeatingRequests: [.venice])
            while let record = try reader.next() {
                try Task.checkCancellation()
                try spool.append(record)
            }
            lines = spool
            return true
        } catch {
            let reason = (error as? UsageError)?.message ?? error.localizedDescription
            console.note("earlier states of rows stay in the file, which could not be read back: \(reason)")
            return false
        }
    }

    /// Writes the records of the temporary file.
    private mutating func write(_ spool: RecordSpool, as focus: FOCUSExport?) throws {
        var first = target.take()
        target = try console.withMoneyScale(from: firstScale) { scale in
            let target = try first.take() ?? RecordTarget(options, subject, moneyScale: scale, focus: focus, console)
            try forEach(in: spool) { try target.append($0) }
            // What is refused is refused while another money scale can be tried.
            try target.encodePart()
            return target
        }
    }

    private func forEach(in spool: RecordSpool, _ body: (UsageRecord) throws -> Void) throws {
        // After an interruption of the walk, what it gave is still written, and so are lines that were there before.
        let isInterrupted = Task.isCancelled || writesAtOnce
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
            try Self.focusExport(options, subject, into: target, isComplete: isComplete)
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

    private static func focusExport(
        _ options: ReportOptions, _ subject: Subject, into currency: Currency, isComplete: Bool
    ) throws -> FOCUSExport {
        let rates = try options.output.focusRates()
        return try FOCUSExport(
            options.output.focusVersion ?? .v1_2, rates: try rates.into(rates.targets.first ?? currency),
            names: FOCUSNames(account: subject.account ?? subject.owner), isComplete: isComplete,
            unfinalRows: options.output.marksNotFinal ? .marked : .refused,
            labels: subject.labels.columns)
    }
}

extension ReportOptions {
    /// Whether records are printed as lines that do not depend on each other.
    var printsLines: Bool { printsRecords && [.csv, .ndjson].contains(format) && output.partition == nil }
}
