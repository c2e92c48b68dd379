/// A row as its declaration describes it.
struct RowDeclaration {
    /// A member of the row.
    struct Field {
        var documentation: [String] = []
        /// The name in Swift.
        var name = ""
        /// The type without the question mark.
        var type = ""
        var isOptional = false
        /// The name on the wire.
        var wireName = ""
        /// What else the declaration says: words such as `id`, or pairs such as `as Modality`.
        var options: [(name: String, value: String)] = []

        func has(_ option: String) -> Bool { options.contains { $0.name == option } }
        func value(of option: String) -> String? { options.first { $0.name == option }?.value }

        var isText: Bool { type == "Form.Text" }
        var isObject: Bool { type == "Form.Object" }
        /// The fields of an object inside the row, for example `InferenceFields`.
        var nestedFields: String? { type.hasSuffix("Fields<Form>") ? String(type.dropLast("<Form>".count)) : nil }
        /// The case of the enumeration of wire names.
        var caseName: String { name }
    }

    /// The provider's namespace, for example `Tresor`.
    var namespace = ""
    /// The structure of the fields, for example `LedgerFields`.
    var fieldsName = ""
    /// The public row, for example `LedgerRow`.
    var rowName = ""
    var documentation: [String] = []
    var fields: [Field] = []
    /// Whether the provider writes the row as CSV, too.
    var hasCSV = false
    /// The prefix of the row's columns in CSV, if the row is an object inside another one.
    var csvPrefix = ""
}

/// What is wrong with a declaration, and where.
struct DeclarationError: Error, CustomStringConvertible {
    let description: String

    init(_ message: String, line: Int, of file: String) {
        description = "\(file):\(line): error: \(message)"
    }
}

extension RowDeclaration {
    /// Reads the declarations of a file.
    ///
    /// A declaration is a structure whose first line ends in `// row NAME`. Each of its properties ends in a comment with
    /// its name on the wire and, after commas, options.
    static func all(in source: String, of file: String) throws -> [RowDeclaration] {
        var rows: [RowDeclaration] = []
        var namespace = ""
        var documentation: [String] = []
        var current: RowDeclaration?
        for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let text = trimmed(line)
            func fail(_ message: String) -> DeclarationError { DeclarationError(message, line: index + 1, of: file) }
            if text.hasPrefix("extension "), text.hasSuffix("{") {
                namespace = String(trimmed(text.dropFirst("extension ".count).dropLast()))
            } else if text.hasPrefix("///") {
                documentation.append(String(text))
            } else if text.hasPrefix("struct "), let comment = comment(of: text),
                comment.first?.hasPrefix("row ") == true
            {
                var row = RowDeclaration()
                row.namespace = namespace
                row.fieldsName = String(text.dropFirst("struct ".count).prefix { $0 != "<" && $0 != ":" && $0 != " " })
                row.rowName = String(comment[0].dropFirst("row ".count))
                row.documentation = documentation
                for option in comment.dropFirst() {
                    if option == "csv" {
                        row.hasCSV = true
                    } else if option.hasPrefix("csv ") {
                        (row.hasCSV, row.csvPrefix) = (true, String(option.dropFirst("csv ".count)))
                    } else {
                        throw fail("a row has no option \(option)")
                    }
                }
                current = row
                documentation = []
            } else if current != nil, text.hasPrefix("var ") {
                guard let comment = comment(of: text) else {
                    guard text.hasPrefix("var unknown: Form.Unknown") else {
                        throw fail("the field needs a comment with its name on the wire")
                    }
                    documentation = []
                    continue
                }
                current?.fields.append(try field(text, comment, documentation, fail))
                documentation = []
            } else if current != nil, text == "}" {
                if let row = current { rows.append(row) }
                current = nil
            } else if !text.isEmpty {
                documentation = []
            }
        }
        guard !rows.isEmpty else { throw DeclarationError("the file declares no row", line: 1, of: file) }
        return rows
    }

    private static func field(
        _ text: Substring, _ comment: [String], _ documentation: [String], _ fail: (String) -> DeclarationError
    ) throws -> Field {
        let declaration = text.dropFirst("var ".count).prefix { $0 != "/" }
        guard let colon = declaration.firstIndex(of: ":") else { throw fail("the field needs a type") }
        var field = Field()
        field.documentation = documentation
        field.name = String(trimmed(declaration[..<colon]))
        var type = trimmed(declaration[declaration.index(after: colon)...])
        if type.hasSuffix("?") {
            field.isOptional = true
            type = type.dropLast()
        }
        field.type = String(type)
        field.wireName = comment[0]
        for option in comment.dropFirst() {
            let words = option.split(separator: " ", maxSplits: 1)
            let known = [
                "id", "own", "null", "as", "money", "epoch", "read", "row", "mapping", "undocumented",
                "hidden", "required", "filled",
            ]
            guard let name = words.first.map(String.init), known.contains(name) else {
                throw fail("a field has no option \(option)")
            }
            field.options.append((name, words.count > 1 ? String(words[1]) : ""))
        }
        return field
    }

    /// The parts of a comment after a declaration, which commas separate.
    private static func comment(of line: Substring) -> [String]? {
        var start = line.startIndex
        while start < line.endIndex {
            if line[start...].hasPrefix("// ") {
                return line[start...].dropFirst(3).split(separator: ",").map { String(trimmed($0)) }
            }
            start = line.index(after: start)
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let rest = text.drop { $0 == " " }
        var end = rest.endIndex
        while end > rest.startIndex, rest[rest.index(before: end)] == " " { end = rest.index(before: end) }
        return rest[..<end]
    }
}
