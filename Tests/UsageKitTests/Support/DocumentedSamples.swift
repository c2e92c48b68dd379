import Foundation
import Testing

/// The Swift samples of the documents, and the tests and snippets that must contain them.
enum DocumentedSamples {
    struct Sample: Sendable, CustomTestStringConvertible {
        let document: String
        /// The code, as words separated by single spaces.
        let text: String

        var testDescription: String { "\(document): \(text.prefix(60))" }
    }

    /// All samples except manifests, which no test can compile.
    static let all: [Sample] = documents.flatMap { document in
        blocks(of: document, in: "swift").filter { !$0.hasPrefix("// Package.swift") }
            .map { Sample(document: document, text: normalized($0)) }
    }

    /// The code between the fences of a language.
    static func blocks(of document: String, in language: String) -> [String] {
        guard let text = try? text(of: document) else { return [] }
        return text.components(separatedBy: "\n```\(language)\n").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }
    }

    static func text(of document: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(document), encoding: .utf8)
    }

    /// The source of the tests, the snippets and the example that contain samples, as words separated by single spaces.
    static func tests() throws -> String {
        let tests = names(in: "Tests/UsageKitTests").filter { $0.hasPrefix("Documentation") }
            .map { "Tests/UsageKitTests/\($0)" }
        let programTests = names(in: programTestFolder).map { "\(programTestFolder)/\($0)" }
        let snippets = names(in: snippetFolder).filter { $0.hasSuffix(".swift") }
        let example = exampleFolders.flatMap { folder in names(in: folder).map { "\(folder)/\($0)" } }
        return try
            ((tests + programTests + example).map(text)
            + snippets.map { try shownText(ofSnippet: String($0.dropLast(".swift".count))) })
            .map(normalized).joined(separator: " ")
    }

    /// All source files of tests, the nested packages' included.
    static var testFiles: [URL] {
        let folders = ["Tests"] + names(in: "Examples").map { "Examples/\($0)/Tests" }
        return folders.flatMap { folder -> [URL] in
            let folder = root.appendingPathComponent(folder)
            let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
            return names.filter { $0.hasSuffix("Tests.swift") }.map(folder.appendingPathComponent)
        }
    }

    /// The lines of a snippet that its comments `snippet.hide` and `snippet.show` let a reader see.
    static func shownText(ofSnippet name: String) throws -> String {
        var isShown = true
        return try text(of: "\(snippetFolder)/\(name).swift").split(
            separator: "\n", omittingEmptySubsequences: false
        ).filter { line in
            switch line.drop(while: { $0 == " " }) {
            case "// snippet.hide": isShown = false
            case "// snippet.show": isShown = true
            default: return isShown
            }
            return false
        }.joined(separator: "\n")
    }

    /// Leaves out imports, which are only allowed at the top of a file.
    private static func normalized(_ code: String) -> String {
        code.split(separator: "\n").filter { !$0.hasPrefix("import ") }
            .flatMap { $0.split(whereSeparator: \.isWhitespace) }.joined(separator: " ")
    }

    private static let snippetFolder = "Examples/Snippets/Snippets"
    private static let programTestFolder = "Examples/Snippets/Tests/SnippetTests"
    private static let exampleFolders = [
        "Examples/CustomProvider/Sources/MarlowUsage", "Examples/CustomProvider/Tests/MarlowUsageTests",
    ]

    private static func names(in folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
        return (names ?? []).sorted()
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static var documents: [String] {
        let folders = [
            "Docs", "Docs/Providers", "Sources/UsageKit/UsageKit.docc", "Sources/UsageKitTesting/UsageKitTesting.docc",
        ]
        return ["README.md"]
            + folders.flatMap { folder in names(in: folder).filter { $0.hasSuffix(".md") }.map { "\(folder)/\($0)" } }
    }
}
