import ArgumentParser
import Foundation
import UsageKit

struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Checks and tends a store.",
        subcommands: [
            StoreVerifyCommand.self, StoreCompactCommand.self, StorePruneCommand.self, StoreLogCommand.self,
        ])
}

struct StoreVerifyCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Reads the whole store and names what is damaged; exit 3 if anything is.")

    @Argument(help: "The directory of the store.")
    var store: String

    func validate() throws { try StorePath.check(store) }

    func run(in context: Context) async throws -> ExitStatus {
        let store = try UsageStore(at: URL(fileURLWithPath: store), access: .readOnly)
        let found = try store.verify()
        for damage in found.damage { context.console.note("damaged: \(damage)") }
        if found.tornBytes > 0 {
            context.console.note("the last \(found.tornBytes) bytes do not count: their commit did not end")
        }
        let state: TerminalText = found.damage.isEmpty ? "undamaged" : "DAMAGED"
        try context.console.write(
            """
            \(state): \(found.rows) rows, \(found.retiredRows) that do not count, \(found.commits) commits, \
            \(found.bytes) bytes

            """)
        return found.damage.isEmpty ? .complete : .incomplete
    }
}

struct StoreCompactCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact", abstract: "Writes the store as a whole, without what no longer counts.")

    @Argument(help: "The directory of the store.")
    var store: String

    func validate() throws { try StorePath.check(store) }

    func run(in context: Context) async throws -> ExitStatus {
        let store = try UsageStore(at: URL(fileURLWithPath: store).existingStore())
        for damage in store.damage { context.console.note("left out: \(damage)") }
        let before = try store.verify().bytes
        try store.compact()
        try context.console.write("\(before) bytes before, \(try store.verify().bytes) bytes now\n")
        return .complete
    }
}

struct StorePruneCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Removes the rows before an instant.")

    @Argument(help: "The directory of the store.")
    var store: String

    @Option(help: "The first instant that is kept: RFC 3339, or YYYY-MM-DD for midnight in UTC.")
    var before: String

    func validate() throws { try StorePath.check(store) }

    func run(in context: Context) async throws -> ExitStatus {
        let instant = try WindowOptions.instant(before, in: .gmt)
        let store = try UsageStore(at: URL(fileURLWithPath: store).existingStore())
        let removed = try store.prune(before: instant)
        try context.console.write("\(removed) rows removed, \(store.count) rows left\n")
        return .complete
    }
}

struct StoreLogCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Prints the figures that have changed after they were known.")

    @Argument(help: "The directory of the store.")
    var store: String

    @Option(help: "How to print them: table or ndjson.")
    var format: OutputFormat = .table

    func validate() throws {
        try StorePath.check(store)
        guard [.table, .ndjson].contains(format) else {
            throw ValidationError("The log is printed as table or ndjson; leave out --format \(format).")
        }
    }

    func run(in context: Context) async throws -> ExitStatus {
        let store = try UsageStore(at: URL(fileURLWithPath: store), access: .readOnly)
        for entry in store.restatements {
            guard format == .table else {
                try context.console.write(exact: entry.jsonValue.text + "\n")
                continue
            }
            func figure(_ money: Money?) -> String { money?.description ?? "nothing" }
            try context.console.write(
                """
                \("\(entry.day)".prefix(10)) \(entry.source): \(figure(entry.before)) before, \(figure(entry.after)) \
                since \(entry.learnedAt)

                """)
        }
        return .complete
    }
}

extension Restatement {
    fileprivate var jsonValue: JSONValue {
        func amount(_ money: Money?) -> JSONValue { money.map { .string("\($0.amount)") } ?? .null }
        return [
            "day": .string(String("\(day)".prefix(10))), "provider": .string(source.provider.rawValue),
            "endpoint": .string(source.endpoint), "account": source.accountLabel.map(JSONValue.string) ?? .null,
            "currency": .string(currency.rawValue), "before": amount(before), "after": amount(after),
            "learnedAt": .string("\(learnedAt)"),
        ]
    }
}

/// The argument that names a store.
enum StorePath {
    static func check(_ path: String) throws {
        guard !path.isEmpty else { throw ValidationError("The directory of the store needs a name.") }
    }
}

extension URL {
    /// The directory itself, if it holds a store; a command that tends one must not make one.
    func existingStore() throws(UsageError) -> URL {
        guard FileManager.default.fileExists(atPath: appendingPathComponent("rows").path) else {
            throw UsageError(.unreadableFile, "there is no store at '\(path)'")
        }
        return self
    }
}
