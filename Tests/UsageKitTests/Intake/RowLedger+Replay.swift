import Testing
import UsageKitTesting

@testable import UsageKit

extension RowLedger {
    /// The records of a file, and a ledger that took the same file.
    func replayed(
        _ file: [UInt8], in window: TimeWindow = .all
    ) throws -> (rows: [UsageRecord], report: WalkReport, ledger: UsageLedger) {
        switch self {
        case .aurous, .aurousCredits: try Self.replayed(Aurous.replay, file, window)
        case .venice, .veniceRetired: try Self.replayed(Venice.replay, file, window)
        case .tresor: try Self.replayed(Tresor.replay, file, window)
        case .chatBotKit: try Self.replayed(ChatBotKit.replay, file, window)
        case .auralytik, .auralytikSigned: try Self.replayed(Auralytik.replay, file, window)
        }
    }

    private static func replayed<Row: UsageRow>(
        _ replay: Replay<Row>, _ file: [UInt8], _ window: TimeWindow
    ) throws -> (rows: [UsageRecord], report: WalkReport, ledger: UsageLedger) {
        let (rows, report) = try replay.rows(of: file, in: window)
        var ledger = UsageLedger(keeping: RowLabelTable.labels)
        let other = try ledger.ingest(replay, of: file, in: window)
        #expect(other == report)
        return (rows.map { $0.usageRecord(keeping: RowLabelTable.labels) }, report, ledger)
    }
}
