extension Venice {
    /// In which form a listing is asked for; both have the same rows.
    public enum ListingForm: String, Hashable, Sendable, CaseIterable {
        /// `application/json`.
        case json
        /// `text/csv`, which names each field once a page instead of once an entry.
        case csv
    }

    /// The pages of a listing as CSV: the rows are the body, and what is beside them is in the header.
    enum CSVPage {
        private static let format = CSVFormat<BillingEntry>()

        /// A page without rows.
        static let empty = TransportResponse(
            status: 200, headers: ["Content-Type": "text/csv"], body: "timestamp,sku,amount,currency\r\n")

        /// Reads the rows of a page.
        ///
        /// - Throws: ``UsageError`` with ``UsageError/Code/mismatchedResponse`` if the body is an object of JSON.
        static func rows(of response: TransportResponse) throws(UsageError) -> [BillingEntry] {
            let first = response.body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
                throw UsageError(.mismatchedResponse, "the server answered with JSON to a request for text/csv")
            }
            return try format.rows(of: response.body)
        }
    }
}
