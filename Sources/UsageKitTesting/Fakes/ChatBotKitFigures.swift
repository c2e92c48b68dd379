internal import UsageKit

/// What the service adds up itself, computed from the rows.
struct ChatBotKitFigures {
    let ledger: WireLedger
    let plan: ChatBotKitFake.Plan
    let now: Timestamp

    /// How far back series, totals and the export reach.
    static let reach = Duration.seconds(90 * 86_400)

    /// The sums of some rows.
    private struct Sums {
        var tokens = 0
        var conversations = 0
        var messages = 0

        mutating func add(_ row: JSONValue) {
            let count = row["count"]?.wireInteger ?? 0
            switch row["type"]?.string ?? "" {
            case "CHATBOTKIT_CONVERSATION": conversations += count
            case "CHATBOTKIT_MESSAGE": messages += count
            case let type where type.hasSuffix("_TOKEN"): tokens += count
            default: break
            }
        }
    }

    /// The answer of `GET /usage/fetch`.
    func totals() -> JSONValue {
        let sums = sums { entry in plan.periodStart.map { entry.position.instant >= $0 } ?? true }
        let names = ["datasets", "records", "skillsets", "abilities", "files", "users"]
        let database = zip(names, plan.database).map { JSONObject.Member($0, .integer($1)) }
        return [
            "tokens": .decimal(sums.tokens * plan.tokenRatio, places: 2), "conversations": .integer(sums.conversations),
            "messages": .integer(sums.messages), "database": .object(JSONObject(database)),
        ]
    }

    /// The answer of `GET /usage/series/fetch`: ascending, without days that have no usage.
    func series() -> JSONValue {
        var days: [Int: Sums] = [:]
        let start = now.advanced(by: .zero - Self.reach)
        for entry in ledger.entries where entry.position.instant >= start && entry.position.instant <= now {
            days[entry.position.instant.wireDay.daysSince1970, default: Sums()].add(entry.row)
        }
        func points(_ figure: (Sums) -> Int) -> JSONValue {
            .array(
                days.sorted { $0.key < $1.key }.filter { figure($0.value) != 0 }.map { day, sums in
                    ["date": .integer(day * 86_400_000), "total": .integer(figure(sums))]
                })
        }
        return [
            "tokens": points(\.tokens), "conversations": points(\.conversations), "messages": points(\.messages),
        ]
    }

    /// The answer of `GET /bot/{botId}/usage/fetch` or `GET /conversation/{conversationId}/usage/fetch`.
    ///
    /// - Throws: ``Refusal`` for an id that no row has.
    func totals(of id: String, as member: String, _ query: RequestQuery) throws -> JSONValue {
        guard ledger.entries.contains(where: { $0.row[member]?.string == id }) else {
            throw ChatBotKitRules.refusal(404, "NOT_FOUND", "Not found")
        }
        // Bounds that cannot be read are ignored; earlier ones are cut, and reversed ones become one instant.
        let earliest = now.advanced(by: .zero - Self.reach)
        let start = max(query["from"].flatMap { try? Timestamp($0) } ?? earliest, earliest)
        let end = max(query["to"].flatMap { try? Timestamp($0) } ?? now, start)
        let sums = sums { entry in
            entry.row[member]?.string == id && entry.position.instant >= start && entry.position.instant <= end
        }
        var object: JSONObject = ["tokens": .integer(sums.tokens)]
        if member == "botId" { object.append("conversations", .integer(sums.conversations)) }
        object.append("messages", .integer(sums.messages))
        return .object(object)
    }

    /// The answer of `POST /platform/report/generate`: an error in the place of a report that cannot be made.
    ///
    /// - Throws: ``Refusal`` for a body of another form.
    func reports(_ body: [UInt8]) throws -> JSONValue {
        guard case .object(let inputs)? = try? JSONValue(json: body) else {
            throw ChatBotKitRules.refusal(400, "BAD_REQUEST", "Invalid body")
        }
        return .object(
            JSONObject(
                inputs.members.map { input in
                    let report = try? report(input.name, Array(input.value.text.utf8))
                    return JSONObject.Member(input.name, report ?? ["error": "Report not found"])
                }))
    }

    /// The answer of `POST /report/{reportId}/fetch` and of `POST /platform/report/{reportId}/generate`.
    ///
    /// - Throws: ``Refusal`` for an id that the plan does not have, and for a body of another form.
    func report(_ id: String, _ body: [UInt8]) throws -> JSONValue {
        guard let report = plan.reports.first(where: { $0.id == id }) else {
            throw ChatBotKitRules.refusal(404, "NOT_FOUND", "Not found")
        }
        guard let json = try? JSONValue(json: body.isEmpty ? Array("{}".utf8) : body), case .object = json else {
            throw ChatBotKitRules.refusal(400, "BAD_REQUEST", "Invalid body")
        }
        let days = json["periodDays"].map { $0.wireInteger ?? 0 } ?? 30
        guard (1...10_000).contains(days) else {
            throw ChatBotKitRules.refusal(400, "BAD_REQUEST", "periodDays must be a positive number")
        }
        let period = Duration.seconds(days * 86_400)
        let start = now.advanced(by: .zero - period)
        func count(from start: Timestamp, to end: Timestamp) -> Int {
            ledger.entries.reduce(0) { sum, entry in
                let counts =
                    entry.row["type"]?.string == report.type.rawValue && entry.position.instant >= start
                    && entry.position.instant < end
                return counts ? sum + (entry.row["count"]?.wireInteger ?? 0) : sum
            }
        }
        let value = count(from: start, to: now)
        return [
            "value": .integer(value),
            "change": .integer(value - count(from: start.advanced(by: .zero - period), to: start)),
            "period": .integer(days), "breakdown": [],
        ]
    }

    private func sums(where isWanted: (WireLedger.Entry) -> Bool) -> Sums {
        ledger.entries.reduce(into: Sums()) { sums, entry in
            if isWanted(entry) { sums.add(entry.row) }
        }
    }
}
