/// The quantities of a record, as the JSON object that an export writes.
struct RecordUnits {
    /// Nil for up to two quantities of different units, whose names need no escapes: those of nearly all records.
    private let text: String?
    /// The greatest number of bytes that either form takes.
    let longestText: Int

    @inline(__always)
    init(of record: UsageRecord) {
        if record.moreQuantities.isEmpty, Self.isPlain(record.fields.quantities) {
            text = nil
            longestText = 4 &+ Self.longestMember(record.fields.quantities)
        } else {
            let text = record.units.text
            self.text = text
            longestText = 2 * text.utf8.count + 2
        }
    }

    @inline(__always)
    private static func longestMember(_ quantities: RecordQuantities<OwnedText>) -> Int {
        var length = 0
        if let first = quantities.first { length &+= longestMember(first) }
        if let second = quantities.second { length &+= longestMember(second) }
        return length
    }

    private static func longestMember(_ quantity: RecordQuantity<OwnedText>) -> Int {
        quantity.unit.utf8.count + ExactDecimal.longestText + 10
    }

    @inline(__always)
    private static func isPlain(_ quantities: RecordQuantities<OwnedText>) -> Bool {
        guard let first = quantities.first else { return quantities.second == nil }
        guard isPlain(first.unit) else { return false }
        guard let second = quantities.second else { return true }
        return isPlain(second.unit) && ByteString(first.unit) != ByteString(second.unit)
    }

    private static func isPlain(_ unit: String) -> Bool {
        unit.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    /// Appends the object.
    @inline(__always)
    func write(_ record: UsageRecord, to line: inout ByteWriter) {
        if let text { line.append(text) } else { Self.write(record.fields.quantities, quote: "\"", to: &line) }
    }

    /// Appends the object as a cell of CSV.
    @inline(__always)
    func write(cellOf record: UsageRecord, to line: inout ByteWriter) {
        if let text {
            // An amount is no formula in here, since the cell begins with a brace.
            line.append(cell: text, .kept)
        } else if record.fields.quantities.first == nil {
            line.append("{}")
        } else {
            line.append(UInt8(ascii: "\""))
            Self.write(record.fields.quantities, quote: "\"\"", to: &line)
            line.append(UInt8(ascii: "\""))
        }
    }

    private static func write(_ quantities: RecordQuantities<OwnedText>, quote: StaticString, to line: inout ByteWriter)
    {
        line.append(UInt8(ascii: "{"))
        if let first = quantities.first { write(first, quote: quote, to: &line) }
        if let second = quantities.second {
            line.append(UInt8(ascii: ","))
            write(second, quote: quote, to: &line)
        }
        line.append(UInt8(ascii: "}"))
    }

    private static func write(_ quantity: RecordQuantity<OwnedText>, quote: StaticString, to line: inout ByteWriter) {
        line.append(quote)
        line.append(quantity.unit)
        line.append(quote)
        line.append(UInt8(ascii: ":"))
        line.append(quote)
        quantity.count.write(to: &line)
        line.append(quote)
    }
}
