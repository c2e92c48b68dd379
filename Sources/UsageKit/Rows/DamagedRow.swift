/// What was replaced in the texts of a row, as far as it decides which row it is and how it counts.
struct DamagedRow: Hashable, Sendable {
    /// What was replaced in its id; nil if the id is as it came.
    var id: [UInt64]?
    /// The first text that decides how the row counts; nil if there is only text that decides nothing.
    ///
    /// It belongs to a charge, its sign or its currency, a unit, a request or a status, or it is the name of a member,
    /// which may be one of these.
    var field: String?
    /// The line of that text, or of the first one; nil if the row is in a page that was not saved.
    var line: Int?
}

extension ListedRow {
    /// The figures of a server have neither an id nor a charge of their own, so only their names decide.
    func damage(_ texts: [DamagedText]) -> DamagedRow {
        let name = texts.first(where: \.isName)
        return DamagedRow(field: name?.shortPath, line: (name ?? texts.first)?.line)
    }
}

extension DecodableRow {
    func isDecided(by text: DamagedText) -> Bool { false }

    /// The texts of the record by which it counts.
    private var decidingTexts: [String] {
        let record = usageRecord
        let texts = [record.status?.rawValue, record.charge?.currency.rawValue]
        let requestID = record.repeatsRequest ? record.requestID : nil
        return (texts + [requestID]).compactMap { $0 } + record.quantities.map(\.unit.rawValue)
    }

    func damage(_ texts: [DamagedText]) -> DamagedRow {
        let deciding = decidingTexts.flatMap { texts.sources(of: $0) }
        let first = texts.indices.first { index in
            texts[index].isName || isDecided(by: texts[index]) || deciding.contains(index)
        }
        .map { texts[$0] }
        var row = DamagedRow(field: first?.shortPath, line: (first ?? texts.first)?.line)
        let sources = identity.id.map { texts.sources(of: $0) } ?? []
        if !sources.isEmpty { row.id = sources.flatMap { texts[$0].original } }
        return row
    }
}

extension DeclaredRow {
    func isDecided(by text: DamagedText) -> Bool {
        Self.chargeFields.contains { $0.rawValue.utf8.elementsEqual(text.path.utf8) }
    }
}

extension [DamagedText] {
    /// The indices of the values that a text of a record with U+FFFD can come from: they are equal, or one is the
    /// beginning or the end of the other.
    ///
    /// If there is no such value, it can come from each.
    fileprivate func sources(of text: String) -> [Int] {
        guard text.hasReplacement else { return [] }
        let values = indices.filter { !self[$0].isName }
        let equal = values.filter { ByteString(self[$0].text) == ByteString(text) }
        if !equal.isEmpty { return equal }
        let parts = values.filter { self[$0].text.isEnd(of: text) || text.isEnd(of: self[$0].text) }
        return parts.isEmpty ? values : parts
    }
}

extension String {
    /// Whether another text begins or ends with the bytes of this one.
    fileprivate func isEnd(of other: String) -> Bool {
        other.utf8.starts(with: utf8) || other.utf8.reversed().starts(with: utf8.reversed())
    }
}
