extension RequestComparison {
    /// Whether all members are equal; texts are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        left.counts == right.counts && left.different == right.different && left.missingThere == right.missingThere
            && left.missingHere == right.missingHere && left.ambiguous == right.ambiguous
            && left.suggestions == right.suggestions
            && left.gaps.map(ByteString.init) == right.gaps.map(ByteString.init)
    }

    /// Feeds all members to a hasher, texts as their UTF-8 bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(counts)
        hasher.combine(different)
        hasher.combine(missingThere)
        hasher.combine(missingHere)
        hasher.combine(ambiguous)
        hasher.combine(suggestions)
        hasher.combine(gaps.map(ByteString.init))
    }

    private var counts: [Int] { [matched, compared, uncharged, unnamed, unnamedNotes, leftOutNotes] }
}

extension RequestComparison.Pair {
    /// Whether the bytes of the ids and the charges are equal.
    public static func == (left: Self, right: Self) -> Bool {
        ByteString(left.requestID) == ByteString(right.requestID) && left.own == right.own
            && left.stated == right.stated
    }

    /// Feeds the bytes of the id and the charges to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ByteString(requestID))
        hasher.combine(own)
        hasher.combine(stated)
    }
}

extension RequestComparison.Single {
    /// Whether the bytes of the ids and the charges are equal.
    public static func == (left: Self, right: Self) -> Bool {
        ByteString(left.requestID) == ByteString(right.requestID) && left.charges == right.charges
    }

    /// Feeds the bytes of the id and the charges to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ByteString(requestID))
        hasher.combine(charges)
    }
}

extension RequestComparison.Ambiguity {
    /// Whether the bytes of the ids and the counts are equal.
    public static func == (left: Self, right: Self) -> Bool {
        ByteString(left.requestID) == ByteString(right.requestID) && left.ownCount == right.ownCount
            && left.statedCount == right.statedCount
    }

    /// Feeds the bytes of the id and the counts to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ByteString(requestID))
        hasher.combine(ownCount)
        hasher.combine(statedCount)
    }
}

extension RequestComparison.Suggestion {
    /// Whether the bytes of the ids and the charges are equal.
    public static func == (left: Self, right: Self) -> Bool {
        ByteString(left.ownID) == ByteString(right.ownID) && ByteString(left.statedID) == ByteString(right.statedID)
            && left.charge == right.charge
    }

    /// Feeds the bytes of the ids and the charge to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ByteString(ownID))
        hasher.combine(ByteString(statedID))
        hasher.combine(charge)
    }
}

extension StatedRequest {
    /// Whether all members are equal; ids are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        ByteString(left.requestID) == ByteString(right.requestID) && left.charge == right.charge
            && left.time == right.time && left.isPart == right.isPart
    }

    /// Feeds all members to a hasher, the id as its UTF-8 bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ByteString(requestID))
        hasher.combine(charge)
        hasher.combine(time)
        hasher.combine(isPart)
    }
}
