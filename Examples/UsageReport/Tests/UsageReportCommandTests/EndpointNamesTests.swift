import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// All endpoints of all providers, by the names that `--help` lists.
@Suite struct EndpointNamesTests {
    struct Endpoint: Sendable, CustomTestStringConvertible {
        let provider: String
        let name: String

        var testDescription: String { "\(provider) \(name)" }
    }

    static let providers = ["aurous", "venice", "tresor", "chatbotkit", "auralytik"]

    /// The names below `ENDPOINTS:` of the help of a command.
    static func names(of provider: String) async -> [String] {
        let help = await Invocation.run([provider, "--help"]).output
        let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
        guard let head = lines.firstIndex(of: "ENDPOINTS:") else { return [] }
        return lines[(head + 1)...].prefix { $0.hasPrefix("  ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    /// Filters without which an endpoint refuses the command line, with values that the embedded fakes know.
    private static func filters(of endpoint: Endpoint) async throws -> [String] {
        try await DemoFilters.filters(of: endpoint.provider, endpoint.name)
    }

    @Test(arguments: providers)
    func theHelpListsThemAndTheREADMEToo(provider: String) async throws {
        let names = await Self.names(of: provider)
        #expect(!names.isEmpty)
        let readme = try String(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("README.md"), encoding: .utf8)
        let page = "(Docs/Providers/\(Self.pages[provider] ?? "").md)"
        let row = try #require(readme.split(separator: "\n").first { $0.hasPrefix("| [") && $0.contains(page) })
        let cell = row.split(separator: "|").last { $0.contains("`") } ?? ""
        let listed = cell.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
        #expect(listed == names)
    }

    private static let pages = [
        "aurous": "Aurous", "venice": "Venice", "tresor": "Tresor", "chatbotkit": "ChatBotKit",
        "auralytik": "Auralytik",
    ]

    @Test(arguments: providers)
    func eachPrintsItsModelOfTheEmbeddedFake(provider: String) async throws {
        for name in await Self.names(of: provider) {
            let endpoint = Endpoint(provider: provider, name: name)
            let run = await Invocation.run(
                [provider, "--endpoint", name, "--demo"] + (try await Self.filters(of: endpoint)))
            if name == "usage", provider == "venice" {
                // The service has retired it.
                #expect(run.status == 1)
                #expect(run.diagnostics.contains("usage-history"))
                continue
            }
            #expect(run.status == 0, "\(endpoint.testDescription): \(run.diagnostics)")
            let document = try JSONValue(json: Array(run.output.utf8))
            #expect(document["endpoint"] != nil)
            #expect(document["walk"]?["complete"] == true)
            switch document["data"] {
            case .array(let rows): #expect(!rows.isEmpty, "\(endpoint.testDescription)")
            case .object(let model): #expect(!model.isEmpty, "\(endpoint.testDescription)")
            default: Issue.record("\(endpoint.testDescription) prints no model: \(run.output.prefix(200))")
            }
        }
    }

    @Test(arguments: providers)
    func eachIsPrintedAsLines(provider: String) async throws {
        for name in await Self.names(of: provider) where !(name == "usage" && provider == "venice") {
            let filters = try await Self.filters(of: Endpoint(provider: provider, name: name))
            let run = await Invocation.run([provider, "--endpoint", name, "--demo", "--format", "ndjson"] + filters)
            #expect(run.status == 0, "\(provider) \(name): \(run.diagnostics)")
            let lines = run.output.split(separator: "\n")
            #expect(!lines.isEmpty, "\(provider) \(name)")
            for line in lines.prefix(3) { #expect(try JSONValue(json: Array(line.utf8)) != .null) }
        }
    }

    @Test func anUnknownNameIsRefusedWithTheKnownOnes() async {
        let run = await Invocation.run(["tresor", "--demo", "--endpoint", "bogus"])
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.diagnostics.contains("usage"))
    }
}
