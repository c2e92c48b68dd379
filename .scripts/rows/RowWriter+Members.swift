extension RowWriter {
    /// Writes the names of the members, which tell a row from another object.
    mutating func writeMembers() {
        func names(_ fields: [RowDeclaration.Field]) -> String {
            "[" + fields.map { "\"\($0.wireName)\"" }.joined(separator: ", ") + "]"
        }
        put("")
        put("extension \(fieldsType) {")
        put("static var members: RowMembers {", 1)
        put("RowMembers(", 2)
        put("provider: \"\(row.namespace)\", essential: \(names(row.fields.filter { $0.has("id") })),", 3)
        put("required: \(names(row.fields.filter { !$0.has("id") && $0.has("required") })),", 3)
        put("all: \(rowType).Field.allCases.map(\\.rawValue))", 3)
        put("}", 1)
        put("}")
    }

    /// Writes what the provider documents of the row.
    mutating func writeShape() {
        put("")
        put("extension \(rowType): ShapedModel {")
        put("/// What the provider documents of the row.", 1)
        put("public static let shape = ModelShape([", 1)
        for field in row.fields {
            let kind: String =
                if let type = field.value(of: "as") {
                    ", .words(\(types.qualified(type, in: rowType)).known.map(\\.rawValue))"
                } else if field.nestedFields != nil, let type = field.value(of: "row") {
                    ", .object(\(row.namespace).\(type).shape)"
                } else if field.isObject || field.type == "JSONValue" {
                    ", .open"
                } else {
                    ""
                }
            let mark = field.has("undocumented") ? ", isDocumented: false" : ""
            put("ModelShape.Member(\"\(field.wireName)\"\(kind)\(mark)),", 2)
        }
        put("])", 1)
        put("")
        put("/// What the provider documents of the row.", 1)
        put("public var shape: ModelShape { Self.shape }", 1)
        put("}")
    }
}
