/// The labels that a ledger keeps, one column for each; without labels there is nothing.
struct LabelColumns: Sendable {
    /// The labels, in the order in which they were asked for.
    private(set) var names: [UsageDimension] = []
    /// The labels as rows look them up.
    private(set) var labels: [RowLabel] = []
    private(set) var columns: [TextColumn] = []

    init() {}

    /// Creates columns without rows.
    ///
    /// - Parameter names: The labels; those that are named twice, dimensions that every ledger has, and paths with a
    ///   part that is not a name are left out.
    init(keeping names: [UsageDimension]) {
        for name in names where name.isLabel && !self.names.contains(name) { self.names.append(name) }
        labels = self.names.map(RowLabel.init)
        columns = Array(repeating: TextColumn(), count: labels.count)
    }

    var isEmpty: Bool { names.isEmpty }

    /// The column of a label; nil if it is not kept.
    subscript(name: UsageDimension) -> TextColumn? { names.firstIndex(of: name).map { columns[$0] } }

    /// Adds the labels of a row whose texts are borrowed.
    mutating func append(_ fields: some RowFields<BorrowedText>, in bytes: borrowing BorrowedBytes) {
        for (index, label) in labels.enumerated() { columns[index].append(fields.label(label, in: bytes), in: bytes) }
    }

    /// Adds the labels of a row, which were read in the order of ``labels``.
    mutating func append(_ texts: ArraySlice<LabelText<BorrowedText>?>, in bytes: borrowing BorrowedBytes) {
        for (index, text) in texts.enumerated() { columns[index].append(text, in: bytes) }
    }

    /// Adds the labels of a record.
    mutating func append(_ texts: [UsageDimension: String]) {
        BorrowedBytes.withNone { bytes in
            for (index, name) in names.enumerated() {
                columns[index].append(texts[name], of: OwnedText.self, in: bytes)
            }
        }
    }

    /// Changes a column, by its place in ``columns``.
    mutating func withColumn<Value>(_ index: Int, _ body: (inout TextColumn) -> Value) -> Value {
        body(&columns[index])
    }

    /// Adds the rows of other columns; only the labels of both remain.
    mutating func append(contentsOf other: LabelColumns) {
        let own = self
        self = LabelColumns(keeping: names.filter(other.names.contains))
        for (index, name) in names.enumerated() {
            guard var column = own[name], let added = other[name] else { continue }
            column.append(contentsOf: added)
            columns[index] = column
        }
    }
}

extension TextColumn {
    /// Adds the text of a label.
    fileprivate mutating func append(_ text: LabelText<BorrowedText>?, in bytes: borrowing BorrowedBytes) {
        switch text {
        case .text(let text): append(text, of: BorrowedText.self, in: bytes)
        case .constant(let text): append(label: .known(text), of: BorrowedText.self, in: bytes)
        case .made(let text): append(text, of: OwnedText.self, in: bytes)
        case nil: append(nil, of: OwnedText.self, in: bytes)
        }
    }
}
