import Foundation
import UsageKit

/// P13: rows, and notes of the same requests in another order, joined by the ids of these.
struct RequestSuite: Suite {
    private let own: Side
    private let noted: Side
    private let models: TextSymbols
    private let keys: TextSymbols
    private let inputTokens: [Int64]
    private let outputTokens: [Int64]
    private let durations: [Int64]

    /// The columns that both sides have.
    private struct Side {
        let ids: [UInt8]
        let times: [Int64]
        let charges: [Money]

        init(_ folder: ColumnFolder, _ name: String) throws {
            ids = [UInt8](try Data(contentsOf: folder.url.appending(path: "\(name)-id.txt")))
            times = try folder.integers("\(name)-time", width: 8)
            charges = try folder.integers("\(name)-charge", width: 8).map { micros in
                try Money(Decimal(sign: .plus, exponent: -6, significand: Decimal(micros)), .credits)
            }
        }

        /// A new text for each id, in the order of the side.
        func forEach(_ body: (_ row: Int, _ id: String) -> Void) {
            for (row, id) in ids.split(separator: UInt8(ascii: "\n")).enumerated() {
                body(row, String(decoding: id, as: UTF8.self))
            }
        }
    }

    init(_ folder: URL) throws {
        let folder = ColumnFolder(url: folder)
        own = try Side(folder, "own")
        noted = try Side(folder, "noted")
        models = try folder.texts("model")
        keys = try folder.texts("key")
        inputTokens = try folder.integers("input", width: 4)
        outputTokens = try folder.integers("output", width: 4)
        durations = try folder.integers("duration", width: 4)
    }

    func prepare(_ row: String) throws -> () async throws -> Outcome {
        let (records, notes) = (records(), notes())
        return {
            let comparison = try RequestComparison(records, with: notes)
            return Outcome { Self.lines(of: comparison) }
        }
    }

    private func records() -> [UsageRecord] {
        var records: [UsageRecord] = []
        records.reserveCapacity(own.times.count)
        own.forEach { row, id in
            records.append(
                UsageRecord(
                    provider: .aurous, requestID: id, time: Timestamp(milliseconds: own.times[row]),
                    model: models[row], apiKey: keys[row],
                    tokens: TokenCounts(input: Int(inputTokens[row]), output: Int(outputTokens[row])),
                    charge: own.charges[row], duration: .milliseconds(durations[row])))
        }
        return records
    }

    private func notes() -> [StatedRequest] {
        var notes: [StatedRequest] = []
        notes.reserveCapacity(noted.times.count)
        noted.forEach { row, id in
            notes.append(
                StatedRequest(
                    requestID: id, charge: noted.charges[row], time: Timestamp(milliseconds: noted.times[row])))
        }
        return notes
    }

    private static func lines(of comparison: RequestComparison) -> [String] {
        func line(_ fields: [String]...) -> String { fields.joined().joined(separator: "\t") }
        func amounts(_ charges: [Money]) -> [String] { charges.map(\.amount.description) }
        return ["matched\t\(comparison.matched)"]
            + comparison.different.map { line(["different", $0.requestID], amounts($0.own), amounts($0.stated)) }
            + comparison.missingThere.map { line(["missing there", $0.requestID], amounts($0.charges)) }
            + comparison.missingHere.map { line(["missing here", $0.requestID], amounts($0.charges)) }
            + comparison.ambiguous.map { "ambiguous\t\($0.requestID)" }
    }
}
