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
}
