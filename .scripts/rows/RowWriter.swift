/// Writes the Swift code of a declaration.
struct RowWriter {
    let row: RowDeclaration
    let types: TypeNames
    private var lines: [String] = []

    init(_ row: RowDeclaration, _ types: TypeNames) {
        self.row = row
        self.types = types
    }

    static func code(for row: RowDeclaration, _ types: TypeNames) -> String {
        var writer = RowWriter(row, types)
        writer.writeRow()
        writer.writeEquality()
        writer.writeNames()
        writer.writeMembers()
        writer.writeShape()
        writer.writeDecoder()
        writer.writeContentHash()
        writer.writeJSON()
        if row.hasCSV { writer.writeCSV() }
        return writer.lines.joined(separator: "\n") + "\n"
    }

    mutating func put(_ text: String, _ level: Int = 0) {
        lines.append(text.isEmpty ? "" : String(repeating: "    ", count: level) + text)
    }

    mutating func put(documentation: [String], _ level: Int) {
        for line in documentation { put(line, level) }
    }

    var fieldsType: String { "\(row.namespace).\(row.fieldsName)" }
    var rowType: String { "\(row.namespace).\(row.rowName)" }

    // MARK: The public row

    private mutating func writeRow() {
        put("extension \(row.namespace) {")
        put(documentation: row.documentation, 1)
        let hasID = row.fields.contains { $0.name == "id" && !$0.isOptional && !$0.has("hidden") }
        put("public struct \(row.rowName): Hashable,\(hasID ? " Identifiable," : "") Sendable {", 1)
        put("var fields: \(row.fieldsName)<OwnedText>", 2)
        for field in row.fields where !field.has("hidden") {
            put("")
            put(documentation: field.documentation + field.settingNote, 2)
            writeAccessor(field)
        }
        put("")
        put("/// Members that this version does not know.", 2)
        put("public var unknown: JSONObject {", 2)
        put("get { fields.unknown }", 3)
        put("set { fields.unknown = newValue }", 3)
        put("}", 2)
        put("}", 1)
        put("}")
    }

    // MARK: Equality

    private mutating func writeEquality() {
        put("")
        put("extension \(rowType) {")
        put("/// Whether all fields are equal; texts are compared by their UTF-8 bytes.", 1)
        put("public static func == (left: Self, right: Self) -> Bool {", 1)
        put("let (left, right) = (left.fields, right.fields)", 2)
        for field in row.fields {
            let (left, right) = ("left.\(field.name)", "right.\(field.name)")
            func wrapped(_ value: String) -> String {
                if field.isText {
                    return field.isOptional ? "\(value).map(ByteString.init)" : "ByteString(\(value))"
                }
                guard field.nestedFields != nil, let type = field.value(of: "row") else { return value }
                // A row inside the row is named once, since the line is long.
                if value.hasPrefix("left") { put("typealias Nested = \(row.namespace).\(type)", 2) }
                return field.isOptional ? "\(value).map(Nested.init)" : "Nested(fields: \(value))"
            }
            put("if \(wrapped(left)) != \(wrapped(right)) { return false }", 2)
        }
        put("return left.unknown == right.unknown", 2)
        put("}", 1)
        put("")
        put("/// Feeds the row to a hasher.", 1)
        put("public func hash(into hasher: inout Hasher) {", 1)
        for field in row.fields where field.has("id") { put("hasher.combine(ByteString(fields.\(field.name)))", 2) }
        put("hasher.combine(fields.contentHash)", 2)
        put("}", 1)
        put("}")
    }

    // MARK: Names

    private mutating func writeNames() {
        put("")
        put("extension \(rowType) {")
        put("/// The names on the wire, in the order in which they usually come.", 1)
        put("enum Field: String, WireField {", 1)
        var plain: [String] = []
        func flush() {
            if !plain.isEmpty { put("case \(plain.joined(separator: ", "))", 2) }
            plain = []
        }
        for field in row.fields {
            if field.caseName == field.wireName {
                plain.append(field.caseName)
                if plain.joined(separator: ", ").count > 80 { flush() }
            } else {
                flush()
                put("case \(field.caseName) = \"\(field.wireName)\"", 2)
            }
        }
        flush()
        put("static let table = FieldTable<Self>()", 2)
        let undocumented = row.fields.filter { $0.has("undocumented") }.map { ".\($0.caseName)" }
        if !undocumented.isEmpty {
            put("static let undocumented: Set<Self> = [\(undocumented.joined(separator: ", "))]", 2)
        }
        put("}", 1)
        put("}")
    }

    // MARK: Decoding

