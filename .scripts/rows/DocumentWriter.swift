/// Writes the Swift code of the documents of one declaration file.
struct DocumentWriter {
    private var lines: [String] = []

    static func code(for documents: [DocumentDeclaration]) -> String {
        var writer = DocumentWriter()
        for (index, document) in documents.enumerated() {
            if index > 0 { writer.put("") }
            writer.write(document)
        }
        return writer.lines.joined(separator: "\n") + "\n"
    }

    private mutating func put(_ text: String, _ level: Int = 0) {
        lines.append(text.isEmpty ? "" : String(repeating: "    ", count: level) + text)
    }

    private mutating func write(_ document: DocumentDeclaration) {
        writeInitializer(document)
        put("")
        put("extension \(document.type): JSONDocument {")
        writeNames(document)
        writeShape(document)
        writeDecoder(document)
        writeJSON(document)
        writeEquality()
        put("}")
    }

    // MARK: Initializer

    private mutating func writeInitializer(_ document: DocumentDeclaration) {
        put("extension \(document.type) {")
        put("/// Creates a value, for example for a test; what is left out is not known.", 1)
        let parameters = document.fields.map { field in
            field.isOptional
                ? "\(field.name): \(field.type)? = nil"
                : "\(field.name): \(field.type)\(field.has("empty") ? " = \(emptyValue(field))" : "")"
        }
        let line = "public init(\(parameters.joined(separator: ", "))) {"
        if line.count <= 116 {
            put(line, 1)
        } else {
            put("public init(", 1)
            writeWrapped(parameters, "", 2)
            put(") {", 1)
        }
        for field in document.fields { put("self.\(field.name) = \(field.name)", 2) }
        put("}", 1)
        put("}")
    }

    // MARK: Names

    private mutating func writeNames(_ document: DocumentDeclaration) {
        put("enum Field: String, WireField {", 1)
        var plain: [String] = []
        func flush() {
            if !plain.isEmpty { put("case \(plain.joined(separator: ", "))", 2) }
            plain = []
        }
        let names =
            document.constants.map { ($0.name, $0.name) } + document.fields.map { ($0.name, $0.wireName) }
        for (caseName, wireName) in names {
            if caseName == wireName {
                plain.append(caseName)
                if plain.joined(separator: ", ").count > 80 { flush() }
            } else {
                flush()
                put("case \(caseName) = \"\(wireName)\"", 2)
            }
        }
        flush()
        put("static let table = FieldTable<Self>()", 2)
        let undocumented = document.fields.filter { $0.has("undocumented") }.map { ".\($0.name)" }
        if !undocumented.isEmpty {
            put("static let undocumented: Set<Self> = [\(undocumented.joined(separator: ", "))]", 2)
        }
        put("}", 1)
    }

    // MARK: Shape

    private mutating func writeShape(_ document: DocumentDeclaration) {
        put("")
        put("/// What the provider documents of the model.", 1)
        put("public static let shape = ModelShape([", 1)
        // A list of one element has no comma at its end.
        let end = document.constants.count + document.fields.count > 1 ? "," : ""
        for (name, value) in document.constants {
            put("ModelShape.Member(\"\(name)\", .words([\"\(value)\"]))\(end)", 2)
        }
        for field in document.fields {
            let kind = form(of: field) == nil ? "\(field.type).kind" : ".value"
            let mark = field.has("undocumented") ? ", isDocumented: false" : ""
            put("ModelShape.Member(\"\(field.wireName)\", \(kind)\(mark))\(end)", 2)
        }
        put("])", 1)
    }

    // MARK: Decoding

    /// What a list or an object is if it is missing.
    private func emptyValue(_ field: DocumentDeclaration.Field) -> String {
        field.type.hasPrefix("[") ? "[]" : "\(field.type)()"
    }

    /// The option that names the form of a value; nil for a value that knows its form.
    private func form(of field: DocumentDeclaration.Field) -> String? {
        field.options.map(\.name).first { DocumentDeclaration.readers[$0] != nil }
    }

