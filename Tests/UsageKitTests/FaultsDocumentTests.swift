import Foundation
import Testing

/// The fault matrix in `Docs/Faults.md` names tests for each row; they must exist.
@Suite struct FaultsDocumentTests {
    private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private func rows() throws -> [[Substring]] {
        try text("Docs/Faults.md").split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| #") }
            .map { $0.split(separator: "|").map { $0[...] } }
    }

    /// The source of each test file, by its name without extension.
    private func suites() throws -> [Substring: String] {
        var suites: [Substring: String] = [:]
        for folder in ["Tests/UsageKitTests", "Examples/UsageReport/Tests/UsageReportCommandTests"] {
            let tests = root.appending(path: folder)
            let files = try #require(FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil))
            for case let file as URL in files where file.pathExtension == "swift" {
                let name = file.deletingPathExtension().lastPathComponent[...]
                suites[name] = try String(contentsOf: file, encoding: .utf8)
            }
        }
        return suites
    }

    @Test func numbersTheRowsWithoutGaps() throws {
        #expect(try rows().map { Int($0[0].filter(\.isNumber)) } == Array(1...84))
    }

    @Test func namesExistingTests() throws {
        let suites = try suites()
        for row in try rows() {
            let names = row[4].split(separator: "`").filter { $0.contains(".") && !$0.contains("<") }
            #expect(!names.isEmpty, "row \(row[0])")
            for name in names where !name.hasPrefix(".scripts/") {
                let parts = name.split(separator: ".")
                let source = try #require(suites[parts[0]], "row \(row[0]): \(name)")
                #expect(source.contains("struct \(parts[0])"), "row \(row[0]): \(name)")
                #expect(source.contains("func \(parts[1])("), "row \(row[0]): \(name)")
            }
        }
    }

    @Test func namesExecutableScripts() throws {
        for script in [".scripts/check-names"] {
            #expect(FileManager.default.isExecutableFile(atPath: root.appending(path: script).path))
        }
    }

    /// The variable makes Foundation print keys.
    @Test(arguments: ["Sources/UsageKit/HTTP/URLSessionTransport.swift", "README.md", "Docs/Faults.md"])
    func theDebugVariableIsDocumented(path: String) throws {
        #expect(try text(path).contains("URLSessionDebugLibcurl"))
    }

    @Test func theTransportDocumentsTheProxyVariables() throws {
        #expect(try text("Sources/UsageKit/HTTP/URLSessionTransport.swift").contains("https_proxy"))
    }
}
