// No field of a record is published, so what is not a record is told by members that it would not have as one.

extension Auralytik.Detail {
    /// Reads a record of a file, and refuses rows and pages of other providers.
    init(saved json: inout JSONReader) throws(UsageError) {
        let start = json.position
        try self.init(from: &json)
        guard let reason = Self.reason(againstSaved: fields) else { return }
        throw json.error("expected a record of Auralytik, found \(reason)", .unexpectedShape, at: start)
    }

    /// What an object is instead of a record; nil if it may be one.
    static func reason(against fields: JSONObject) -> String? {
        if fields.isEmpty { return "an empty object" }
        if isLikeARow(fields) { return nil }
        for name in ["error", "errors"] {
            guard let error = fields[name], let message = message(of: error) else { continue }
            return "the error of a server in the member \(name): \(message)"
        }
        if let message = fields["message"]?.string, fields["code"] != nil || fields["statusCode"] != nil {
            return "the error of a server in the member message: \(message)"
        }
        if case .array = fields["keys"] { return "the member keys of a breakdown by key" }
        return nil
    }

    private static func reason(againstSaved fields: JSONObject) -> String? {
        if !isLikeARow(fields) {
            if case .object = fields["usage"] { return "the member usage of a summary" }
            if let name = pageMembers.first(where: { fields[$0] != nil }) { return "the member \(name) of a page" }
            if let name = fields.members.first(where: { $0.value.holdsObjects })?.name {
                return "the member \(name), which holds objects"
            }
            if let name = foreignPageMembers.first(where: { fields[$0] != nil }) {
                return "the member \(name) of another provider's page"
            }
        }
        for (provider, names) in membersOfOtherRows {
            guard let name = names.first(where: { fields[$0] != nil }) else { continue }
            return "the member \(name) of a row of \(provider)"
        }
        for (provider, name, prefix) in textsOfOtherRows {
            guard let text = fields[name]?.string, text.utf8.starts(with: prefix.utf8) else { continue }
            return "the member \(name) of a row of \(provider)"
        }
        if !memberNames.contains(where: { fields[$0] != nil }) {
            return "\(RowMembers.description(of: fields)), none of which a record has"
        }
        return nil
    }

    /// What has an id or a time is no error, page or summary, whatever else it has.
    private static func isLikeARow(_ fields: JSONObject) -> Bool {
        Auralytik.DetailsPage.format.rowMembers.contains { fields[$0] != nil }
    }

    private static func message(of error: JSONValue) -> String? {
        if case .array(let errors) = error { return errors.first.flatMap(message) }
        return error.string ?? error["message"]?.string ?? error["code"]?.string
    }

    /// Members of pages, of summaries and of the envelopes around them.
    private static let pageMembers = [
        "data", "pagination", "totalCount", "totalPages", "pageSize", "page", "success",
    ]

    /// Members that only pages of other providers have.
    static let foreignPageMembers = ["has_more", "next_cursor", "nextCursor", "total_count", "items"]

    /// Members that only rows of other providers have.
    private static let membersOfOtherRows: [(provider: String, [String])] = [
        (
            "Aurous",
            ["credits_charged", "api_key_id", "duration_ms", "input_tokens", "generation_id", "hold_id", "lora_id"]
        ),
        ("Tresor", ["cost_eur", "billing_unit", "discount_applied_pct", "receipt_id", "key_prefix", "failover"]),
        ("Venice", ["pricePerUnitUsd", "inferenceDetails"]),
        ("ChatBotKit", ["blueprintId", "skillsetId", "abilityId", "datasetId"]),
    ]

    /// Members whose texts begin in this way only in rows of other providers.
    private static let textsOfOtherRows: [(provider: String, name: String, prefix: String)] = [
        ("Aurous", "object", "usage_event"), ("ChatBotKit", "type", "CHATBOTKIT_"),
    ]
}

extension JSONValue {
    /// Whether it is an array of objects, as the rows of a page are.
    fileprivate var holdsObjects: Bool {
        guard case .array(let elements) = self, case .object? = elements.first else { return false }
        return true
    }
}
