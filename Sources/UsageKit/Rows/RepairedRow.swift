extension JSONReader {
    /// Reads the fields of a row.
    ///
    /// A field that cannot be read becomes unknown, and its value is kept among the members that the row does not know, so
    /// a bad field does not cost the others. A required field that is missing is kept there as null.
    ///
    /// - Throws: ``UsageError`` if the bytes are not JSON, if a field is bad without which there is no row, or if too
    ///   many are missing for the object to be a row.
    mutating func ownedFields<Fields: DeclaredFields>(
        _: Fields.Type
    ) throws(UsageError) -> Fields where Fields.Form == OwnedText {
        let start = mark
        // Computing the path of an error scans from its start, and an error of a field rarely leaves its row.
        let outer = beginPath()
        defer { beginPath(at: outer) }
        do throws(UsageError) {
            guard let fields = try Fields(from: &self) else { throw unreadableText() }
            return fields
        } catch {
            do throws(UsageError) { return try repairedFields(from: start, after: error) } catch {
                throw located(error, in: start.position, from: outer)
            }
        }
    }

    // Apart from the usual case, so that reading a sound row is not slower for it.
    @inline(never)
    private mutating func repairedFields<Fields: DeclaredFields>(
        from start: Mark, after failure: UsageError
    ) throws(UsageError) -> Fields where Fields.Form == OwnedText {
        guard failure.isOfReadableDocument else { throw failure }
        rewind(to: start)
        let object: JSONObject
        do { object = try self.object() } catch { throw failure.isOfOneField ? error : failure }
        var row = RepairedRow(object)
        let missing = Fields.members.missing(in: object)
        if !missing.isEmpty || failure.byteOffset == position {
            guard Fields.members.mayBeRow(object) else {
                // An error inside the object is that of one of its values.
                guard failure.byteOffset == position else { throw failure }
                var refusal = failure
                refusal.message = Fields.members.refusal(of: object, missing)
                throw refusal
            }
            row.note(missing: missing)
        } else if !failure.isOfOneField {
            throw failure
        }
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

    /// Lets required members that are missing count as null that could not be read.
    mutating func note(missing names: [String]) {
        for name in names {
            object.append(name, .null)
            unreadable.append(name, .null)
        }
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
    /// Whether the document can be read, although the error is in what it says.
    fileprivate var isOfReadableDocument: Bool {
        [.unexpectedShape, .invalidTimestamp, .inexactNumber].contains(code)
    }

    /// Whether the error is that of one value, in a document that can be read.
    var isOfOneField: Bool {
        isOfReadableDocument && codingPath?.isEmpty == false
    }
}
