import Foundation
import Testing
import UsageKit
import UsageKitTesting

@testable import UsageReportCommand

@Suite struct TerminalTextTests {
    @Test func aNameCannotClearTheScreen() {
        let name = "m\u{1B}[2J"
        let text: TerminalText = "model: \(name)\n"
        #expect(text.description == "model: m\u{FFFD}[2J\n")
    }

    /// Scalars of each category: controls from both of their blocks, formats, and both separators.
    private static let examples: [Unicode.Scalar] = [
        "\u{0}", "\u{7}", "\u{8}", "\t", "\n", "\r", "\u{1B}", "\u{1F}", "\u{7F}", "\u{80}", "\u{85}", "\u{9B}",
        "\u{9F}", "\u{AD}", "\u{200B}", "\u{200E}", "\u{202E}", "\u{2066}", "\u{2028}", "\u{2029}", "\u{FEFF}",
        "\u{E0041}",
    ]

    @Test(arguments: examples) func replacesControlAndFormatCharacters(_ scalar: Unicode.Scalar) {
        #expect(TerminalText(replacingIn: "a\(scalar)b").description == "a\u{FFFD}b")
        #expect(("\("a\(scalar)")" as TerminalText).description == "a\u{FFFD}")
    }

    @Test(arguments: ["", "plain ~", "größer", "模型", "e\u{301}", "🏭", "a\u{A0}b"])
    func keepsEverythingElse(_ text: String) {
        #expect(TerminalText(replacingIn: text).description == text)
    }

    @Test func replacesEveryScalarOfTheFourCategoriesAndNoOther() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let category = scalar.properties.generalCategory
            let isForbidden = [.control, .format, .lineSeparator, .paragraphSeparator].contains(category)
            let shown = TerminalText(replacingIn: String(scalar)).description
            if shown.unicodeScalars.elementsEqual([isForbidden ? "\u{FFFD}" : scalar]) { continue }
            Issue.record("U+\(String(value, radix: 16)) is shown as \(shown)")
        }
    }

    /// A name that would print a row of its own, turn the text around, and clear the screen.
    private static let name = "m\r\nforged  9  9\u{1B}[2J\u{9B}2J\u{202E}\u{2028}\u{2029}\u{200B}end"
    private static let shown = "m\u{FFFD}\u{FFFD}forged  9  9\u{FFFD}[2J\u{FFFD}2J\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}end"

    /// The first row of a small ledger with this model.
    private static func row(model: String) -> JSONValue {
        guard case .object(let object) = Ledgers.tresor[0] else { return .null }
        return .object(
            JSONObject(
                object.members.map { member in
                    member.name == "model" ? JSONObject.Member("model", .string(model)) : member
                }))
    }

    private func walk(
        _ format: String, _ behavior: FakeBehavior = FakeBehavior(), isInteractive: Bool = false
    ) async throws -> Invocation {
        let fake = TresorFake(rows: [Self.row(model: Self.name)] + Ledgers.tresor.dropFirst(), behavior: behavior)
        let server = try LoopbackServer(fake)
        defer { server.stop() }
        return await Invocation.run(
            ["tresor", "--base-url", server.baseURL, "--page-size", "2", "--format", format] + Ledgers.window
                + (format == "table" || format == "json" ? ["--by", "model"] : []),
            environment: ["TRESOR_API_KEY": TresorFake.testKey], isInteractive: isInteractive)
    }

    /// The scalars of a text that a terminal might obey, without line feeds.
    private func forbidden(in text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { scalar in
            let category = scalar.properties.generalCategory
            return scalar != "\n" && [.control, .format, .lineSeparator, .paragraphSeparator].contains(category)
        }
    }

    @Test func aNameCannotForgeARowOfATable() async throws {
        let run = try await walk("table")
        #expect(run.status == 0)
        #expect(run.output.contains("\n\(Self.shown)"))
        #expect(forbidden(in: run.output).isEmpty)
        // The header, a rule, two models, the total, and what the walk did.
        #expect(run.output.split(separator: "\n").count == 6)
    }

    @Test(arguments: ["json", "ndjson", "csv"]) func formatsForProgramsKeepTheName(_ format: String) async throws {
        let run = try await walk(format)
        #expect(run.status == 0)
        let written = format == "csv" ? Self.name : String(JSONValue.string(Self.name).text)
        #expect(Array(run.output.utf8).firstRange(of: Array(written.utf8)) != nil)
    }

    @Test(arguments: ["table", "json", "ndjson", "csv"])
    func anErrorOfAServerCannotControlTheTerminal(_ format: String) async throws {
        let body: JSONValue = ["error": ["message": .string(Self.name), "code": .string(Self.name)]]
        let refusal = TransportResponse(status: 403, body: body.text)
        for request in [1, 2] {
            let run = try await walk(format, FakeBehavior(faults: [.request(request): .response(refusal)]))
            #expect(run.status == (request == 1 ? 1 : 3))
            #expect(run.diagnostics.contains("forged"))
            #expect(run.diagnostics.split(separator: "\n").count == 1)
            #expect(forbidden(in: run.diagnostics).isEmpty)
            if format == "table" { #expect(forbidden(in: run.output).isEmpty) }
        }
    }

    @Test func theProgressOfAFileCannotControlTheTerminal() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "a\u{1B}[2J\u{202E}\(UUID().uuidString)")
        try Data(Ledgers.tresor.map { $0.text + "\n" }.joined().utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let run = await Invocation.run(["replay", file.path, "--provider", "tresor"], isInteractive: true)
        #expect(run.diagnostics.contains("a\u{FFFD}[2J\u{FFFD}"))
        // Only what the progress line itself needs.
        #expect(forbidden(in: run.diagnostics.replacing("\r\u{1B}[K", with: "")).isEmpty)
        let missing = await Invocation.run(["replay", "no\u{1B}[2J", "--provider", "tresor"])
        #expect(missing.diagnostics == "usage-report: the file 'no\u{FFFD}[2J' cannot be read\n")
        let unknown = await Invocation.run(["tresor", "--by", "a\u{1B}[2J"])
        #expect(forbidden(in: unknown.diagnostics).isEmpty)
    }
}
