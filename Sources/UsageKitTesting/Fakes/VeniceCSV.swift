internal import UsageKit

/// The CSV form of a page: the rows are the body, and what is beside them is in the header.
enum VeniceCSV {
    private static let columns = [
        "timestamp", "sku", "pricePerUnitUsd", "units", "amount", "currency", "notes", "inferenceDetails.requestId",
        "inferenceDetails.inferenceExecutionTime", "inferenceDetails.promptTokens", "inferenceDetails.completionTokens",
    ]

    /// Turns the JSON response to a request for `text/csv` into what the service sends instead.
    ///
    /// - Parameters:
    ///   - page: The response as JSON.
    ///   - filename: The name of the download.
    /// - Returns: The response as CSV.
    static func response(_ page: TransportResponse, filename: String) -> TransportResponse {
        guard page.isSuccess, let body = try? JSONValue(json: page.body) else { return page }
        var rows: [JSONValue] = []
        if case .array(let elements)? = body["data"] { rows = elements }
        let lines = [columns.joined(separator: ",")] + rows.map(line)
        var response = TransportResponse(
            status: page.status, headers: page.headers, body: lines.map { $0 + "\r\n" }.joined())
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
        response.headers["Content-Disposition"] = "attachment; filename=\(filename)"
        response.headers["x-next-cursor"] = body["nextCursor"]?.string
        return response
    }

    private static func line(_ row: JSONValue) -> String {
        columns.map { column in
            switch column.split(separator: ".").reduce(row, { $0[String($1)] ?? .null }) {
            case .null: ""
            case .string(let text): quoted(text)
            case let other: quoted(other.text)
            }
        }.joined(separator: ",")
    }

    /// A cell, in quotes if it needs them.
    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
