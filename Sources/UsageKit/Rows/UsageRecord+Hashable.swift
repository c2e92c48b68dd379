extension UsageRecord {
    /// Whether all fields are equal; texts are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        left.provider == right.provider && left.repeatsRequest == right.repeatsRequest && left.time == right.time
            && left.status == right.status && left.tokens == right.tokens && left.quantities == right.quantities
            && left.charge == right.charge && left.duration == right.duration && left.texts == right.texts
            && left.labelBytes == right.labelBytes
    }

    /// Feeds all fields to a hasher, texts as their UTF-8 bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(provider)
        hasher.combine(repeatsRequest)
        hasher.combine(time)
        hasher.combine(status)
        hasher.combine(tokens)
        hasher.combine(quantities)
        hasher.combine(charge)
        hasher.combine(duration)
        hasher.combine(texts)
        hasher.combine(labelBytes)
    }

    private var labelBytes: [UsageDimension: ByteString] { labels.mapValues(ByteString.init) }

    private var texts: [ByteString?] {
        [id, requestID, type, model, apiKey, user, sku, bot, conversation].map { $0.map(ByteString.init) }
    }
}
