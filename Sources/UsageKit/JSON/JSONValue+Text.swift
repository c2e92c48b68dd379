extension JSONValue {
    /// The value as compact JSON text.
    public var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    /// Appends the value as compact JSON text (RFC 8259).
    public func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .number(let number): text += number.literal
        case .string(let string): Self.write(string, to: &text)
        case .array(let elements):
            text += "["
            var separator = ""
            for element in elements {
                text += separator
                element.write(to: &text)
                separator = ","
            }
            text += "]"
        case .object(let object):
            text += "{"
            var separator = ""
            for member in object.members {
                text += separator
                Self.write(member.name, to: &text)
                text += ":"
                member.value.write(to: &text)
                separator = ","
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        defer { text += "\"" }
        // Most texts have nothing to escape.
        guard needsEscapes(string) else {
            text += string
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension JSONValue {
    private static func needsEscapes(_ string: String) -> Bool {
        for byte in string.utf8 where byte < 0x20 || byte == 0x22 || byte == 0x5C { return true }
        return false
    }
}

extension JSONValue: CustomStringConvertible {
    /// The value as compact JSON text.
    public var description: String { text }
}
