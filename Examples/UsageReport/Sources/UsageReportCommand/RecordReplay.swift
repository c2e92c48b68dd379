import Foundation
import Synchronization
import UsageKit

/// Prints saved rows as records while they are read, in bounded memory.
struct RecordReplay<Row: UsageRow>: Sendable {
    let replay: Replay<Row>
    let source: SavedSource
    let window: TimeWindow
    let subject: RecordOutput.Subject
    let run: LedgerRun

    /// How many seconds after an interruption there are for the rows that were read; half a second more is for the rest.
    private static var grace: TimeInterval { 1 }

    /// What was printed.
    private enum Outcome: Sendable {
        case printed(ExitStatus)
        /// The rows cannot be read, and none was printed.
        case refused(UsageError)
        case unwritable(OutputFailure)
        case failed(any Error)
    }

    /// Prints the rows up to the end or an interruption.
    ///
    /// - Returns: How the run ended.
    /// - Throws: An error in the rows before any was printed, or `OutputFailure`.
    func run() async throws -> ExitStatus {
        let interruption = Stopwatch()
        let stream: BlockStream? = if case .stream(let stream) = source { BlockStream(stream) } else { nil }
        let outcome = await withTaskCancellationHandler {
            await BlockingWork.value(grace: Self.grace + 0.5) { print(from: stream, interruption) }
        } onCancel: {
            interruption.start()
            stream?.close()
        }
        switch outcome {
        case .printed(let status): return status
        case .refused(let error): throw error
        case .unwritable(let failure): throw failure
        case .failed(let error): throw error
        case nil:
            var report = LedgerRun.empty(replay.provider, in: window)
            report = report.ended(because: Interruption.reason)
            return run.noteRecords(report)
        }
    }

    private func print(from stream: BlockStream?, _ interruption: Stopwatch) -> Outcome {
        do {
            guard let stream else {
                guard case .file(let url) = source else { return .failed(CancellationError()) }
                return .printed(try print(all: url, interruption))
            }
            guard run.options.printsLines else { return .printed(try print(copyOf: stream, interruption)) }
            var output = try RecordOutput(run.options, subject, from: .pipe, to: run.console)
            let report = try print(from: stream, &output)
            return .printed(try run.finish(&output, report))
        } catch let error as UsageError {
            return .refused(error)
        } catch let failure as OutputFailure {
            return .unwritable(failure)
        } catch {
            return .failed(error)
        }
    }

    /// Prints the rows of a file, each in its last state.
    private func print(
        all file: URL, _ interruption: Stopwatch, isCut: Bool = false
    ) throws -> ExitStatus {
        try run.console.withMoneyScale(from: run.options.firstMoneyScale()) { scale in
            var output = try RecordOutput(
                run.options, subject, from: .repeatable, moneyScale: scale, to: run.console)
            var report = try print(from: file, &output, interruption)
            if isCut { report = report.ended(because: Interruption.reason) }
            return try run.finish(&output, report)
        }
    }

    /// Prints the rows of a stream when all of them are known, so that each is there in its last state.
    private func print(copyOf stream: BlockStream, _ interruption: Stopwatch) throws -> ExitStatus {
        let copy = try TemporaryFile()
        while true {
            switch stream.next() {
            case .block(let block): try copy.append(block)
            case .end: return try print(all: copy.url, interruption)
            case .closed: return try print(all: copy.url, interruption, isCut: true)
            case .failure: throw SavedInput.unreadable(stream.source)
            }
        }
    }

    /// Prints the rows of a stream, each when it has been judged.
    private func print(from stream: BlockStream, _ output: inout RecordOutput) throws -> WalkReport {
        var rows = replay.stream(in: window)
        var stopped: WalkStop?
        do {
            reading: while true {
                switch stream.next() {
                case .block(let block):
                    try output.append(try rows.read(block))
                    try output.flush()
                case .end:
                    try output.append(try rows.end())
                    break reading
                case .closed:
                    stopped = Interruption.reason
                    try output.append(rows.stop())
                    break reading
                case .failure: throw SavedInput.unreadable(stream.source)
                }
            }
        } catch let error as UsageError {
            // What was printed cannot be taken back.
            guard output.hasWritten, error.requiredScale == nil else { throw error }
            stopped = WalkStop(error)
            try output.append(rows.stop())
        }
        try output.flush()
        return stopped.map { rows.report.ended(because: $0) } ?? rows.report
    }

    /// Prints the rows of a file that count.
    private func print(
        from file: URL, _ output: inout RecordOutput, _ interruption: Stopwatch
    ) throws -> WalkReport {
        var rows = try replay.reading(file, in: window)
        var stopped: WalkStop?
        do {
            while let read = try rows.next() {
                try output.append(read)
                guard let seconds = interruption.seconds else { continue }
                stopped = Interruption.reason
                if seconds > Self.grace { break }
                // The rows that the first reading reached are given.
                try rows.stop()
            }
        } catch let error as UsageError {
            guard output.hasWritten, error.requiredScale == nil else { throw error }
            stopped = WalkStop(error)
        }
        try output.flush()
        return stopped.map { rows.report.ended(because: $0) } ?? rows.report
    }
}

/// How long ago something happened.
private final class Stopwatch: Sendable {
    private let started = Mutex<ContinuousClock.Instant?>(nil)

    func start() { started.withLock { $0 = $0 ?? .now } }

    /// Nil before the start.
    var seconds: TimeInterval? {
        started.withLock { $0 }.map { $0.duration(to: .now) / .seconds(1) }
    }
}
