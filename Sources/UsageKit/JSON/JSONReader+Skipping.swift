extension JSONReader {
    /// Skips a value of any type and builds nothing of it.
    ///
    /// It accepts what ``value()`` reads and throws the same errors, apart from the limit on the number of values.
    mutating func skipValue() throws(UsageError) {
        skipWhitespace()
        switch bytes[position] {
        case UInt8(ascii: "{"): try skipObject()
        case UInt8(ascii: "["):
            var elements = try elements()
            while try next(&elements) { try skipValue() }
        case UInt8(ascii: "\""): try validate(try stringToken())
        case UInt8(ascii: "t") where consume(.true): break
        case UInt8(ascii: "f") where consume(.false): break
        case UInt8(ascii: "n") where consume(.null): break
        default: guard skipNumber() else { throw malformed("expected a value") }
        }
    }

    /// Skips an object.
    mutating func skipObject() throws(UsageError) {
        try enterObject()
        var isFirst = true
        while try hasNextMember(isFirst: isFirst) {
            isFirst = false
            try validate(try memberName())
            try skipValue()
        }
    }

    /// Skips an object or `null`.
    mutating func skipOptionalObject() throws(UsageError) {
        if !null() { try skipObject() }
    }

    /// Skips an object, and says whether the value of a member, the last one of its name, is an array.
    mutating func skipObject(withArray name: String) throws(UsageError) -> Bool {
        var isArray = false
        try eachMember { (member, json) throws(UsageError) in
            if ByteString(member) == ByteString(name) { isArray = json.bytes[json.position] == UInt8(ascii: "[") }
            try json.skipValue()
        }
        return isArray
    }
}