    private mutating func writeDecoder() {
        put("")
        put("extension \(fieldsType) {")
        put("/// Reads the fields; nil if the form cannot hold one of the texts.", 1)
        put("@inline(__always)", 1)
        put("init?(from json: inout JSONReader) throws(UsageError) {", 1)
        put("typealias Field = \(rowType).Field", 2)
        for field in row.fields { put("var \(field.name): \(qualified(field))?", 2) }
        put("var members = try json.members(of: Field.self)", 2)
        put("while let field = try json.next(&members) {", 2)
        put("switch field {", 3)
        for field in row.fields { writeCase(field) }
        put("}", 3)
        put("}", 2)
        for (index, field) in row.fields.enumerated() {
            if !field.isOptional {
                put("guard let \(field.name) else { throw json.missing(Field.\(field.caseName)) }", 2)
            } else if field.has("required") {
                put("guard members.hasSeen(\(index)) else { throw json.missing(Field.\(field.caseName)) }", 2)
            }
        }
        var arguments = row.fields.map { "\($0.name): \($0.name)" }
        arguments.append("unknown: Form.unknown(members.unknown)")
        put("self.init(", 2)
        writeWrapped(arguments, ")", 3)
        put("}", 1)
        put("}")
    }

    /// The type of a field as it is named outside of the provider's namespace.
    private func qualified(_ field: RowDeclaration.Field) -> String {
        field.nestedFields == nil ? field.type : "\(row.namespace).\(field.type)"
    }

    private mutating func writeCase(_ field: RowDeclaration.Field) {
        let name = field.name
        guard let read = readOfForm(field) else {
            if field.has("required") {
                return put("case .\(field.caseName): if !json.repairedNull() { \(name) = try json.\(read(field)) }", 3)
            }
            return put("case .\(field.caseName): \(name) = try json.\(read(field))", 3)
        }
        put("case .\(field.caseName):", 3)
        let level = field.isOptional ? 5 : 4
        if field.isOptional { put("if !json.\(field.has("required") ? "repairedNull" : "null")() {", 4) }
        if field.isText, field.has("required") || field.has("filled") { put("try json.refuseEmptyText()", level) }
        put("guard let value = try \(read) else { return nil }", level)
        put("\(name) = value", level)
        if field.isOptional { put("}", 4) }
    }

    /// The call that reads a value with texts, which gives nil if the form cannot hold them; nil for a value without
    /// texts.
    private func readOfForm(_ field: RowDeclaration.Field) -> String? {
        if field.isText { return "Form.\(field.has("own") || field.has("id") ? "ownText" : "repeatedText")(&json)" }
        if field.isObject { return "Form.object(&json, mapping: \"\(field.value(of: "mapping") ?? "")\")" }
        return field.nestedFields.map { "\(row.namespace).\($0)<Form>(from: &json)" }
    }

    /// The call that reads a value without texts.
    private func read(_ field: RowDeclaration.Field) -> String {
        if let read = field.value(of: "read") { return "\(read)()" }
        let base: String =
            switch field.type {
            case "Int": "count"
            case "Bool": "bool"
            case "ExactDecimal": "decimal"
            case "Timestamp": field.has("epoch") ? "epochInstant" : "instant"
            case "Duration": "duration"
            case "JSONValue": "value"
            default: "unknown type \(field.type)"
            }
        guard field.isOptional, !field.has("required") else {
            return base == "duration" ? "durationInMilliseconds()" : "\(base)()"
        }
        return "optional\(base.prefix(1).uppercased())\(base.dropFirst())()"
    }

    // MARK: Content hash

    private mutating func writeContentHash() {
        put("")
        put("extension \(fieldsType) {")
        let fields = row.fields.contains { $0.has("id") } ? "all fields but the id" : "all fields"
        put("/// A hash of \(fields), which is the same in either form of the texts.", 1)
        put("@inline(__always)", 1)
        put("var contentHash: UInt64 {", 1)
        put("var hash = ContentHash()", 2)
        for field in row.fields where !field.has("id") {
            if field.isText {
                put("hash.add(\(field.name), as: Form.self)", 2)
            } else if field.isObject {
                put("hash.add(object: \(field.name), as: Form.self)", 2)
            } else if field.nestedFields != nil {
                put("hash.add(nested: \(field.name)\(field.isOptional ? "?" : "").contentHash)", 2)
            } else {
                put("hash.add(\(field.name))", 2)
            }
        }
        put("hash.add(unknown: unknown, as: Form.self)", 2)
        put("return hash.value", 2)
        put("}", 1)
        put("}")
    }

    // MARK: JSON

