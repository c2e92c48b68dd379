/// A form of texts that columns take.
protocol ColumnText: TextForm {
    /// The symbol of a text in a table.
    static func symbol(of text: Text, in table: inout InternTable, _ bytes: borrowing BorrowedBytes) -> UInt32
    /// The symbol of a label in a table.
    static func symbol(ofLabel label: Label, in table: inout InternTable, _ bytes: borrowing BorrowedBytes) -> UInt32
}

extension OwnedText: ColumnText {
    @inline(__always)
    static func symbol(of text: String, in table: inout InternTable, _ bytes: borrowing BorrowedBytes) -> UInt32 {
        table.symbol(for: text)
    }

    @inline(__always)
    static func symbol(ofLabel label: String, in table: inout InternTable, _ bytes: borrowing BorrowedBytes) -> UInt32 {
        table.symbol(for: label)
    }
}

extension BorrowedText: ColumnText {
    @inline(__always)
    static func symbol(of text: RowText, in table: inout InternTable, _ bytes: borrowing BorrowedBytes) -> UInt32 {
        table.symbol(for: text.slice, in: bytes)
    }

    @inline(__always)
    static func symbol(ofLabel label: Label, in table: inout InternTable, _ bytes: borrowing BorrowedBytes) -> UInt32 {
        switch label {
        case .slice(let text): table.symbol(for: text.slice, in: bytes)
        case .known(let text): table.symbol(forConstant: text)
        }
    }
}
