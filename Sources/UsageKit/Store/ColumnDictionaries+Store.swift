extension ColumnDictionaries {
    var frame: StoreFrame {
        var writer = EntryWriter()
        writer.write(count: texts.count)
        for (start, texts) in zip(start.texts, texts) {
            writer.write(count: start)
            writer.write(count: texts.count)
            for text in texts { writer.write(text: text) }
        }
        for (start, slots) in zip(start.slots, slots) {
            writer.write(count: start)
            writer.write(count: slots.count)
            for slot in slots {
                writer.write(slot.label)
                writer.write(slot.exponent == nil)
                writer.write(Int16(slot.exponent ?? 0))
            }
        }
        for (start, wides) in zip(start.wides, wides) {
            writer.write(count: start)
            writer.write(count: wides.count)
            for amount in wides {
                writer.write(amount.mantissa)
                writer.write(Int16(amount.exponent))
            }
        }
        return StoreFrame(kind: .dictionaries, payload: writer.bytes)
    }

    /// Reads an entry whose dictionaries begin where those of columns end, or after it.
    init(_ payload: [UInt8], after sizes: Sizes) throws(EntryReader.Malformed) {
        var reader = EntryReader(payload[...])
        guard try reader.count() == sizes.texts.count else { throw EntryReader.Malformed() }
        // A damaged entry may be missing between them, but no more than symbols can be.
        func start(_ size: Int) throws(EntryReader.Malformed) -> Int {
            let start = try reader.count(upTo: 1 << 31)
            guard start >= size else { throw EntryReader.Malformed() }
            return start
        }
        self.init(start: Sizes(texts: [], slots: [], wides: []), texts: [], slots: [], wides: [])
        for size in sizes.texts {
            self.start.texts.append(try start(size))
            var added: [String] = []
            for _ in 0..<(try reader.count(upTo: payload.count)) { added.append(try reader.text()) }
            texts.append(added)
        }
        for (index, size) in sizes.slots.enumerated() {
            self.start.slots.append(try start(size))
            // The currencies and the units are the last two tables.
            let table = sizes.texts.count - 2 + index
            let labels = self.start.texts[table] + texts[table].count
            var added: [ExactColumn.Slot] = []
            for _ in 0..<(try reader.count(upTo: payload.count)) {
                let label: UInt32 = try reader.number()
                let isWide = try reader.flag()
                let exponent = Int(try reader.number(Int16.self))
                guard (1..<labels).contains(Int(label)), (-128...127).contains(exponent) else {
                    throw EntryReader.Malformed()
                }
                added.append(ExactColumn.Slot(label: label, exponent: isWide ? nil : exponent))
            }
            slots.append(added)
        }
        for size in sizes.wides {
            self.start.wides.append(try start(size))
            var added: [ExactDecimal] = []
            for _ in 0..<(try reader.count(upTo: payload.count)) {
                let mantissa: Int128 = try reader.number()
                let exponent = Int(try reader.number(Int16.self))
                guard let amount = ExactDecimal(mantissa: mantissa, exponent: exponent) else {
                    throw EntryReader.Malformed()
                }
                added.append(amount)
            }
            wides.append(added)
        }
        guard reader.isAtEnd else { throw EntryReader.Malformed() }
    }
}
