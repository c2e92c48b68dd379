import Foundation
import Testing

@testable import UsageKit

/// The tables "What is covered, and by which test" in `Docs/Providers`.
@Suite struct ProviderTablesTests {
    struct Row: Sendable {
        let kind: String
        let wire: String
        let swift: String
        let tests: String

        /// The texts between back quotes.
        static func codes(_ cell: String) -> [String] {
            cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
        }
    }

    static let models: [String: ModelShape] = [
        Aurous.models, Venice.models, Tresor.models, ChatBotKit.models, Auralytik.models,
    ].reduce(into: [:]) { all, models in all.merge(models) { first, _ in first } }

    static let providers = ["Aurous", "Venice", "Tresor", "ChatBotKit", "Auralytik"].filter {
        (try? !rows(of: $0).isEmpty) ?? false
    }

    static func rows(of provider: String) throws -> [Row] {
        let page = try DocumentedSamples.text(of: "Docs/Providers/\(provider).md")
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        guard let head = lines.firstIndex(of: "| Kind | On the wire | In Swift | Test |") else { return [] }
        return lines[(head + 2)...].prefix { $0.hasPrefix("|") }.map { line in
            let cells = line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            return Row(
                kind: cells.first ?? "", wire: cells.count > 1 ? cells[1] : "", swift: cells.count > 2 ? cells[2] : "",
                tests: cells.count > 3 ? cells[3] : "")
        }
    }

    /// The names of all tests, as `Suite.function`.
    static let tests: Set<String> = {
        var names: Set<String> = []
        for file in DocumentedSamples.testFiles {
            var suite = ""
            for line in ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n") {
                let words = line.split(whereSeparator: { " (<:{".contains($0) })
                if let index = words.firstIndex(where: { $0 == "struct" || $0 == "class" }), line.contains("@Suite"),
                    index + 1 < words.count
                {
                    suite = String(words[index + 1])
                } else if let index = words.firstIndex(of: "func"), index + 1 < words.count, !suite.isEmpty {
                    names.insert("\(suite).\(words[index + 1])")
                }
            }
        }
        return names
    }()

    @Test(arguments: providers)
    func noCellIsEmptyAndEachTestExists(provider: String) throws {
        let rows = try Self.rows(of: provider)
        #expect(!rows.isEmpty)
        for row in rows {
            #expect(["endpoint", "parameter", "fields", "limit", "error", "header"].contains(row.kind), "\(row)")
            #expect(!row.wire.isEmpty && !row.swift.isEmpty && !row.tests.isEmpty, "\(row)")
            let tests = Row.codes(row.tests)
            #expect(!tests.isEmpty, "\(row)")
            for test in tests { #expect(Self.tests.contains(test), "\(provider): no test \(test)") }
        }
    }

    /// A row "fields" lists the members of a model as its declaration has them.
    @Test(arguments: providers)
    func theFieldsAreThoseOfTheDeclarations(provider: String) throws {
        let fields = try Self.rows(of: provider).filter { $0.kind == "fields" }
        let models = Self.models.filter { $0.key.hasPrefix("\(provider).") }
        for row in fields {
            let name = try #require(Row.codes(row.swift).first)
            let shape = try #require(models[name], "no model \(name)")
            #expect(Row.codes(row.wire) == shape.members.map(\.name), "\(name)")
        }
        let named = fields.compactMap { Row.codes($0.swift).first }
        #expect(Set(named).count == named.count)
        #expect(Set(models.keys).subtracting(named) == [])
    }
}
