/// What a ledger keeps of a row whose texts still stand in the document: a ``UsageRecord`` that owns nothing.
///
/// The provider names no product, bot or conversation, and no row repeats a request.
struct BorrowedRecord {
    let provider: ProviderID
    /// By what the row is known; nil where the provider gives rows no id.
    let id: ByteSlice?
    let time: Timestamp
    var type: ByteSlice?
    var model: ByteSlice?
    var apiKey: ByteSlice?
    var user: ByteSlice?
    var status: ByteSlice?
    /// Whether the request is completed, without the row saying so.
    var isCompleted = false
    var tokens = TokenCounts.unknown
    var quantities: [Quantity] = []
    var charge: Money?
    var duration: Duration?
}
