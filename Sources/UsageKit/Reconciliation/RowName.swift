/// What tells a row from others.
struct RowName: Hashable {
    private let provider: ProviderID
    private let account: ByteString?
    private let id: ByteString

    /// The name of a row; nil if it has none.
    init?(_ record: UsageRecord) {
        guard let id = record.id else { return nil }
        provider = record.provider
        account = record.labels[.account].map { ByteString($0) }
        self.id = ByteString(id)
    }
}
