import Foundation
import UsageKit

/// P10: a report of 30,000 groups as JSON.
struct ReportSuite: Suite {
    private let report: UsageReport

    init(_ folder: URL) throws {
        report = try MemoryRows(ColumnFolder(url: folder)).ledger().report(every: .day, by: [.model, .apiKey])
    }

    func prepare(_ row: String) throws -> () async throws -> Outcome {
        let report = report
        switch row {
        case "P10":
            return {
                let chunks = Array(JSONExport().chunks(of: report))
                return Outcome { Self.lines(ofObject: Array(chunks.joined())) }
            }
        case "P10-JSONEncoder":
            return {
                let figures = try JSONEncoder().encode(report.map(\.figures))
                return Outcome { Self.lines(ofFigures: figures) }
            }
        default: throw WorkerFailure("unknown row '\(row)': the suite has P10 and P10-JSONEncoder")
        }
    }

    private static func lines(ofObject bytes: [UInt8]) -> [String] {
        guard let json = try? JSONValue(json: bytes), case .array(let groups)? = json["groups"] else {
            return ["no groups"]
        }
        return groups.map { group in
            let key = group["key"]
            return line([
                group["start"]?.string, key?["model"]?.string, key?["apiKey"]?.string, group["requests"]?.description,
                group["charges"]?["USD"]?.string, group["latencyMS"]?["p95"]?.description,
            ])
        }
    }

    private static func lines(ofFigures data: Data) -> [String] {
        guard let figures = try? JSONDecoder().decode([UsageFigures].self, from: data) else { return ["no figures"] }
        return figures.map { group in
            let charge = group.charges.first { $0.currency == .usd }
            return line([
                group.bucket?.lowerBound.description, group[.model], group[.apiKey], "\(group.requests)",
                charge?.amount.description, group.latency.map { "\(Decimal(seconds: $0.p95) * 1000)" },
            ])
        }
    }

    private static func line(_ fields: [String?]) -> String {
        fields.map { $0 ?? "-" }.joined(separator: "\t")
    }
}
