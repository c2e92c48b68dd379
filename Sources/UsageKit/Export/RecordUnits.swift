/// The quantities of a record, as the JSON object that an export writes.
struct RecordUnits {
    private enum Form {
        /// Up to two quantities of different units, whose names need no escapes: those of nearly all records.
        case plain(RecordQuantities<OwnedText>)
        case text(String)
    }

    private let form: Form
    /// The greatest number of bytes that either form takes.
    let longestText: Int

    @inline(__always)
    init(of record: UsageRecord) {
        let quantities = record.fields.quantities
        if record.moreQuantities.isEmpty, Self.isPlain(quantities) {
            form = .plain(quantities)
            let (first, second) = (quantities.first.map(Self.longestMember), quantities.second.map(Self.longestMember))
            longestText = 4 &+ (first ?? 0) &+ (second ?? 0)
        } else {
            let text = record.units.text
            form = .text(text)
            longestText = 2 * text.utf8.count + 2
        }
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
    func write(to line: inout ByteWriter) {
        switch form {
        case .plain(let quantities): Self.write(quantities, quote: "\"", to: &line)
        case .text(let text): line.append(text)
        }
    }

    /// Appends the object as a cell of CSV.
    @inline(__always)
    func write(cellTo line: inout ByteWriter) {
        switch form {
        case .plain(let quantities) where quantities.first == nil: line.append("{}")
        case .plain(let quantities):
            line.append(UInt8(ascii: "\""))
            Self.write(quantities, quote: "\"\"", to: &line)
            line.append(UInt8(ascii: "\""))
        // An amount is no formula in here, since the cell begins with a brace.
        case .text(let text): line.append(cell: text, .kept)
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