    private mutating func writeDecoder(_ document: DocumentDeclaration) {
        if let envelope = document.envelope {
            put("")
            put("static var envelope: String? { \"\(envelope)\" }", 1)
        }
        put("")
        put("init(from json: inout JSONReader) throws(UsageError) {", 1)
        if let envelope = document.envelope {
            put("if let value = try Self.wrapped(in: \"\(envelope)\", from: &json) {", 2)
            put("self = value", 3)
            put("return", 3)
            put("}", 2)
        }
        for field in document.fields { put("var \(field.name): \(field.type)?", 2) }
        put("var members = try json.members(of: Field.self)", 2)
        put("while let field = try json.next(&members) {", 2)
        put("switch field {", 3)
        for (name, _) in document.constants { put("case .\(name): try json.skipValue()", 3) }
        for field in document.fields {
            let mayBeNull = field.isOptional || field.has("empty")
            let read: String
            switch form(of: field).flatMap({ DocumentDeclaration.readers[$0] }) {
            case let reader?:
                let call = "json.\(reader)()"
                read = mayBeNull ? "json.null() ? nil : try \(call)" : "try \(call)"
            case nil where field.has("open"):
                read = "try .open(Field.\(field.name), from: &json, or: &members.unknown)"
            case nil:
                read = mayBeNull ? "try .optional(from: &json)" : "try \(field.type)(from: &json)"
            }
            put("case .\(field.name): \(field.name) = \(read)", 3)
        }
        put("}", 3)
        put("}", 2)
        for field in document.fields where !field.isOptional && !field.has("empty") {
            put("guard let \(field.name) else { throw json.missing(Field.\(field.name)) }", 2)
        }
        for field in document.fields {
            put(
                "self.\(field.name) = \(field.name)\(field.has("empty") && !field.isOptional ? " ?? \(emptyValue(field))" : "")",
                2)
        }
        put("unknown = members.unknown", 2)
        put("}", 1)
        put("")
        put("/// Reads a value under the names of the wire.", 1)
        put("///", 1)
        put(
            "/// - Throws: ``UsageError`` with ``UsageError/Code/unexpectedShape`` and the path if the value is not one.",
            1)
        put("public init(_ json: JSONValue) throws(UsageError) {", 1)
        put("self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }", 2)
        put("}", 1)
    }

    // MARK: JSON

    private mutating func writeJSON(_ document: DocumentDeclaration) {
        put("")
        put(
            "/// The value under the names of the wire, with the members that this version does not know at the end.", 1
        )
        put("public var jsonValue: JSONValue {", 1)
        put("var object = JSONObject()", 2)
        for (name, value) in document.constants { put("object.append(Field.\(name), \"\(value)\") { .string($0) }", 2) }
        for field in document.fields {
            let convert =
                switch form(of: field) {
                case "epoch": "{ JSONValue(millisecondsSince1970: $0) }"
                case "epochSeconds": "{ JSONValue(secondsSince1970: $0) }"
                case "milliseconds": "{ JSONValue(milliseconds: $0) }"
                case "seconds": "{ JSONValue(seconds: $0) }"
                default:
                    field.value(of: "text").map { "{ JSONValue(text: $0, decimals: \($0)) }" } ?? "{ $0.jsonForm }"
                }
            let label = field.has("null") ? "orNull: " : ""
            put("object.append(Field.\(field.name), \(label)\(field.name)) \(convert)", 2)
        }
        let open = document.fields.filter { $0.has("open") }
        if !open.isEmpty { put("var unknown = unknown", 2) }
        for field in open { put("if \(field.name) != nil { unknown.remove(Field.\(field.name)) }", 2) }
        put("return .object(object.appending(unknown))", 2)
        put("}", 1)
    }

    // MARK: Equality

    private mutating func writeEquality() {
        put("")
        put("/// Whether both are written as the same JSON.", 1)
        put("public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }", 1)
        put("")
        put("/// Feeds the JSON form to a hasher.", 1)
        put("public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }", 1)
    }

    // MARK: Lines

    /// Writes a list, as many elements a line as fit in 120 columns.
    private mutating func writeWrapped(_ elements: [String], _ end: String, _ level: Int) {
        var line = ""
        for (index, element) in elements.enumerated() {
            let text = element + (index + 1 < elements.count ? "," : end)
            if line.isEmpty {
                line = text
            } else if 4 * level + line.count + 1 + text.count <= 120 {
                line += " " + text
            } else {
                put(line, level)
                line = text
            }
        }
        put(line, level)
    }
}
