/// A model that comes in one response, as its declaration describes it.
///
/// Other than a row, the declaration is the public structure itself: `public struct Balance: … {  // document`.
struct DocumentDeclaration {
    /// A property of the structure.
    struct Field {
        var name = ""
        /// The type without the question mark.
        var type = ""
        var isOptional = false
        /// The name on the wire.
        var wireName = ""
        /// What else the declaration says.
        var options: [(name: String, value: String)] = []

        func has(_ option: String) -> Bool { options.contains { $0.name == option } }
        func value(of option: String) -> String? { options.first { $0.name == option }?.value }
    }

    /// The type, for example `Aurous.Pricing.Image`.
    var type = ""
    var fields: [Field] = []
    /// Members that are written with a fixed text, for example `object`.
    var constants: [(name: String, value: String)] = []
    /// The member of an envelope that may hold the document.
    var envelope: String?
}

extension DocumentDeclaration {
    /// Returns the declaration with its types written out.
    func qualified(by types: TypeNames) -> DocumentDeclaration {
        var document = self
        document.fields = fields.map { field in
            var field = field
            field.type = types.qualified(field.type, in: type)
            return field
        }
        return document
    }

    /// The functions that read values which do not know their form in JSON, by the option that asks for one.
    static let readers = [
        "epoch": "milliseconds", "epochSeconds": "secondsSince1970", "milliseconds": "durationInMilliseconds",
        "seconds": "durationInSeconds",
    ]

    /// Reads the declarations of a file.
    static func all(in source: String, of file: String) throws -> [DocumentDeclaration] {
        var documents: [DocumentDeclaration] = []
        var namespace = ""
        var current: (document: DocumentDeclaration, depth: Int)?
        for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let text = trimmed(line)
            let depth = line.prefix { $0 == " " }.count / 4
            func fail(_ message: String) -> DeclarationError { DeclarationError(message, line: index + 1, of: file) }
            if line.hasPrefix("extension "), text.hasSuffix("{") {
                namespace = String(trimmed(text.dropFirst("extension ".count).dropLast()).prefix { $0 != ":" })
            } else if text.hasPrefix("public struct "), let comment = comment(of: text), comment[0] == "document" {
                if current != nil { throw fail("a document may not hold another one; declare it in an extension") }
                var document = DocumentDeclaration()
                let name = text.dropFirst("public struct ".count).prefix { $0 != ":" && $0 != " " }
                document.type = "\(namespace).\(name)"
                for option in comment.dropFirst() {
                    let words = option.split(separator: " ", maxSplits: 2).map(String.init)
                    switch (words[0], words.count) {
                    case ("writes", 3): document.constants.append((words[1], words[2]))
                    case ("wrapped", 2): document.envelope = words[1]
                    default: throw fail("a document has no option \(option)")
                    }
                }
                current = (document, depth)
            } else if let open = current, text == "}", depth == open.depth {
                documents.append(open.document)
                current = nil
            } else if let open = current, depth == open.depth + 1, text.hasPrefix("public var ") {
                if text.hasPrefix("public var unknown") || text.hasSuffix("{") || text.hasSuffix("}") { continue }
                guard let comment = comment(of: text) else {
                    throw fail("the field needs a comment with its name on the wire")
                }
                current?.document.fields.append(try field(text, comment, fail))
            }
        }
        guard !documents.isEmpty else { throw DeclarationError("the file declares no document", line: 1, of: file) }
        return documents
    }

    private static func field(
        _ text: Substring, _ comment: [String], _ fail: (String) -> DeclarationError
    ) throws -> Field {
        let declaration = trimmed(text.dropFirst("public var ".count).prefix { $0 != "/" })
        guard let colon = declaration.firstIndex(of: ":") else { throw fail("the field needs a type") }
        var field = Field()
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
            let known = ["null", "empty", "open", "undocumented", "text"] + readers.keys
            guard let name = words.first.map(String.init), known.contains(name) else {
                throw fail("a field has no option \(option)")
            }
            if name == "open", !field.isOptional { throw fail("a field that is open needs an optional type") }
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
