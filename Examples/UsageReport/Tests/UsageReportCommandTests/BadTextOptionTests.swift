import Foundation
import Testing
import UsageKit
import UsageKitTesting

/// `--replace-bad-text` of a walk.
@Suite struct BadTextOptionTests {
    /// Pages in which each row has bytes that are not UTF-8 before its model.
    private func server() throws -> LedgerServer {
        let fake = try CheckpointTests.Ledger.tresor.server()
        return try LedgerServer(
            .tresor,
            ClosureTransport { request in
                var response = try await fake.send(request)
                response.body = Array(
                    response.body.split(separator: Array(#""model":""#.utf8), omittingEmptySubsequences: false)
                        .joined(separator: Array(#""model":""#.utf8) + [0xFF]))
                return response
            })
    }

    @Test(arguments: ["table", "json", "csv", "ndjson"])
    func theTextIsReadIfTheCallerAsks(_ format: String) async throws {
        let server = try server()
        let refused = await server.run(["--format", format])
        #expect(refused.status == 1)
        let run = await server.run(["--format", format, "--replace-bad-text"])
        #expect(run.status == 0, "\(run.diagnostics)")
        if format == "json" {
            // Tresor's pages repeat a row at each seam.
            #expect(
                run.output.contains(#""code":"replacedText","count":38,"first":["page 1","page 2","page 3"]"#),
                "\(run.output)")
        } else if format != "table" {
            #expect(run.output.contains("\u{FFFD}"))
        }
    }

    @Test func anEndpointWithoutPagesHasNoSuchOption() async throws {
        let run = await Invocation.run(
            ["auralytik", "--endpoint", "summary", "--replace-bad-text"],
            environment: CheckpointTests.Ledger.auralytik.environment)
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("--replace-bad-text cannot be used with --endpoint summary"))
    }

    /// A text of each provider's rows that decides how they count; nil if no text does.
    private static let deciding: [CheckpointTests.Ledger: String] = [
        .aurous: "status", .venice: "currency", .chatbotkit: "type",
    ]

    /// A text of each provider's rows that decides nothing.
    private static let free: [CheckpointTests.Ledger: String] = [
        .aurous: "model", .venice: "notes", .tresor: "model", .chatbotkit: "model", .auralytik: "type",
    ]

    /// The ledger of a provider with a byte that no text can have at the end of the first text of a member, or of its
    /// name.
    private func server(_ ledger: CheckpointTests.Ledger, _ member: String, isName: Bool = false) throws -> LedgerServer
    {
        let fake = try ledger.server()
        return try LedgerServer(
            ledger,
            ClosureTransport { request in
                var response = try await fake.send(request)
                // Tresor's later pages begin with a row of the page before them.
                if request.url.absoluteString.contains(/offset=[1-9]/) { return response }
                let text = String(decoding: response.body, as: UTF8.self)
                let damaged =
                    isName
                    ? text.replacing("\"\(member)\":", with: "\"\(member)\u{1}\":", maxReplacements: 1)
                    : text.replacing("\"\(member)\":\"", with: "\"\(member)\":\"\u{1}", maxReplacements: 1)
                response.body = damaged.utf8.map { $0 == 1 ? 0xFF : $0 }
                return response
            })
    }

    @Test(arguments: CheckpointTests.Ledger.allCases)
    func textThatDecidesWhatCountsIsAnExitCode(_ ledger: CheckpointTests.Ledger) async throws {
        let cases = [(Self.free[ledger], false, Int32(0)), (Self.deciding[ledger], false, 3), ("type", true, 3)]
        for case (let member?, let isName, let status) in cases where ledger != .tresor || !isName {
            let server = try server(ledger, ledger == .venice && isName ? "requestId" : member, isName: isName)
            for format in ["json", "csv", "table"] {
                let run = await server.run(["--format", format, "--replace-bad-text"])
                #expect(run.status == status, "\(member): \(run.diagnostics)")
                guard status == 3 else { continue }
                #expect(run.diagnostics.contains("text was replaced that decides how"), "\(run.diagnostics)")
                #expect(run.diagnostics.contains("(first: page 1, row "), "\(run.diagnostics)")
            }
        }
    }

    private func replay(_ ledger: CheckpointTests.Ledger, _ bytes: [UInt8]) async throws -> Invocation {
        let file = FileManager.default.temporaryDirectory.appending(path: "bad-text-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return await Invocation.run(
            ["replay", file.path, "--provider", ledger.rawValue, "--format", "json", "--replace-bad-text"])
    }

    /// Two rows with ids of two bytes, of which the second is damaged.
    private static func rows(_ second: UInt8, _ third: UInt8) -> [UInt8] {
        let row = #"{"id":"a?","model":"m","modality":"chat","cost_eur":1.5,"created_at":"2026-05-20T00:00:00Z"}"#
        return [second, third].flatMap { byte in (row + "\n").utf8.map { $0 == UInt8(ascii: "?") ? byte : $0 } }
    }

    @Test func aSavedRowUnderADamagedIDCountsOnce() async throws {
        let same = try await replay(.tresor, Self.rows(0xFF, 0xFF))
        #expect(same.status == 0, "\(same.diagnostics)")
        #expect(same.output.contains(#""requests":1,"#))
        #expect(same.output.contains(#""charges":{"EUR":"1.5"}"#))
        let other = try await replay(.tresor, Self.rows(0xFF, 0xFE))
        #expect(other.status == 3)
        #expect(other.output.contains(#""stoppedCode":"replacedText""#))
        #expect(other.diagnostics.contains("under an id in which text was replaced (first: line 2)"))
    }

    @Test(arguments: CheckpointTests.Ledger.allCases)
    func aSavedPageWithADamagedNameIsIncomplete(_ ledger: CheckpointTests.Ledger) async throws {
        let name = ledger == .chatbotkit ? "items" : "data"
        let page = Array(#"{"\#(name)":[],"has_m"#.utf8) + [0xFF] + Array(#"ore":true}"#.utf8)
        let run = try await replay(ledger, page)
        #expect(run.status == 3, "\(run.diagnostics)")
        #expect(run.diagnostics.contains("(first: line 1: has_m\u{FFFD}ore)"), "\(run.diagnostics)")
    }
}
