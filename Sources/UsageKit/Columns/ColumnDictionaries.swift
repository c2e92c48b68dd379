/// What values of columns stand for, from some place on: texts, the slots of amounts, and amounts of more than 64 bits.
struct ColumnDictionaries: Equatable, Sendable {
    /// How much of each dictionary comes before.
    var start: Sizes
    /// The texts of each table: of each dimension, of each label, then the currencies and the units.
    var texts: [[String]]
    /// The slots of the charges, then of the quantities.
    var slots: [[ExactColumn.Slot]]
    /// The wide amounts of the charges, then of the quantities.
    var wides: [[ExactDecimal]]

    /// How many entries each dictionary has.
    struct Sizes: Equatable, Sendable {
        var texts: [Int]
        var slots: [Int]
        var wides: [Int]
    }

    /// How many entries the dictionaries have with these.
    var end: Sizes {
        Sizes(
            texts: zip(start.texts, texts).map { $0 + $1.count }, slots: zip(start.slots, slots).map { $0 + $1.count },
            wides: zip(start.wides, wides).map { $0 + $1.count })
    }

    var isEmpty: Bool {
        texts.allSatisfy(\.isEmpty) && slots.allSatisfy(\.isEmpty) && wides.allSatisfy(\.isEmpty)
    }
}

extension RecordColumns {
    private var tables: [InternTable] {
        (texts.all + labels.columns).map(\.table) + [charges.labels, quantities.labels]
    }

    /// How many entries the dictionaries have.
    var dictionarySizes: ColumnDictionaries.Sizes {
        ColumnDictionaries.Sizes(
            texts: tables.map(\.count), slots: [charges.slots.count, quantities.slots.count],
            wides: [charges.wides.count, quantities.wides.count])
    }

    /// The entries of the dictionaries from some place on, up to a number of each.
    func dictionaries(from start: ColumnDictionaries.Sizes, limit: Int = .max) -> ColumnDictionaries {
        ColumnDictionaries(
            start: start, texts: zip(tables, start.texts).map { $0.texts[$1...].prefix(limit).map { $0 ?? "" } },
            slots: zip([charges, quantities], start.slots).map { Array($0.slots[$1...].prefix(limit)) },
            wides: zip([charges, quantities], start.wides).map { Array($0.wides[$1...].prefix(limit)) })
    }

    /// Adds entries after those that the dictionaries have; entries between them are skipped.
    mutating func append(_ added: ColumnDictionaries) {
        let sizes = dictionarySizes
        let common = TextColumns.count + labels.columns.count
        for (index, texts) in added.texts.prefix(common).enumerated() {
            let missing = added.start.texts[index] - sizes.texts[index]
            let append: (inout TextColumn) -> Void = { column in
                column.withTable { table in
                    table.skip(missing)
                    for text in texts { _ = table.symbol(for: text) }
                }
            }
            if index < TextColumns.count {
                self.texts.withColumn(index, append)
            } else {
                labels.withColumn(index - TextColumns.count, append)
            }
        }
        func extend(_ column: inout ExactColumn, _ index: Int) {
            column.skip(labels: added.start.texts[common + index] - sizes.texts[common + index])
            column.append(labels: added.texts[common + index])
            column.skip(slots: added.start.slots[index] - sizes.slots[index])
            column.append(slots: added.slots[index])
            column.skip(wides: added.start.wides[index] - sizes.wides[index])
            column.append(wides: added.wides[index])
        }
        numbers.withCharges { extend(&$0, 0) }
        extend(&quantities, 1)
    }
}
