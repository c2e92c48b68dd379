extension CSVHeader {
    /// The columns that no field of a row reads.
    ///
    /// - Parameters:
    ///   - prefix: The prefix of the names of the row's columns.
    ///   - known: The names of the row's fields.
    ///   - nested: Objects inside the row whose fields have columns of their own.
    /// - Returns: The columns.
    /// - Throws: ``UsageError`` if there is a column for such an object as a whole, since its value could contradict the
    ///   columns of its fields.
    func unknown<Field: WireField>(
        below prefix: String, known: Field.Type, nested: [String]
    ) throws(UsageError) -> [CSVColumn] {
        var unknown: [CSVColumn] = []
        for column in columns where column.name.utf8.starts(with: prefix.utf8) {
            let name = column.name.utf8.dropFirst(prefix.utf8.count)
            if let object = nested.first(where: { $0.utf8.elementsEqual(column.name.utf8) }) {
                throw error("unexpected column \(object); each of its fields has a column of its own")
            }
            let isNested = nested.contains { column.name.utf8.starts(with: "\($0).".utf8) }
            if isNested || known.allCases.contains(where: { $0.rawValue.utf8.elementsEqual(name) }) { continue }
            unknown.append(column)
        }
        return unknown
    }
}

extension CSVRecord {
    /// The cells of columns as members of an object, with their texts unchanged.
    func members(_ columns: [CSVColumn], droppingPrefix prefix: String) throws(UsageError) -> JSONObject {
        var object = JSONObject()
        for column in columns {
            let name = String(column.name.unicodeScalars.dropFirst(prefix.unicodeScalars.count))
            object.append(name, JSONValue(try optionalString(column)))
        }
        return object
    }
}

extension CSVRecord {
    /// Reads the fields of a row; a cell that cannot be read becomes unknown, and its text is kept under the name of its
    /// column.
    ///
    /// - Throws: ``UsageError`` if a cell is not UTF-8, or if there is no row without it.
    func fields<Fields: DeclaredFields>(
        _ read: (CSVRecord) throws(UsageError) -> Fields
    ) throws(UsageError) -> Fields where Fields.Form == OwnedText {
        var record = self
        var unreadable = JSONObject()
        while true {
            do throws(UsageError) {
                var fields = try read(record)
                if !unreadable.isEmpty { fields.unknown = fields.unknown.appending(unreadable) }
                return fields
            } catch {
                guard error.isOfOneField, let name = error.codingPath, let offset = error.byteOffset,
                    let column = (0..<count).first(where: { self.offset(of: $0) == offset }),
                    let text = record.blank(column)
                else { throw error }
                unreadable.append(name, .string(text))
            }
        }
    }
}
