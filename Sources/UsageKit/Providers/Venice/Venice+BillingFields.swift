// Row declaration: .scripts/generate-rows writes Venice+BillingEntry.swift and Venice+InferenceDetails.swift from it.

extension Venice {
    /// One line of the bill.
    ///
    /// One request can have several, each repeating the same ``inferenceDetails``.
    struct BillingFields<Form: TextForm>: Sendable {  // row BillingEntry, csv
        /// When the entry was made.
        var timestamp: Timestamp?  // timestamp, required
        /// The product: a model and the kind of its unit.
        var sku: Form.Text?  // sku, required
        /// How many units were used; a unit of a language model is a million tokens.
        var units: ExactDecimal?  // units
        /// The price of a unit in US dollars.
        ///
        /// Units times price is not the amount, which is in ``currency``.
        var pricePerUnitUSD: ExactDecimal?  // pricePerUnitUsd
        /// What was booked, with the sign of the wire: negative for a debit.
        var amount: ExactDecimal?  // amount, required
        /// What the amount is counted in.
        var currency: Form.Text?  // currency, as Currency, required
        /// A human-readable description, for example `API Inference`.
        var notes: Form.Text?  // notes
        /// The request that is billed; nil for entries that bill none.
        var inferenceDetails: InferenceFields<Form>?  // inferenceDetails, row InferenceDetails, null
        var unknown: Form.Unknown
    }

    /// The request that an entry bills.
    struct InferenceFields<Form: TextForm>: Sendable {  // row InferenceDetails, csv inferenceDetails.
        /// The id of the response.
        var requestID: Form.Text?  // requestId, own, null
        /// Tokens of the prompt; nil for other than language models.
        var promptTokens: Int?  // promptTokens, null
        /// Tokens of the completion; nil for other than language models.
        var completionTokens: Int?  // completionTokens, null
        /// How long the request took.
        var executionTime: Duration?  // inferenceExecutionTime, null
        var unknown: Form.Unknown
    }
}
