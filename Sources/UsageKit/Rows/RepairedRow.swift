extension JSONReader {
    /// Reads the fields of a row.
    ///
    /// A field that cannot be read becomes unknown, and its value is kept among the members that the row does not know, so
    /// a bad field does not cost the others.
    ///
    /// - Throws: ``UsageError`` if the bytes are not JSON, or if a field is bad without which there is no row.
    mutating func ownedFields<Fields: DeclaredFields>(
        _: Fields.Type
    ) throws(UsageError) -> Fields where Fields.Form == OwnedText {
        let start = mark
        do throws(UsageError) {
            guard let fields = try Fields(from: &self) else { throw unreadableText() }
            return fields
        } catch {
            return try repairedFields(from: start, after: error)
        }
    }

    // Apart from the usual case, so that reading a sound row is not slower for it.
    @inline(never)
    private mutating func repairedFields<Fields: DeclaredFields>(
        from start: Mark, after failure: UsageError
    ) throws(UsageError) -> Fields where Fields.Form == OwnedText {
        guard failure.isOfOneField else { throw failure }
        rewind(to: start)
        var row = RepairedRow(try object())
        guard let fields: Fields = row.fields() else { throw failure }
        return fields
    }
}

/// A row whose unreadable values are replaced by null one after the other.
private struct RepairedRow {
    private var object: JSONObject
    /// The values that were replaced, under their paths.
    private var unreadable = JSONObject()

    init(_ object: JSONObject) {
        self.object = object
    }

    /// Reads the fields; nil if there is no row without one of the values.
    mutating func fields<Fields: DeclaredFields>() -> Fields? where Fields.Form == OwnedText {
        while true {
            let isRepaired = !unreadable.isEmpty
            do throws(UsageError) {
                let bytes = Array(JSONValue.object(object).text.utf8)
                let fields = try JSONReader.read(bytes) { (json) throws(UsageError) in
                    json.isRepaired = isRepaired
                    return try Fields(from: &json)
                }
                guard var fields else { return nil }
                fields.unknown = fields.unknown.appending(unreadable)
                return fields
            } catch {
                guard replace(error) else { return nil }
            }
        }
    }

    /// Replaces the value that an error names; false if that cannot help.
    private mutating func replace(_ error: UsageError) -> Bool {
        guard error.isOfOneField, let path = error.codingPath, unreadable[path] == nil,
            let value = object.removeValue(at: path.split(separator: ".").map(String.init)[...])
        else { return false }
        unreadable.append(path, value)
        return true
    }
}

extension UsageError {
    /// Whether the error is that of one value, in a document that can be read.
    var isOfOneField: Bool {
        [.unexpectedShape, .invalidTimestamp, .inexactNumber].contains(code) && codingPath?.isEmpty == false
    }
}
