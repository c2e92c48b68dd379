extension Reconciliation {
    /// Whether all members are equal; texts are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        left.texts == right.texts && left.dimensions == right.dimensions && left.entries == right.entries
            && left.commonCauses == right.commonCauses
    }

    /// Feeds all members to a hasher, texts as their UTF-8 bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(texts)
        hasher.combine(dimensions)
        hasher.combine(entries)
        hasher.combine(commonCauses)
    }

    private var texts: [[ByteString]] { [[name], gaps, notCompared].map { $0.map(ByteString.init) } }
}

extension Reconciliation.Entry {
    /// Whether all members are equal; the values of keys are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        left.window == right.window && RowIndex.key(left.key) == RowIndex.key(right.key)
            && left.isStated == right.isStated && left.comparisons == right.comparisons
            && left.explanations == right.explanations && left.closest == right.closest
    }

    /// Feeds all members to a hasher, the values of the key as their UTF-8 bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(window)
        hasher.combine(RowIndex.key(key))
        hasher.combine(isStated)
        hasher.combine(comparisons)
        hasher.combine(explanations)
        hasher.combine(closest)
    }
}

extension Concentration {
    /// Whether all members are equal; values are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        left.figure == right.figure && left.dimension == right.dimension
            && left.value.map(ByteString.init) == right.value.map(ByteString.init) && left.part == right.part
            && left.partsPerMillion == right.partsPerMillion
    }

    /// Feeds all members to a hasher, the value as its UTF-8 bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(figure)
        hasher.combine(dimension)
        hasher.combine(value.map(ByteString.init))
        hasher.combine(part)
        hasher.combine(partsPerMillion)
    }
}
