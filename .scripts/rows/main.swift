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

let marker = "// Row declaration"
let root = URL(fileURLWithPath: folder)
let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
var count = 0
var written: Set<String> = []
do {
    for name in names.filter({ $0.hasSuffix(".swift") }).sorted() {
        let source = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
        guard source.hasPrefix(marker) else { continue }
        let declaration = String(name.split(separator: "/").last ?? "")
        for row in try RowDeclaration.all(in: source, of: "\(folder)/\(name)") {
            // Decimal is the only type of Foundation in a row's interface.
            let hasDecimals = row.fields.contains { field in
                field.type == "ExactDecimal" && !field.has("money") && !field.has("hidden")
            }
            let head = """
                // Written by .scripts/generate-rows from \(declaration). Do not edit: change the declaration and run it again.

                \(hasDecimals ? "public import Foundation\n\n" : "")
                """
            let code = head + RowWriter.code(for: row)
            let target = root.appendingPathComponent(name).deletingLastPathComponent()
                .appendingPathComponent("\(row.namespace)+\(row.rowName).swift")
            count += 1
            written.insert(target.standardizedFileURL.path)
            let present = try? String(contentsOf: target, encoding: .utf8)
            if present == code { continue }
            if isCheck { fail("\(target.relativePath) is not what \(declaration) gives; run .scripts/generate-rows") }
            try code.write(to: target, atomically: true, encoding: .utf8)
            print(target.relativePath)
        }
    }
} catch {
    fail("\(error)")
}
for name in names where name.hasSuffix(".swift") {
    let file = root.appendingPathComponent(name)
    let source = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    if source.hasPrefix("// Written by .scripts/generate-rows"), !written.contains(file.standardizedFileURL.path) {
        fail("no declaration gives \(file.relativePath); delete it")
    }
}
if isCheck { print("generate-rows: \(count) rows are what their declarations give") }
