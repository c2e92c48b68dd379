import Foundation
import Testing

@testable import UsageKit

private let folder = ProcessInfo.processInfo.environment["USAGEKIT_FOCUS_FOLDER"]

/// Writes files of all providers in both versions for the validators of FOCUS; `Tests/Interop/focus` runs them.
///
/// It needs the variable `USAGEKIT_FOCUS_FOLDER`, the folder that the files are written to.
@Suite struct FOCUSValidatorsTests {
    @Test(
        .enabled(if: folder != nil), arguments: FOCUSExport.Version.allCases,
        FOCUSTable.ledgers)
    func writesAFile(version: FOCUSExport.Version, ledger: RowLedger) throws {
        let export = try FOCUSTable.export(version, FOCUSTable.rates, unfinalRows: .marked, labels: [.keyName])
        var records = try FOCUSTable.records(ledger, seed: 18, count: 1500)
        if ledger == .aurousCredits {
            // Holds and top-ups are not usage.
            records = try records.filter { try export.obstacles(to: [$0]).map(\.reason) != [.notUsage] }
        }
        try export.check(records)
        let text =
            try export.header + records.map { record throws(UsageError) in try export.line(for: record) }.joined()
        let url = URL(fileURLWithPath: try #require(folder)).appendingPathComponent(
            "\(ledger.rawValue)-\(version.rawValue).csv")
        try Data(text.utf8).write(to: url)
    }
}
