extension Statement {
    /// Whether all members are equal; texts are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        left.texts == right.texts && left.dimensions == right.dimensions && left.entries == right.entries
            && left.madeAt == right.madeAt && left.window == right.window && left.namesAllKeys == right.namesAllKeys
            && left.includedCurrencies == right.includedCurrencies && left.optionalFigures == right.optionalFigures
            && left.notCompared.map(ByteString.init) == right.notCompared.map(ByteString.init)
    }

    /// Feeds all members to a hasher, texts as their UTF-8 bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(texts)
        hasher.combine(dimensions)
        hasher.combine(entries)
        hasher.combine(madeAt)
        hasher.combine(window)
        hasher.combine(namesAllKeys)
        hasher.combine(includedCurrencies)
        hasher.combine(optionalFigures)
        hasher.combine(notCompared.map(ByteString.init))
    }

    private var texts: [ByteString?] { [ByteString(name), gap.map(ByteString.init)] }
}

extension Statement.Entry {
    /// Whether the windows, the bytes of the keys and all figures are equal.
    public static func == (left: Self, right: Self) -> Bool {
        left.window == right.window && RowIndex.key(left.key) == RowIndex.key(right.key) && left.values == right.values
    }

    /// Feeds the window, the bytes of the key and all figures to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(window)
        hasher.combine(RowIndex.key(key))
        hasher.combine(values)
    }
}
