import UsageKitTesting

@testable import UsageKit

/// The labels of each provider with the members of the rows that hold them, read from the JSON without the package's rows.
enum RowLabelTable {
    /// The path of the member of each label of a ledger's rows.
    static func paths(of ledger: RowLedger) -> [(label: UsageDimension, path: [String])] {
        switch ledger {
        case .aurous: [(.lora, ["lora_id"])]
        case .aurousCredits: [(.generation, ["generation_id"]), (.hold, ["hold_id"]), (.note, ["description"])]
        case .venice, .veniceRetired: [(.note, ["notes"])]
        case .tresor:
            [
                (.region, ["region"]), (.upstream, ["provider"]), (.failover, ["failover"]), (.keyName, ["key_name"]),
                (.billingUnit, ["billing_unit"]), (.discountPercent, ["discount_applied_pct"]),
                (.receipt, ["receipt_id"]),
            ]
        case .chatBotKit:
            [
                (.message, ["messageId"]), (.task, ["taskId"]), (.contact, ["contactId"]),
                (.blueprint, ["blueprintId"]), (.dataset, ["datasetId"]), (.skillset, ["skillsetId"]),
                (.ability, ["abilityId"]), (.reason, ["meta", "reason"]), (.meta("isTest"), ["meta", "isTest"]),
                (.meta("plan.seats"), ["meta", "plan", "seats"]),
            ]
        case .auralytik, .auralytikSigned:
            [
                (.field("endpoint"), ["endpoint"]), (.field("statusCode"), ["statusCode"]),
                (.field("quantity"), ["quantity"]), (.field("plan.seats"), ["plan", "seats"]),
            ]
        }
    }

    /// All labels, and one that no row has.
    static let labels: [UsageDimension] = {
        var labels: [UsageDimension] = [UsageDimension(rawValue: "nothing")]
        for (label, _) in RowLedger.allCases.flatMap(paths) where !labels.contains(label) { labels.append(label) }
        return labels
    }()

    /// The labels of a row.
    static func texts(of row: JSONValue, _ ledger: RowLedger) -> [UsageDimension: String] {
        var texts: [UsageDimension: String] = [:]
        for (label, path) in paths(of: ledger) { texts[label] = text(of: row, path[...]) }
        return texts
    }

    private static func text(of value: JSONValue, _ path: ArraySlice<String>) -> String? {
        if let name = path.first {
            return value.members.first { $0.name == name }.flatMap { text(of: $0.value, path.dropFirst()) }
        }
        return switch value {
        case .string(let text): text
        case .number(let number): number.literal
        case .bool(true): "true"
        case .bool(false): "false"
        case .null, .array, .object: nil
        }
    }

    private static let words: [JSONValue] = ["eu", "\u{E9}", "e\u{301}", "a\"b", "", "x, y", "long " * 30, nil]

    /// The rows with other values in the members that hold labels.
    static func varied(
        _ rows: [JSONValue], _ ledger: RowLedger, _ random: inout SeededGenerator
    ) -> [JSONValue] {
        rows.map { row in
            var row = row
            for (label, path) in paths(of: ledger) where Int.random(in: 0..<3, using: &random) == 0 {
                let value: JSONValue? =
                    switch label {
                    case .failover: .bool(Bool.random(using: &random))
                    case .discountPercent: .number(JSONNumber(Int.random(in: 0...99, using: &random)))
                    default: words.randomElement(using: &random)
                    }
                if path.count == 1 { row = row.removing(path[0]).adding(path[0], value ?? .null) }
            }
            guard Int.random(in: 0..<3, using: &random) == 0 else { return row }
            let seats: [JSONValue] = [.number(JSONNumber("2.50") ?? JSONNumber(2)), 3, "many", nil, [1]]
            let plan: JSONValue = ["seats": seats.randomElement(using: &random) ?? 1]
            switch ledger {
            case .chatBotKit:
                let word = words.randomElement(using: &random) ?? "eu"
                return row.replacing("meta", by: ["reason": word, "plan": plan, "model": "example-4"])
            case .auralytik, .auralytikSigned: return row.adding("plan", plan)
            default: return row
            }
        }
    }
}

extension JSONValue {
    fileprivate static func * (text: JSONValue, count: Int) -> JSONValue {
        .string(String(repeating: text.string ?? "", count: count))
    }
}
