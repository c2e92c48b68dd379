extension RowWriter {
    /// Writes the property of a field.
    mutating func writeAccessor(_ field: RowDeclaration.Field) {
        let (name, mark) = (field.name, field.isOptional ? "?" : "")
        func property(_ type: String, get: String, set: String) {
            put("public var \(name): \(type)\(mark) {", 2)
            put("get { \(get) }", 3)
            put("set { fields.\(name) = \(set) }", 3)
            put("}", 2)
        }
        if let type = field.value(of: "as") {
            property(
                type, get: field.isOptional ? "fields.\(name).map(\(type).init)" : "\(type)(rawValue: fields.\(name))",
                set: "newValue\(mark).rawValue")
        } else if let currency = field.value(of: "money") {
            let money = { (amount: String) in "Money(exact: \(amount), currency: \(currency))" }
            property(
                "Money", get: field.isOptional ? "fields.\(name).map { \(money("$0")) }" : money("fields.\(name)"),
                set: field.isOptional
                    ? "newValue.map { ExactDecimal(setting: $0, in: \(currency)) }"
                    : "ExactDecimal(setting: newValue, in: \(currency))")
        } else if field.nestedFields != nil, let type = field.value(of: "row") {
            property(
                type, get: field.isOptional ? "fields.\(name).map(\(type).init)" : "\(type)(fields: fields.\(name))",
                set: "newValue\(mark).fields")
        } else if field.type == "ExactDecimal" {
            property(
                "Decimal", get: "fields.\(name)\(mark).decimal",
                set: field.isOptional ? "newValue.map(ExactDecimal.init(setting:))" : "ExactDecimal(setting: newValue)")
        } else {
            let type = field.isText ? "String" : field.isObject ? "JSONObject" : field.type
            property(type, get: "fields.\(name)", set: "newValue")
        }
    }
}

extension RowDeclaration.Field {
    /// What the documentation says about setting the field.
    var settingNote: [String] {
        if let currency = value(of: "money") {
            ["///", "/// It can be set to an amount in ``Currency/\(currency.dropFirst())`` only."]
        } else if type == "ExactDecimal" {
            ["///", "/// It can be set to a finite number of up to 38 significant digits."]
        } else {
            []
        }
    }
}
