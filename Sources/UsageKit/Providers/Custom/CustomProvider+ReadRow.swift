extension CustomProvider {
    /// A row with what was found while it was read.
    struct ReadRow<Row: CustomRow>: DecodableRow {
        let row: Row
        /// The row in the vocabulary that all providers share.
        let usageRecord: UsageRecord
        let unreadableFields: [String]
        let traits: RowTraits
        let contentHash: UInt64

        init(from json: inout JSONReader) throws(UsageError) {
            json.skipWhitespace()
            let start = json.position
            let fields = try json.object()
            do {
                try self.init(fields)
            } catch {
                throw json.located(error, at: start)
            }
        }

        /// Reads a row that was read before.
        ///
        /// A row that its type does not read twice counts by what it says of itself.
        init(of row: Row) {
            self = (try? Self(row.fields)) ?? Self(row, CustomProvider.RowReader(row.fields))
        }

        private init(_ fields: JSONObject) throws(UsageError) {
            var reader = CustomProvider.RowReader(fields)
            let row = try Row(from: &reader)
            if let failure = reader.failure { throw failure }
            self.init(row, reader)
        }

        private init(_ row: Row, _ reader: CustomProvider.RowReader) {
            self.row = row
            usageRecord = row.usageRecord
            unreadableFields = reader.unreadable
            var fields = row.fields
            _ = fields.removeValue(at: reader.idPath[...])
            contentHash = UInt64(bitPattern: Int64(fields.hashValue))
            let record = usageRecord.fields
            var traits = BorrowedBytes.withNone { record.traits(in: $0) }
            if !reader.unreadable.isEmpty { traits.insert(.unreadable) }
            if reader.isChargeUnreadable { traits.insert(.chargeUnreadable) }
            self.traits = traits
        }

        var identity: RowIdentity { RowIdentity(id: usageRecord.id, time: usageRecord.time) }

        /// A text that is the same for equal rows; nil for a row with an id.
        var digest: String? { identity.id == nil ? Digest.sha256Base64(of: row.jsonValue.text) : nil }

        /// What a row asks for may decide how it counts, unless it is the id, or the record has it among the texts that
        /// do not.
        func isDecided(by text: DamagedText) -> Bool {
            let record = usageRecord
            let words = [record.model, record.user, record.apiKey, record.bot, record.conversation]
            let free = words.compactMap { $0 } + record.labels.values
            guard !free.contains(where: { ByteString($0) == ByteString(text.text) }) else { return false }
            var reader = CustomProvider.RowReader(row.fields, notesPaths: true)
            _ = try? Row(from: &reader)
            if text.isInside(reader.idPath.joined(separator: ".")) { return false }
            return reader.asked?.contains { text.isInside($0) } ?? false
        }

        func label(_ dimension: UsageDimension) -> String? { row.label(dimension) }

        func text(of label: RowLabel) -> String? {
            if case .member(let path) = label { row.fields.labelText(at: path) } else { nil }
        }

        /// The rows keep all their members, so they cannot be borrowed.
        static func readFields(
            from json: inout JSONReader, into receiver: inout some FieldsReceiver
        ) throws(UsageError) -> Bool { false }
    }
}

extension JSONReader {
    /// The error of a row, with the byte at which the row begins and the path to it.
    fileprivate func located(_ failure: UsageError, at start: Int) -> UsageError {
        let place = error(failure.message, failure.code, at: start)
        var failure = failure
        failure.byteOffset = place.byteOffset
        failure.codingPath = [place.codingPath, failure.codingPath].compactMap { $0 }.filter { !$0.isEmpty }
            .joined(separator: ".")
        return failure
    }
}
