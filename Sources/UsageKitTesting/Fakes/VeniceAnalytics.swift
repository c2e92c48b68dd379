internal import UsageKit

/// The days that the analytics cover.
struct VeniceAnalyticsPeriod {
    /// The first day, counted from 1970-01-01.
    let firstDay: Int
    let dayCount: Int
    /// The period as the response repeats it.
    let label: String

    private static let maximumDays = 90

    /// - Throws: ``Refusal``.
    init(_ query: RequestQuery, now: Timestamp) throws {
        // A single date is ignored, as the vendor's skill says; the page says that both are required.
        if let startText = query["startDate"], let endText = query["endDate"] {
            let start = try Self.day(startText, "startDate")
            let end = try Self.day(endText, "endDate")
            guard end >= start, end - start < Self.maximumDays else {
                throw VeniceRules.invalid("endDate", "The period must be 1 to \(Self.maximumDays) days")
            }
            self.init(firstDay: start, dayCount: end - start + 1, label: "\(startText):\(endText)")
            return
        }
        let text = query["lookback"] ?? "7d"
        let digits = text.dropLast()
        guard text.hasSuffix("d"), digits.first.map({ "1"..."9" ~= $0 }) ?? false,
            digits.allSatisfy({ "0"..."9" ~= $0 })
        else { throw VeniceRules.invalid("lookback", "Invalid lookback") }
        // Larger values become the maximum, and the response says so.
        let days = Swift.min(Int(digits) ?? .max, Self.maximumDays)
        self.init(firstDay: now.wireDay.daysSince1970 - days + 1, dayCount: days, label: "\(days)d")
    }

    private init(firstDay: Int, dayCount: Int, label: String) {
        self.firstDay = firstDay
        self.dayCount = dayCount
        self.label = label
    }

    private static func day(_ text: String, _ name: String) throws -> Int {
        guard text.utf8.count == 10, let midnight = try? Timestamp(text + "T00:00:00Z") else {
            throw VeniceRules.invalid(name, "Invalid date")
        }
        return midnight.wireDay.daysSince1970
    }
}

/// The analytics computed from the rows; money spent is positive.
struct VeniceAnalytics {
    let period: VeniceAnalyticsPeriod
    let keys: [VeniceFake.Key]
    let topCount: Int

    /// The money spent and the units it was spent on.
    private struct Spend {
        var usd = ExactDecimal.zero
        var diem = ExactDecimal.zero
        var units = ExactDecimal.zero

        mutating func add(_ other: Spend) throws {
            usd = try usd.adding(other.usd)
            diem = try diem.adding(other.diem)
            units = try units.adding(other.units)
        }

        func combined() throws -> ExactDecimal { try usd.adding(diem) }
    }

    /// The spending on one model or with one key.
    private struct Series {
        var total = Spend()
        var kinds: [String: Spend] = [:]
        var days: [Int: Spend] = [:]
    }

    func json(of ledger: WireLedger) throws -> JSONValue {
        var byDay = Series()
        var byModel: [String: Series] = [:]
        var byKey: [String: Series] = [:]
        for entry in ledger.entries {
            let day = entry.position.instant.wireDay.daysSince1970 - period.firstDay
            guard (0..<period.dayCount).contains(day) else { continue }
            let sku = Venice.StockKeepingUnit(entry.row["sku"]?.string ?? "")
            let spend = Self.spend(of: entry.row, scale: sku.unitScale)
            try Self.add(spend, kind: sku.unitKind ?? "", day, to: &byDay)
            try Self.add(spend, kind: sku.unitKind ?? "", day, to: &byModel[sku.model, default: Series()])
            let key = VeniceKeys.key(of: entry.row, among: keys)?.id ?? ""
            try Self.add(spend, kind: sku.unitKind ?? "", day, to: &byKey[key, default: Series()])
        }
        let models = try Self.sorted(byModel)
        let keys = try Self.sorted(byKey)
        let names = Dictionary(uniqueKeysWithValues: keys.map { ($0.name, description(ofKey: $0.name)) })
        return [
            "lookback": .string(period.label),
            "byDate": .array(
                (0..<period.dayCount).map { day in
                    let spend = byDay.days[day] ?? Spend()
                    return [
                        "date": .string(date(day).description), "USD": JSONValue(spend.usd),
                        "DIEM": JSONValue(spend.diem),
                    ]
                }),
            "byModel": .array(models.map(Self.model)),
            "byModelDaily": try daily(models) { try $0.combined() },
            "topModels": .array(models.prefix(topCount).map { .string($0.name) }),
            "byKey": .array(
                keys.map { name, series in
                    [
                        "apiKeyId": name.isEmpty ? .null : .string(name), "description": JSONValue(names[name]),
                        "totalUsd": JSONValue(series.total.usd), "totalDiem": JSONValue(series.total.diem),
                        "totalUnits": JSONValue(series.total.units),
                    ]
                }),
            "byKeyDaily": try daily(keys, names: names) { try $0.combined() },
            "topKeyNames": .array(keys.prefix(topCount).map { JSONValue(names[$0.name]) }),
            // The specification allows no further members, but the vendor's skill notes that these two are sent.
            "byModelDailyUsd": try daily(models) { $0.usd },
            "byKeyDailyUsd": try daily(keys, names: names) { $0.usd },
        ]
    }

