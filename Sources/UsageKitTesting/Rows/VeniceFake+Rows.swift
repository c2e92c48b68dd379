public import UsageKit

extension VeniceFake {
    /// Returns an entry of the bill.
    ///
    /// A request to a language model has two entries, input and output: pass the same `requestID` to both.
    ///
    /// - Parameters:
    ///   - instant: When the entry was made.
    ///   - sku: The product: a model and the kind of its unit.
    ///   - units: How many units.
    ///   - price: The price of a unit in US dollars.
    ///   - amount: What was booked, as on the wire: negative for money spent.
    ///   - currency: What the amount is counted in.
    ///   - promptTokens: Tokens of the request's prompt; nil for other than language models.
    ///   - completionTokens: Tokens of the request's completion; nil for other than language models.
    ///   - duration: How long the request took; nil if it is not known.
    ///   - requestID: The id of the request; nil for one that no other row has.
    ///   - members: Members to add or replace, by their names on the wire; `["inferenceDetails": nil]` for an entry that
    ///     belongs to no request.
    /// - Returns: The row as on the wire.
    public static func entry(
        at instant: Timestamp, sku: String = "example-large-llm-output-mtoken", units: WireNumber = 0.0005,
        price: WireNumber = 2, amount: WireNumber = -0.001, currency: Currency = .usd, promptTokens: Int? = 300,
        completionTokens: Int? = 500, duration: Duration? = .milliseconds(2100), requestID: String? = nil,
        with members: JSONObject = [:]
    ) -> JSONValue {
        .row(
            [
                "timestamp": .wire(instant), "sku": .string(sku), "pricePerUnitUsd": JSONValue(price),
                "units": JSONValue(units), "amount": JSONValue(amount), "currency": .string(currency.rawValue),
                "notes": "API Inference",
                "inferenceDetails": [
                    "requestId": .string(requestID ?? RowID.text("chatcmpl-", length: 24)),
                    "inferenceExecutionTime": duration.map { JSONValue(milliseconds: $0) } ?? .null,
                    "promptTokens": JSONValue(promptTokens), "completionTokens": JSONValue(completionTokens),
                ],
            ], replacing: members)
    }
}
