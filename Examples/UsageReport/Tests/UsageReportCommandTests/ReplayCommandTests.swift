import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

@Suite struct ReplayCommandTests {
    private func replay(
        _ text: String, _ options: [String], isInteractive: Bool = false
    ) async throws -> Invocation {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("replay-\(UUID().uuidString)")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return await Invocation.run(["replay", file.path] + options, isInteractive: isInteractive)
    }

    @Test func showsProgressOnATerminalOnly() async throws {
        let text = Ledgers.tresor.map { $0.text + "\n" }.joined()
        let run = try await replay(text, ["--provider", "tresor"], isInteractive: true)
        #expect(run.diagnostics.contains(": 100 % of \(text.utf8.count) bytes"))
        // The progress line is cleared before the report.
        #expect(run.diagnostics.hasSuffix("\r\u{1B}[K"))
        #expect(try await replay(text, ["--provider", "tresor"]).diagnostics == "")
        let page = "{\"data\":[\(Ledgers.tresor.map(\.text).joined(separator: ","))]}"
        let ofPage = try await replay(page, ["--provider", "tresor"], isInteractive: true)
        #expect(ofPage.diagnostics.contains(": 100 % of \(page.utf8.count) bytes"))
        let csv = Self.veniceCSV(Ledgers.venice)
        let ofCSV = try await replay(csv, ["--provider", "venice"], isInteractive: true)
        #expect(ofCSV.diagnostics.contains(": 100 % of \(csv.utf8.count) bytes"))
    }

    @Test func linesPagesAndArraysGiveTheSameGroups() async throws {
        let rows = Ledgers.tresor.map(\.text)
        let page = "{\"data\":[\(rows.joined(separator: ","))],\"total_count\":3}"
        var groups: Set<Substring> = []
        for text in [rows.joined(separator: "\n"), page, "[\(rows.joined(separator: ","))]", page + "\n" + page] {
            let run = try await replay(text, ["--provider", "tresor", "--format", "json"])
            #expect(run.status == 0)
            #expect(run.output.contains(#""complete":true"#))
            groups.insert(run.output[(run.output.range(of: "\"groups\"")?.lowerBound ?? run.output.startIndex)...])
        }
        #expect(groups.count == 1)
        #expect(groups.first?.contains(#""requests":3"#) == true)
    }

    /// One bound never brings another with it, neither a start nor the present.
    @Test(
        arguments: [
            ([], 5), (["--end", "2026-06-28"], 3), (["--start", "2026-06-15"], 3), (["--start", "2026-01-02"], 4),
            (["--start", "2026-01-02", "--end", "2026-06-28"], 2),
        ] as [([String], Int)])
    func eachBoundOfTheWindowHoldsByItself(options: [String], rows: Int) async throws {
        let days = ["2026-01-01", "2026-05-20", "2026-06-20", "2026-07-01", "2094-01-01"]
        let text = days.enumerated().map { index, day in
            #"{"id":"\#(index)","model":"m","modality":"chat","cost_eur":1,"created_at":"\#(day)T00:00:00Z"}"# + "\n"
        }.joined()
        let run = try await replay(text, ["--provider", "tresor", "--format", "json"] + options)
        #expect(run.status == 0)
        #expect(run.output.contains("\"requests\":\(rows)"))
    }

    @Test(arguments: [
        (#"{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"slow down"}}"#, "slow down"), ("{}", "empty object"),
        (#"{"billingPeriod":"2026-06","keys":[{"keyId":"ak_1"}]}"#, "keys"),
    ])
    func whatIsNoRecordIsRefused(text: String, reason: String) async throws {
        let run = try await replay(text, ["--provider", "auralytik", "--format", "json"])
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics.contains(reason))
    }

    @Test func aPageThatCountsMoreRowsThanTheFileHoldsIsIncomplete() async throws {
        let rows = Ledgers.tresor.map(\.text)
        let page = "{\"data\":[\(rows.joined(separator: ","))],\"total_count\":9}"
        let run = try await replay(page, ["--provider", "tresor", "--format", "json"])
        #expect(run.status == 3)
        #expect(run.output.contains(#""complete":false"#))
        #expect(run.output.contains(#""requests":3"#))
    }

    @Test func anErrorNamesTheMalformedLineAndByte() async throws {
        let rows = Ledgers.tresor.map(\.text)
        let run = try await replay(
            "\(rows[0])\n\(rows[1].dropLast(5))\n\(rows[2])\n", ["--provider", "tresor", "--format", "json"])
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics.contains("line 2"))
        #expect(run.diagnostics.contains("byte "))
    }