    /// Bundled credits count as dollars; earned credits do not count.
    private static func spend(of row: JSONValue, scale: Int) -> Spend {
        let amount = row["amount"]?.wireDecimal?.negated ?? .zero
        let units = row["units"]?.wireDecimal ?? .zero
        var spend = Spend()
        switch row["currency"]?.string {
        case "USD", "BUNDLED_CREDITS": spend.usd = amount
        case "DIEM": spend.diem = amount
        default: break
        }
        spend.units = ExactDecimal(mantissa: units.mantissa, exponent: units.exponent + scale) ?? units
        return spend
    }

    private static func add(_ spend: Spend, kind: String, _ day: Int, to series: inout Series) throws {
        try series.total.add(spend)
        try series.kinds[kind, default: Spend()].add(spend)
        try series.days[day, default: Spend()].add(spend)
    }

    /// Sorted by the spending in both currencies, largest first, then by name.
    private static func sorted(_ series: [String: Series]) throws -> [(name: String, series: Series)] {
        var all: [(name: String, series: Series, spent: ExactDecimal)] = []
        for (name, value) in series { all.append((name, value, try value.total.combined())) }
        all.sort { $0.spent == $1.spent ? $0.name < $1.name : $1.spent < $0.spent }
        return all.map { ($0.name, $0.series) }
    }

    private static func model(_ name: String, _ series: Series) -> JSONValue {
        let sku = Venice.StockKeepingUnit(name + "-" + (series.kinds.keys.min() ?? ""))
        var model: JSONObject = [
            "modelName": .string(name), "unitType": .string(sku.unitType), "modelType": JSONValue(sku.modelType),
            "totalUsd": JSONValue(series.total.usd), "totalDiem": JSONValue(series.total.diem),
            "totalUnits": JSONValue(series.total.units),
        ]
        let parts = [("Input", "llm-input-mtoken"), ("Output", "llm-output-mtoken")]
            .compactMap { title, kind in
                series.kinds[kind].map { spend -> JSONValue in
                    [
                        "type": .string(title), "usd": JSONValue(spend.usd), "diem": JSONValue(spend.diem),
                        "units": JSONValue(spend.units),
                    ]
                }
            }
        if !parts.isEmpty { model.append("breakdown", .array(parts)) }
        return .object(model)
    }

    /// One object per day with a member for each of the top names and a member `Other` for the rest.
    private func daily(
        _ series: [(name: String, series: Series)], names: [String: String] = [:],
        _ figure: (Spend) throws -> ExactDecimal
    ) throws -> JSONValue {
        let days = try (0..<period.dayCount).map { day -> JSONValue in
            var object: JSONObject = ["date": .number(JSONNumber((period.firstDay + day) * 86_400_000))]
            for (name, series) in series.prefix(topCount) {
                object.append(names[name] ?? name, JSONValue(try figure(series.days[day] ?? Spend())))
            }
            let rest = series.dropFirst(topCount)
            if !rest.isEmpty {
                object.append("Other", JSONValue(try rest.map { try figure($0.series.days[day] ?? Spend()) }.wireSum()))
            }
            return .object(object)
        }
        return .array(days)
    }

    private func date(_ day: Int) -> CivilDate { CivilDate(daysSince1970: period.firstDay + day) }

    private func description(ofKey id: String) -> String {
        guard !id.isEmpty else { return "Web App" }
        let description = keys.first { $0.id == id }?.description ?? ""
        return description.isEmpty ? "Key ...\(id.suffix(6))" : description
    }
}

extension Venice.StockKeepingUnit {
    /// The power of ten between the units: rows count millions of tokens, the analytics count tokens.
    fileprivate var unitScale: Int { unitKind?.hasSuffix("-mtoken") == true ? 6 : 0 }

    fileprivate var unitType: String { unitKind == "image-unit" ? "images" : "tokens" }

    fileprivate var modelType: String? {
        switch unitKind {
        case "image-unit": "IMAGE"
        case let kind? where kind.hasPrefix("llm-"): "LLM"
        default: nil
        }
    }
}
