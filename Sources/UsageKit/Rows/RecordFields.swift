/// A billed event in the vocabulary that all providers share, with its texts in one of two forms.
///
/// ``UsageRecord`` wraps the form that owns its texts. Ledgers also accept the form whose texts are slices of a page.
struct RecordFields<Form: TextForm>: Sendable {
    var provider: Form.Label
    var id: Form.Text?
    var requestID: Form.Text?
    /// Whether several rows can describe one request, each repeating the request's tokens and duration.
    var repeatsRequest = false
    var time: Timestamp?
    var type: Form.Text?
    var model: Form.Label?
    var apiKey: Form.Text?
    var user: Form.Text?
    var status: Form.Label?
    var sku: Form.Text?
    var bot: Form.Text?
    var conversation: Form.Text?
    var tokens = TokenCounts.unknown
    var quantities = RecordQuantities<Form>()
    /// Positive for money spent.
    var charge: RecordCharge<Form>?
    var duration: Duration?
}

extension RecordFields {
    /// What the judge of pages counts; `bytes` hold the borrowed texts.
    @inline(__always)
    func traits(in bytes: borrowing BorrowedBytes) -> RowTraits {
        var traits: RowTraits = []
        if let charge, charge.amount.mantissa != 0 { traits.insert(.charged) }
        if let status {
            let isUnsettled =
                Form.holds(status, UsageStatus.processingText, in: bytes)
                || Form.holds(status, UsageStatus.pendingText, in: bytes)
            if isUnsettled { traits.insert(.unsettled) }
        }
        return traits
    }
}

/// An exact amount of one currency.
struct RecordCharge<Form: TextForm>: Sendable {
    var amount: ExactDecimal
    var currency: Form.Label

    /// Nil without an amount.
    @inline(__always)
    init?(_ amount: ExactDecimal?, currency: Form.Label) {
        guard let amount else { return nil }
        self.amount = amount
        self.currency = currency
    }
}

/// An exact count of something, with its unit.
struct RecordQuantity<Form: TextForm>: Sendable {
    var count: ExactDecimal
    var unit: Form.Label

    /// Nil without a count.
    @inline(__always)
    init?(_ count: ExactDecimal?, unit: Form.Label) {
        guard let count else { return nil }
        self.count = count
        self.unit = unit
    }
}

/// What a row counts apart from tokens and money; the rows of all providers count at most two things.
///
/// An array here would make each borrowed row a value whose references are counted.
struct RecordQuantities<Form: TextForm>: Sendable {
    var first: RecordQuantity<Form>?
    var second: RecordQuantity<Form>?

    @inline(__always)
    func forEach(_ body: (RecordQuantity<Form>) -> Void) {
        if let first { body(first) }
        if let second { body(second) }
    }
}
