extension Venice.BillingFields: RowFields {
    /// The entry in the words that all providers share.
    ///
    /// Venice books a debit as a negative amount; here money spent is positive. The entries of one request repeat its
    /// tokens and its duration, which therefore count once. The units are a quantity under the kind of the unit, and
    /// under the whole product name if the kind is not known.
    @inline(__always)
    func record(in bytes: borrowing BorrowedBytes) -> RecordFields<Form> {
        var record = RecordFields<Form>(
            provider: Form.label(known: Venice.name), requestID: inferenceDetails?.requestID, repeatsRequest: true,
            time: timestamp)
        record.tokens = TokenCounts(input: inferenceDetails?.promptTokens, output: inferenceDetails?.completionTokens)
        if let amount, let currency { record.charge = RecordCharge(amount.negated, currency: Form.label(currency)) }
        record.duration = inferenceDetails?.executionTime
        guard let sku else { return record }
        let (length, kind) = Form.withUTF8(of: sku, in: bytes) { sku in
            (sku.count, Venice.StockKeepingUnit.kindStart(in: sku))
        }
        record.sku = sku
        record.model = kind.map { Form.label(sku, from: 0, upTo: $0, in: bytes) } ?? Form.label(sku)
        let unit = kind.map { Form.label(sku, from: $0 + 1, upTo: length, in: bytes) } ?? Form.label(sku)
        record.quantities.first = RecordQuantity(units, unit: unit)
        return record
    }
}

extension Venice.InferenceFields: DeclaredFields {}

extension Venice.BillingFields {
    func field(ofFilter name: String) -> FilteredField<Form.Text> {
        name == "currency" ? FilteredField(orUnshown: currency) : .unshown
    }
}

extension Venice.BillingEntry: DeclaredRow {
    typealias BorrowedFields = Venice.BillingFields<BorrowedText>

    /// The row's text of a label, one of ``Venice/labels``; nil if it has none.
    public func label(_ dimension: UsageDimension) -> String? { text(of: RowLabel(dimension)) }

    static var chargeFields: [Field] { [.amount, .currency] }

    /// Venice gives its entries no id.
    var identity: RowIdentity { RowIdentity(id: nil, time: timestamp) }
}

extension Venice.BillingEntry {
    /// A text by which the entry is known again in a later run, since it has no id.
    var digest: String {
        Digest.sha256Base64(of: jsonValue.text)
    }
}
