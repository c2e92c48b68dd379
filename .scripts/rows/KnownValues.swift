/// The open vocabularies of a provider with their known values.
struct Vocabulary {
    /// The type, for example `Aurous.EventType`.
    var type = ""
    /// The names of the values, in the order of their declarations.
    var values: [String] = []

    /// Finds the vocabularies of a source file: structures that are a `WireValue`, and their constants.
    static func all(in source: String) -> [Vocabulary] {
        var found: [Vocabulary] = []
        var namespace = ""
        var current: (vocabulary: Vocabulary, depth: Int)?
        for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
            let depth = line.prefix { $0 == " " }.count
            let text = line.dropFirst(depth)
            if line.hasPrefix("extension ") {
                namespace = String(line.dropFirst("extension ".count).prefix { $0 != ":" && $0 != " " })
            } else if text.hasPrefix("public struct "), text.hasSuffix(": WireValue {") {
                let name = text.dropFirst("public struct ".count).prefix { $0 != ":" }
                current = (Vocabulary(type: "\(namespace).\(name)"), depth)
            } else if let open = current, text == "}", depth == open.depth {
                found.append(open.vocabulary)
                current = nil
            } else if current != nil, text.hasPrefix("public static let "), text.hasSuffix(")") {
                current?.vocabulary.values.append(
                    String(text.dropFirst("public static let ".count).prefix { $0 != " " && $0 != ":" }))
            }
        }
        return found
    }

    /// The code that lists the values.
    static func code(for vocabularies: [Vocabulary]) -> String {
        vocabularies.map { vocabulary in
            let list = vocabulary.values.map { ".\($0)" }
            var lines = ["extension \(vocabulary.type): JSONForm {", "    /// The values that the provider documents."]
            let line = "    public static let known: [Self] = [\(list.joined(separator: ", "))]"
            if line.count <= 120 {
                lines.append(line)
            } else {
                lines.append("    public static let known: [Self] = [")
                var row = ""
                for value in list {
                    if !row.isEmpty, 8 + row.count + value.count + 2 > 120 {
                        lines.append("        " + row)
                        row = ""
                    }
                    row += (row.isEmpty ? "" : " ") + value + ","
                }
                lines.append("        " + row)
                lines.append("    ]")
            }
            return (lines + ["}"]).joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n"
    }
}
