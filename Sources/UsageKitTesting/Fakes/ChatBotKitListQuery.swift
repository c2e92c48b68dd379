internal import UsageKit

/// The rules that the endpoints have in common.
enum ChatBotKitRules {
    /// The flat error envelope of the specification and the source; only the introduction shows a nested one.
    static func refusal(_ status: Int, _ code: String, _ message: String) -> Refusal {
        Refusal(response: .json(["message": .string(message), "code": .string(code)], status: status))
    }

    /// The response as JSON lines, one an item, as the streamed form of a listing has them.
    ///
    /// A stream goes on through all pages, so it is made of one page that has them all. It has no closing line.
    static func lines(_ items: [JSONValue]) -> TransportResponse {
        let lines = items.map { item -> String in (["type": "item", "data": item] as JSONValue).text + "\n" }
        return TransportResponse(status: 200, headers: ["Content-Type": "application/jsonl"], body: lines.joined())
    }
}

/// A query of a listing.
struct ChatBotKitListQuery {
    let take: Int
    /// How many items a stream has at most; nil for all.
    let streamed: Int?
    private let cursor: String?
    private let isAscending: Bool
    private let type: String?
    private let relations: [(name: String, ids: [String])]
    private let meta: [(path: [String], value: String)]

    private static let relationNames = [
        "conversationId", "messageId", "taskId", "contactId", "blueprintId", "botId", "datasetId", "skillsetId",
        "abilityId",
    ]

    /// Refuses nothing: like the published source, it uses the default for a value that it cannot read.
    ///
    /// - Parameters:
    ///   - query: The parameters.
    ///   - metaOnly: Whether other filters than of the metadata are ignored, as by the export and the event log.
    init(_ query: RequestQuery, metaOnly: Bool = false) {
        let number = query["take"].flatMap { Int($0) } ?? 0
        take = number == 0 ? 100 : Swift.min(Swift.max(number, 1), 100)
        // Pages have at most 100 items, so a stream ends at the next hundred.
        streamed = number < 1 ? nil : number <= 100 ? number : (number + 99) / 100 * 100
        cursor = query["cursor"]
        isAscending = query["order"] == "asc"
        type = metaOnly ? nil : query["type"]
        relations =
            metaOnly
            ? []
            : Self.relationNames.compactMap { name in
                query[name].map { (name, $0.split(separator: ",").map(String.init)) }
            }
        meta = query.items.compactMap { item in Self.metaPath(item.name).map { ($0, item.value) } }
    }

    func page(of ledger: WireLedger, _ options: PageOptions, since start: Timestamp? = nil) -> TransportResponse {
        let entries = entries(of: ledger, size: options.size, since: start)
        var body: JSONObject = ["items": .array(entries.map(\.row))]
        // The cursor is the id of the last item, even on the last page; without items there is no cursor.
        if let last = entries.last, !options.withholdsCursor {
            body.append("cursor", .string(options.repeatsCursor ? cursor ?? last.position.id : last.position.id))
        }
        return .json(.object(body))
    }

    /// The streamed form of the listing.
    func lines(of ledger: WireLedger, since start: Timestamp? = nil) -> TransportResponse {
        ChatBotKitRules.lines(entries(of: ledger, size: streamed ?? .max, since: start).map(\.row))
    }

    private func entries(of ledger: WireLedger, size: Int, since start: Timestamp?) -> [WireLedger.Entry] {
        let position = cursor.flatMap(ledger.position)
        // The response to an unknown cursor is not documented; the source's database finds nothing after it.
        guard position != nil || cursor == nil else { return [] }
        let isWanted = { (entry: WireLedger.Entry) in
            self.isWanted(entry) && start.map { entry.position.instant >= $0 } ?? true
        }
        return isAscending
            ? PageCut(ledger.entries(after: position), size: size, where: isWanted).entries
            : PageCut(ledger.entries(before: position), size: size, where: isWanted).entries
    }

    private func isWanted(_ entry: WireLedger.Entry) -> Bool {
        if let type, entry.row["type"]?.string != type { return false }
        for (name, ids) in relations {
            guard let id = entry.row[name]?.string, ids.contains(id) else { return false }
        }
        return meta.allSatisfy { path, value in
            let found = path.reduce(entry.row["meta"]) { $0?[$1] }
            return switch value {
            case "true": found == true
            case "false": found == false
            default: found?.string == value
            }
        }
    }

    /// Reads `meta[key]`, as the page shows it, or `meta.key`, as the vendor's own SDK sends it; both may be nested.
    private static func metaPath(_ name: String) -> [String]? {
        if name.hasPrefix("meta."), name.utf8.count > 5 {
            return name.dropFirst(5).split(separator: ".").map(String.init)
        }
        guard name.hasPrefix("meta["), name.hasSuffix("]") else { return nil }
        return name.dropFirst(5).dropLast().split { "[].".contains($0) }.map(String.init)
    }
}
