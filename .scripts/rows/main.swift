import Foundation

// Usage: generate [--check] FOLDER. The script `generate-rows` builds and calls this.

let arguments = CommandLine.arguments.dropFirst()
let isCheck = arguments.contains("--check")
guard let folder = arguments.first(where: { !$0.hasPrefix("-") }) else {
    FileHandle.standardError.write(Data("usage: generate [--check] FOLDER\n".utf8))
    exit(2)
}

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("generate-rows: \(message)\n".utf8))
    exit(1)
}

let writtenMark = "// Written by .scripts/generate-rows"
let root = URL(fileURLWithPath: folder)
let names = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
    .filter { $0.hasSuffix(".swift") }.sorted()
var written: Set<String> = []

/// Writes a file, or checks that it is what it must be.
@MainActor
func put(_ body: String, imports: String, from declaration: String, to target: URL) throws {
    let code = """
        \(writtenMark) from \(declaration). Do not edit: change the declaration and run it again.

        \(imports)
        """ + body
    written.insert(target.standardizedFileURL.path)
    if (try? String(contentsOf: target, encoding: .utf8)) == code { return }
    if isCheck { fail("\(target.relativePath) is not what \(declaration) gives; run .scripts/generate-rows") }
    try code.write(to: target, atomically: true, encoding: .utf8)
    print(target.relativePath)
}

var (rowCount, documentCount) = (0, 0)
var vocabularies: [String: [Vocabulary]] = [:]
var types = TypeNames()
var models: [String: [String]] = [:]
do {
    for name in names {
        types.add(try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8))
    }
    for name in names {
        let file = root.appendingPathComponent(name)
        let source = try String(contentsOf: file, encoding: .utf8)
        let declaration = file.lastPathComponent
        let parent = file.deletingLastPathComponent()
        if !source.hasPrefix(writtenMark) {
            vocabularies[parent.lastPathComponent, default: []] += Vocabulary.all(in: source)
        }
        if source.hasPrefix("// Row declaration") {
            for row in try RowDeclaration.all(in: source, of: "\(folder)/\(name)") {
                // Decimal is the only type of Foundation in a row's interface.
                let hasDecimals = row.fields.contains { field in
                    field.type == "ExactDecimal" && !field.has("money") && !field.has("hidden")
                }
                try put(
                    RowWriter.code(for: row, types), imports: hasDecimals ? "public import Foundation\n\n" : "",
                    from: declaration, to: parent.appendingPathComponent("\(row.namespace)+\(row.rowName).swift"))
                rowCount += 1
                models[parent.lastPathComponent, default: []].append("\(row.namespace).\(row.rowName)")
            }
        } else if source.hasPrefix("// Document declaration") {
            let documents = try DocumentDeclaration.all(in: source, of: "\(folder)/\(name)")
            let hasDecimals = documents.contains { $0.fields.contains { $0.type.contains("Decimal") } }
            try put(
                DocumentWriter.code(for: documents.map { $0.qualified(by: types) }),
                imports: hasDecimals ? "public import Foundation\n\n" : "",
                from: declaration,
                to: parent.appendingPathComponent(String(declaration.dropLast(".swift".count)) + "+JSON.swift"))
            documentCount += documents.count
            models[parent.lastPathComponent, default: []] += documents.map(\.type)
        }
    }
    for (provider, found) in vocabularies where !found.isEmpty {
        let target = root.appendingPathComponent(provider).appendingPathComponent("\(provider)+KnownValues.swift")
        try put(Vocabulary.code(for: found), imports: "", from: "the vocabularies of this folder", to: target)
    }
    for (provider, found) in models {
        // A list of one element has no comma at its end.
        let end = found.count > 1 ? "," : ""
        let lines = found.sorted().map { "            \"\($0)\": \($0).shape\(end)" }.joined(separator: "\n")
        let code = """
            extension \(provider) {
                /// What is documented of each declared model, by its name.
                static var models: [String: ModelShape] {
                    [
            \(lines)
                    ]
                }
            }

            """
        let target = root.appendingPathComponent(provider).appendingPathComponent("\(provider)+Models.swift")
        try put(code, imports: "", from: "the declarations of this folder", to: target)
    }
} catch {
    fail("\(error)")
}
for name in names {
    let file = root.appendingPathComponent(name)
    let source = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    if source.hasPrefix(writtenMark), !written.contains(file.standardizedFileURL.path) {
        fail("no declaration gives \(file.relativePath); delete it")
    }
}
if isCheck {
    print("generate-rows: \(rowCount) rows and \(documentCount) documents are what their declarations give")
}
