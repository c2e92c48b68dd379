import Foundation

/// The Swift side of the benchmarks: a process that executes commands from its standard input.
///
/// `benchmark-worker <suite> <folder>` reads the data of a suite and reports that it is ready. The commands are
/// `prepare <row>`, which makes fresh data, `work`, which does the timed work on them, and `answers <file>`, which writes
/// the results to a file. Each command is answered with one line of JSON.
@main
enum Worker {
    static func main() async {
        do {
            let arguments = CommandLine.arguments
            guard arguments.count == 3, let load = suites[arguments[1]] else {
                throw WorkerFailure("usage: benchmark-worker \(suites.keys.sorted().joined(separator: "|")) <folder>")
            }
            let suite = try load(URL(filePath: arguments[2], directoryHint: .isDirectory))
            try say([:])
            var work: (() async throws -> Outcome)?
            var outcome = Outcome()
            while let line = readLine() {
                let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
                switch (parts.first, parts.count) {
                case ("prepare", 2):
                    work = try await suite.prepare(parts[1])
                    try say([:])
                case ("work", 1):
                    guard let prepared = work else { throw WorkerFailure("'work' needs a 'prepare' before it") }
                    let start = ContinuousClock.now
                    outcome = try await prepared()
                    let time = ContinuousClock.now - start
                    let elapsed = time / .seconds(1)
                    let times = ["elapsed": elapsed, "seconds": elapsed / Double(outcome.repetitions)]
                    try say(outcome.figures.merging(times) { own, _ in own })
                    work = nil
                case ("answers", 2):
                    try Data(outcome.lines().map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: parts[1]))
                    outcome = Outcome()
                    try say([:])
                default: throw WorkerFailure("unknown command '\(line)': use prepare, work or answers")
                }
            }
        } catch {
            FileHandle.standardError.write(Data("benchmark-worker: \(error)\n".utf8))
            exit(1)
        }
    }

    private static let suites: [String: @Sendable (URL) throws -> any Suite] = [
        "events": { try EventFileSuite($0) },
        "export": { ExportSuite($0) },
        "lines": { try LineExportSuite($0) },
        "footprint": { try FootprintSuite($0) },
        "memory": { try MemorySuite($0) },
        "page": { try PageSuite($0) },
        "report": { try ReportSuite($0) },
        "requests": { try RequestSuite($0) },
        "walk": { try WalkSuite($0) },
        "sketch": { try SketchSuite($0) },
        "store": { StoreSuite($0) },
    ]

    /// Writes without `print`, which would hold lines back until its buffer is full.
    private static func say(_ figures: [String: Double]) throws {
        let members = figures.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
        try FileHandle.standardOutput.write(contentsOf: Data("{\(members.joined(separator: ", "))}\n".utf8))
    }
}

/// Benchmark rows that share their data.
protocol Suite {
    /// Makes fresh data for a row and returns the work on them, which is done once.
    func prepare(_ row: String) async throws -> () async throws -> Outcome
}

/// The result of the work.
struct Outcome {
    /// Figures other than the time.
    var figures: [String: Double] = [:]
    /// How many times the work was done.
    var repetitions = 1
    /// Makes the answers, one line each, in any order; this is not timed.
    var lines: () -> [String] = { [] }
}

struct WorkerFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