    private mutating func writeJSON() {
        put("")
        put("extension \(rowType): JSONRepresentable {")
        put("init(from json: inout JSONReader) throws(UsageError) {", 1)
        put("fields = try json.ownedFields(\(fieldsType)<OwnedText>.self)", 2)
        put("}", 1)
        put("")
        put("/// Reads a row under the names of the wire, as the rows of a page are read.", 1)
        put("///", 1)
        put("/// - Throws: ``UsageError`` if the value is not such a row.", 1)
        put("public init(_ json: JSONValue) throws(UsageError) {", 1)
        put("self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }", 2)
        put("}", 1)
        put("")
        put("/// The row under the names of the wire, with the members that this version does not know at the end.", 1)
        put("public var jsonValue: JSONValue {", 1)
        put("var object = JSONObject()", 2)
        for field in row.fields {
            let (name, key) = ("fields.\(field.name)", "Field.\(field.caseName)")
            let convert: String =
                if field.isText {
                    "JSONValue.string"
                } else if field.nestedFields != nil {
                    "{ \(row.namespace).\(field.value(of: "row") ?? "")(fields: $0).jsonValue }"
                } else if field.type == "Duration" {
                    "{ JSONValue(milliseconds: $0) }"
                } else if field.has("epoch") {
                    "{ JSONValue(millisecondsSince1970: $0) }"
                } else if field.isObject {
                    "JSONValue.object"
                } else if field.type == "Bool" {
                    "JSONValue.bool"
                } else {
                    "{ JSONValue($0) }"
                }
            let label = field.isOptional && field.has("null") ? "orNull: " : ""
            if field.nestedFields != nil {
                put("object.append(\(key), \(label)\(name)) {", 2)
                put(String(convert.dropFirst(2).dropLast(2)), 3)
                put("}", 2)
            } else if convert.hasPrefix("{") {
                put("object.append(\(key), \(label)\(name)) \(convert)", 2)
            } else {
                put("object.append(\(key), \(label)\(name), \(convert))", 2)
            }
        }
        put("return .object(object.appending(unknown))", 2)
        put("}", 1)
        put("}")
    }

    // MARK: CSV

    private mutating func writeCSV() {
        let prefix = row.csvPrefix
        put("")
        put("extension \(rowType) {")
        put("/// Where the values of a row are in a record of the provider's CSV.", 1)
        put("struct Columns: Sendable {", 1)
        for field in row.fields {
            if field.nestedFields != nil, let nested = field.value(of: "row") {
                put("let \(field.name): \(row.namespace).\(nested).Columns", 2)
            } else {
                let mark = field.isOptional && !field.has("required") ? "?" : ""
                put("let \(field.name): CSVColumn\(mark)", 2)
            }
        }
        put("/// Columns that this version does not know.", 2)
        put("let unknown: [CSVColumn]", 2)
        put("")
        put("init(_ header: CSVHeader) throws(UsageError) {", 2)
        var nestedPrefixes: [String] = []
        for field in row.fields {
            let column = "\"\(prefix)\(field.wireName)\""
            if field.nestedFields != nil, let nested = field.value(of: "row") {
                put("\(field.name) = try \(row.namespace).\(nested).Columns(header)", 3)
                nestedPrefixes.append(prefix + field.wireName)
            } else if field.isOptional, !field.has("required") {
                put("\(field.name) = header.column(\(column))", 3)
            } else {
                put("\(field.name) = try header.required(\(column))", 3)
            }
        }
        let nested = nestedPrefixes.map { "\"\($0)\"" }.joined(separator: ", ")
        put("unknown = try header.unknown(below: \"\(prefix)\", known: Field.self, nested: [\(nested)])", 3)
        put("}", 2)
        put("}", 1)
        put("}")
        put("")
        put("extension \(fieldsType) where Form == OwnedText {")
        put("/// Reads a record; an empty cell says what `null` says in JSON.", 1)
        put("init(from record: CSVRecord, _ columns: \(rowType).Columns) throws(UsageError) {", 1)
        for field in row.fields {
            if let nested = field.nestedFields {
                let fields = "\(row.namespace).\(nested)(from: record, columns.\(field.name))"
                put("\(field.name) = try \(fields).ifAnyIsKnown", 2)
                continue
            }
            let base: String =
                switch field.type {
                case "Form.Text": "string"
                case "Int": "count"
                case "ExactDecimal": "decimal"
                case "Timestamp": "instant"
                case "Duration": "duration"
                default: "unknown type \(field.type)"
                }
            if field.has("required") {
                let column = "columns.\(field.name)"
                put("\(field.name) = record.isBlanked(\(column)) ? nil : try record.\(base)(\(column))", 2)
                continue
            }
            let call = field.isOptional ? "optional\(base.prefix(1).uppercased())\(base.dropFirst())" : base
            put("\(field.name) = try record.\(call)(columns.\(field.name))", 2)
        }
        put("unknown = try record.members(columns.unknown, droppingPrefix: \"\(prefix)\")", 2)
        put("}", 1)
        if !prefix.isEmpty {
            put("")
            put("/// The fields; nil if none of them is known.", 1)
            put("var ifAnyIsKnown: Self? {", 1)
            for field in row.fields { put("if \(field.name) != nil { return self }", 2) }
            put("return unknown.members.contains { !$0.value.isNull } ? self : nil", 2)
            put("}", 1)
        }
        put("}")
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
