import ArgumentParser
import Foundation
import Logging
import UsageKit
import WarehouseSync

struct WarehouseSyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "warehouse-sync",
        abstract: "Synchronizes the usage ledgers of several tenants into a SQLite database and prints the totals.",
        discussion: """
            A run that was stopped at any moment is continued by the next one. Standard output holds the totals of the
            whole database; logs go to standard error.

            Exit codes: 0 all sources are up to date, 1 refused, 3 a source failed or may lack rows, 64 the command line is
            invalid.
            """)

    @Argument(help: "The database; it is created if it does not exist.", completion: .file())
    var database: String?

    @Option(help: "A JSON file with tenants, providers, bounds, and the names of environment variables with keys.")
    var configuration: String?

    @Flag(help: "Read the embedded fakes of three tenants; needs no key, and no database.")
    var demo = false

    @Option(
        help: "The beginning of what is stored, in RFC 3339; 30 days before the end by default.",
        transform: { try Timestamp($0) })
    var start: Timestamp?

    @Option(
        help: "The end, in RFC 3339; the present by default. Its last day counts as today.",
        transform: { try Timestamp($0) })
    var end: Timestamp?

    @Option(help: "How many hours before the last sync are read again, for late rows.")
    var overlapHours = 48

    @Option(help: "What is logged: trace, debug, info, notice, warning, error or critical.")
    var logLevel = "info"

    func validate() throws {
        guard (0...87_600).contains(overlapHours) else {
            throw ValidationError("--overlap-hours must be 0 to 87600, not \(overlapHours).")
        }
        guard Logger.Level(rawValue: logLevel) != nil else {
            throw ValidationError("--log-level must be a level such as info or warning, not \(logLevel).")
        }
        if demo {
            if configuration != nil { throw ValidationError("--demo needs no --configuration: leave one out.") }
        } else if database == nil || configuration == nil {
            throw ValidationError("Give a database and --configuration FILE, or --demo.")
        }
    }

    /// Synchronizes, and returns the exit code.
    func synchronize() async throws -> Int32 {
        var logger = Logger(label: "warehouse-sync") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
        var end = end
        if demo, end == nil { end = try Demo.window.end }
        // The end is not part of the window, so today is the day of the instant before it.
        let today = end.map { String("\($0 - .nanoseconds(1))".prefix(10)) }
        let options = SyncOptions(
            start: start ?? (end ?? .now()) - .seconds(30 * 86_400), end: end, overlap: .seconds(overlapHours * 3600))
        if demo { return try await synchronizeDemo(options, today: today, logger) }
        guard let database, let configuration else {
            throw ValidationError("Give a database and --configuration FILE, or --demo.")
        }
        let tenants = try WarehouseConfiguration(contentsOf: URL(fileURLWithPath: configuration))
        let sources = try tenants.sources(environment: ProcessInfo.processInfo.environment, logger: logger)
        return try await synchronize(sources, into: database, options, try tenants.bounds(today: today), logger)
    }

    private func synchronizeDemo(_ options: SyncOptions, today: String?, _ logger: Logger) async throws -> Int32 {
        let sources = try Demo.sources(logger: logger)
        let bounds = try Demo.bounds(today: today)
        if let database { return try await synchronize(sources, into: database, options, bounds, logger) }
        let folder = FileManager.default.temporaryDirectory.appending(path: "warehouse-sync-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "demo.sqlite").path
        return try await synchronize(sources, into: file, options, bounds, logger)
    }

    private func synchronize(
        _ sources: [Source], into path: String, _ options: SyncOptions, _ bounds: SpendBounds, _ logger: Logger
    ) async throws -> Int32 {
        let warehouse = try Warehouse(path: path)
        let results = try await SyncJob(sources, into: warehouse, options, bounds: bounds, logger: logger).run()
        try FileHandle.standardOutput.write(contentsOf: Data("\(try await warehouse.totals())\n".utf8))
        return results.allSatisfy(\.isComplete) ? 0 : 3
    }
}
