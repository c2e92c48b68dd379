import ArgumentParser
import UsageKit
import UsageKitTesting

struct DemoCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Walks the ledgers of five embedded fakes with the real clients and prints tables.")

    func run(in context: Context) async throws -> ExitStatus {
        let window = try Demo.window
        let fakes = try Demo().fakes
        var all = UsageLedger()

        let aurous = try Aurous.Client(
            apiKey: AurousFake.testKey, configuration: ClientConfiguration(transport: fakes.aurous))
        try await show(aurous.events(in: window), into: &all, context)
        let venice = try Venice.Client(
            apiKey: VeniceFake.testKey, configuration: ClientConfiguration(transport: fakes.venice))
        try await show(venice.history(in: window), into: &all, context)
        let tresor = try Tresor.Client(
            apiKey: TresorFake.testKey, configuration: ClientConfiguration(transport: fakes.tresor))
        try await show(tresor.usage(in: window), into: &all, context)
        let chatBotKit = try ChatBotKit.Client(
            apiKey: ChatBotKitFake.testKey, configuration: ClientConfiguration(transport: fakes.chatBotKit))
        try await show(chatBotKit.usage(in: window), into: &all, context)
        let auralytik = try Auralytik.Client(
            apiKey: AuralytikFake.testKey, configuration: ClientConfiguration(transport: fakes.auralytik))
        try await show(auralytik.details(in: window), into: &all, context)

        let combined = try all.report(by: [.model, .provider])
        try context.console.write("All five, by model\n\(TableReport(combined).text)\n\n")
        let daily = try all.report(every: .day)
        let chart = BarChart(
            bars: daily.map { day in
                (TerminalText(replacingIn: day.start.map { "\($0)".prefix(10) } ?? ""), day.requests)
            })
        try context.console.write("Requests a day (UTC)\n\(chart.text)\n")
        return all.isComplete ? .complete : .incomplete
    }

    private func show<Row: UsageRow>(
        _ walk: Walk<Row>, into all: inout UsageLedger, _ context: Context
    ) async throws {
        var ledger = UsageLedger()
        let report = try await ledger.ingest(walk)
        let table = TableReport(try ledger.report(by: [.model]))
        try context.console.write("\(report.provider)\n\(table.text)\n\(TableReport.footer(report))\n\n")
        all.merge(ledger)
    }
}