    private static let veniceHeader =
        "timestamp,sku,pricePerUnitUsd,units,amount,currency,notes,inferenceDetails.requestId,"
        + "inferenceDetails.inferenceExecutionTime,inferenceDetails.promptTokens,inferenceDetails.completionTokens\r\n"

    /// The entries in the form of Venice's CSV.
    private static func veniceCSV(_ entries: [JSONValue]) -> String {
        let lines = entries.map { entry in
            veniceHeader.split { ",\r\n".contains($0) }.map { column in
                let value = column.split(separator: ".").reduce(entry) { $0[String($1)] ?? nil }
                return value.isNull ? "" : value.string.map { "\"\($0)\"" } ?? value.text
            }.joined(separator: ",") + "\r\n"
        }
        return veniceHeader + lines.joined()
    }

    @Test func aCSVFileOfVeniceGivesTheSameReportAsItsJSON() async throws {
        let options = ["--provider", "venice", "--by", "model,currency", "--every", "day", "--format", "json"]
        let page: JSONValue = ["data": .array(Ledgers.venice), "nextCursor": nil]
        let json = try await replay(page.text, options)
        let csv = try await replay(Self.veniceCSV(Ledgers.venice), options)
        #expect(json.status == 0)
        #expect(csv.status == 0)
        #expect(csv.output == json.output)
        #expect(csv.output.contains(#""charges":{"USD":"0.0015"}"#))
        #expect(csv.diagnostics == "")
        for format in ["csv", "ndjson"] {
            let options = ["--provider", "venice", "--format", format]
            let records = try await replay(page.text, options)
            #expect(try await replay(Self.veniceCSV(Ledgers.venice), options).output == records.output)
        }
    }

    @Test(arguments: [
        ("2026-05-20T08:00:00Z,m,1\r\n", "line 2: expected 11 cells as in the header, found 3"),
        ("2026-05-20T08:00:00Z,\"m,1,1,1,USD,,,,,\r\n", "line 2: the quoted cell has no closing quote (byte "),
    ])
    func aMalformedCSVFileIsRefusedWithLineAndByte(_ line: String, message: String) async throws {
        let run = try await replay(Self.veniceHeader + line, ["--provider", "venice", "--format", "json"])
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics.hasPrefix("usage-report: venice: \(message)"))
        #expect(run.diagnostics.contains("(byte "))
        #expect(run.diagnostics.split(separator: "\n").count == 1)
    }

    @Test func anErrorNamesTheMissingColumn() async throws {
        let run = try await replay("timestamp,sku\n2026-05-20T08:00:00Z,m\n", ["--provider", "venice"])
        #expect(run.status == 1)
        #expect(run.diagnostics == "usage-report: venice: line 1: the column amount is missing (byte 13)\n")
    }

    @Test(arguments: ["aurous", "tresor", "chatbotkit", "auralytik"])
    func aCSVFileOfAProviderWithoutCSVIsRefused(_ provider: String) async throws {
        let run = try await replay("id,model\n1,m\n", ["--provider", provider])
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics.contains("line 1: "))
        #expect(run.diagnostics.contains("CSV of \(provider) is not supported"))
    }

    @Test func aMissingFileIsRefused() async {
        let run = await Invocation.run(["replay", "no-such-file", "--provider", "tresor"])
        #expect(run.status == 1)
        #expect(run.diagnostics == "usage-report: the file 'no-such-file' cannot be read\n")
    }

    @Test func anUnknownProviderIsBadUsage() async {
        let run = await Invocation.run(["replay", "no-such-file", "--provider", "other"])
        #expect(run.status == 2)
    }
}
