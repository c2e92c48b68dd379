import Foundation

extension Statement {
    /// What Venice's analytics say of each day (`byDate`), to be compared with its history.
    ///
    /// Their US dollars include bundled credits and exclude earned ones, by the documentation of
    /// `GET /billing/usage-analytics`. The charges of the history are added up so, and a comparison shows whether it holds.
    ///
    /// - Parameters:
    ///   - analytics: The analytics.
    ///   - madeAt: When they were read; they are up to ten minutes older.
    /// - Throws: ``UsageError`` with ``UsageError/Code/unexpectedShape`` if a day is no date, and with
    ///   ``UsageError/Code/inexactNumber`` for a number of more than 38 digits.
    public init(_ analytics: Venice.Analytics, madeAt: Timestamp? = nil) throws(UsageError) {
        var entries: [Entry] = []
        for day in analytics.byDate {
            entries.append(try Self.entry(try Venice.day(day.date), usd: day.usd, diem: day.diem))
        }
        self.init("usage-analytics", entries: entries, madeAt: madeAt)
        // Days without usage may be left out; the span is not known of each answer.
        window = try? analytics.window(madeAt)
        includedCurrencies = Venice.included
    }

    /// What Venice's analytics say of each model (`byModel`), to be compared with its history.
    ///
    /// The analytics have names of models for people (`Example LLM`), the history has products (`example-llm-llm-input-mtoken`)
    /// whose models are other texts, so a mapping is needed. Units are not compared: those of the history are millions of
    /// tokens, by kinds that the analytics do not name.
    ///
    /// - Parameters:
    ///   - analytics: The analytics.
    ///   - names: For each name of a model in the analytics, the model in the history; names are compared by their bytes.
    ///   - madeAt: When they were read, which says for a span such as `7d` which days it has, unless each has a figure.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if a name has no mapping or two, or the days of the
    ///   span are not known; with ``UsageError/Code/unexpectedShape`` if a day of the span is no date; with
    ///   ``UsageError/Code/inexactNumber`` for a number of more than 38 digits.
    public init(
        modelsOf analytics: Venice.Analytics, mapping names: some Sequence<(key: String, value: String)>,
        madeAt: Timestamp? = nil
    ) throws(UsageError) {
        let names = try NameMapping(names)
        let window = try analytics.window(madeAt)
        var entries: [Entry] = []
        var hasOthers = false
        for model in analytics.byModel {
            guard let key = try Venice.model(model.name, names) else {
                hasOthers = true
                continue
            }
            entries.append(try Self.entry(window, [key], usd: model.totalUSD, diem: model.totalDIEM))
        }
        self.init("usage-analytics by model", by: [.model], entries: entries, madeAt: madeAt)
        self.window = window
        includedCurrencies = Venice.included
        if hasOthers { leaveOutOthers() }
    }

    /// What Venice's analytics say of each model on each day, to be compared with its history.
    ///
    /// The member `byModelDailyUsd`, which is not in the API's specification, has US dollars. Without it, `byModelDaily` has
    /// DIEM by the documentation, and US dollars and DIEM together by the vendor's skill: a comparison shows which
    /// (``Cause/addedCurrency(_:to:)``).
    ///
    /// - Parameters:
    ///   - analytics: The analytics.
    ///   - names: For each name of a model in the analytics, the model in the history; names are compared by their bytes.
    ///   - madeAt: When they were read.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if a name has no mapping or two, and with
    ///   ``UsageError/Code/inexactNumber`` for a number of more than 38 digits.
    public init(
        dailyModelsOf analytics: Venice.Analytics, mapping names: some Sequence<(key: String, value: String)>,
        madeAt: Timestamp? = nil
    ) throws(UsageError) {
        let names = try NameMapping(names)
        let dollars = analytics.byModelDailyUSD
        var entries: [Entry] = []
        var hasOthers = false
        for day in dollars ?? analytics.byModelDaily {
            let window = try TimeWindow(from: day.day, to: day.day.advanced(by: .seconds(86_400)))
            for figure in day.figures {
                guard let key = try Venice.model(figure.name, names) else {
                    hasOthers = true
                    continue
                }
                var entry = Entry(window: window, key: [key])
                entry.set(.charge(dollars == nil ? .diem : .usd), exact: try ExactDecimal(figure.value))
                entries.append(entry)
            }
        }
        self.init("usage-analytics by model and day", by: [.model], entries: entries, madeAt: madeAt)
        window = try? analytics.window(madeAt)
        if dollars != nil { includedCurrencies = Venice.included }
        if hasOthers { leaveOutOthers() }
    }

    /// What Venice's analytics say of each key (`byKey`).
    ///
    /// The history names no keys, so it cannot be compared with these figures. In the place of rows, they can be compared
    /// with those of the days, which have the same usage: `Statement(analytics).summed()`.
    ///
    /// - Parameters:
    ///   - analytics: The analytics.
    ///   - madeAt: When they were read.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the days of the span are not known, with
    ///   ``UsageError/Code/unexpectedShape`` if a day of the span is no date, and with ``UsageError/Code/inexactNumber`` for a
    ///   number of more than 38 digits.
    public init(keysOf analytics: Venice.Analytics, madeAt: Timestamp? = nil) throws(UsageError) {
        let window = try analytics.window(madeAt)
        var entries: [Entry] = []
        for key in analytics.byKey {
            entries.append(try Self.entry(window, [key.apiKeyID], usd: key.totalUSD, diem: key.totalDIEM))
        }
        self.init("usage-analytics by key", by: [.apiKey], entries: entries, madeAt: madeAt)
        self.window = window
    }

    /// How much DIEM was spent on the present UTC day, by a balance: the day's allocation less what is left.
    ///
    /// It can be compared with the history, or with the analytics in the place of rows. Other currencies have no allocation
    /// that begins with a day; two balances show what was spent of them (``init(_:at:then:at:)``). A balance that is not
    /// positive is null: then all of the allocation was spent, and what was spent beyond it is not known.
    ///
    /// - Parameters:
    ///   - balance: The balance.
    ///   - time: When it was read.
    ///   - isOfWholeDay: Whether the figure is stated of the whole day, as analytics are; otherwise it is stated up to `time`,
    ///     so that later rows are left out.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for a number of more than 38 digits.
    public init(
        _ balance: Venice.Balance, at time: Timestamp, isOfWholeDay: Bool = false
    ) throws(UsageError) {
        let start = Timestamp(seconds: time.seconds.flooredDivision(by: 86_400).quotient * 86_400)
        // The instant of the balance itself is included, and so the window is not empty at midnight.
        let end = isOfWholeDay ? start.advanced(by: .seconds(86_400)) : time.advanced(by: .nanoseconds(1))
        var entry = Entry(window: TimeWindow(unchecked: start, end))
        let allocation = try ExactDecimal(balance.diemEpochAllocation)
        let left = try balance.balances.diem.map { (left) throws(UsageError) in try ExactDecimal(left) }
        if left != nil || allocation != .zero {
            entry.set(.charge(.diem), exact: try allocation.adding((left ?? .zero).negated))
        }
        self.init("balance", entries: entry.figures.isEmpty ? [] : [entry], madeAt: time)
        notCompared = ["USD and credits: one balance does not say what was spent of them"]
        if entry.figures.isEmpty {
            notCompared.append("DIEM: the account has no balance of it")
        } else if left == nil {
            notCompared.append("DIEM beyond the allocation: a balance that is not positive does not say it")
        }
    }

    /// What was spent between two balances, by the currencies that both have: to be compared with the history.
    ///
    /// What was bought or granted in between makes the figures smaller. DIEM is left out, because its balance begins again
    /// on each UTC day.
    ///
    /// - Parameters:
    ///   - first: The earlier balance.
    ///   - start: When it was read.
    ///   - last: The later balance.
    ///   - end: When it was read.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the later one is not later, and with
    ///   ``UsageError/Code/inexactNumber`` for a number of more than 38 digits.
    public init(
        _ first: Venice.Balance, at start: Timestamp, then last: Venice.Balance, at end: Timestamp
    ) throws(UsageError) {
        var entry = Entry(window: try TimeWindow(from: start, to: end))
        var unknown = ["DIEM: its balance begins again on each UTC day"]
        for (currency, before, after) in [
            (Currency.usd, first.balances.usd, last.balances.usd),
            (.bundledCredits, first.balances.bundledCredits, last.balances.bundledCredits),
            (.earnedCredits, first.balances.earnedCredits, last.balances.earnedCredits),
        ] {
            guard let before, let after else {
                unknown.append("\(currency): one of the balances does not have it")
                continue
            }
            entry.set(.charge(currency), exact: try ExactDecimal(before).adding(try ExactDecimal(after).negated))
        }
        self.init("balances", entries: entry.figures.isEmpty ? [] : [entry], madeAt: end)
        notCompared = unknown
    }

    private static func entry(
        _ window: TimeWindow, _ key: [String?] = [], usd: Decimal, diem: Decimal
    ) throws(UsageError) -> Entry {
        var entry = Entry(window: window, key: key)
        entry.set(.charge(.usd), exact: try ExactDecimal(usd))
        entry.set(.charge(.diem), exact: try ExactDecimal(diem))
        return entry
    }

    private mutating func leaveOutOthers() {
        namesAllKeys = false
        notCompared.append("\(Venice.otherModels): it has the models beyond those that are named")
    }
}

extension Venice {
    /// The currencies whose charges count in the US dollars of analytics.
    fileprivate static let included: [Currency: [Currency]] = [.usd: [.bundledCredits]]

    /// The name under which analytics have the models beyond those that they name, by the vendor's skill.
    fileprivate static let otherModels = "Other"

    /// The model in the history; nil for the rest of the models.
    fileprivate static func model(_ name: String, _ names: NameMapping) throws(UsageError) -> String? {
        if let model = names[name] { return model }
        if ByteString(name) == ByteString(otherModels) { return nil }
        throw UsageError(
            .invalidArgument, "analytics name the model \(name), which the history names in another way: give a mapping"
        )
    }

    /// A UTC day.
    fileprivate static func day(_ date: String) throws(UsageError) -> TimeWindow {
        guard date.utf8.count == 10, let start = try? Timestamp("\(date)T00:00:00Z") else {
            throw UsageError(.unexpectedShape, "expected a day of analytics such as 2026-11-01, found \"\(date)\"")
        }
        return try TimeWindow(from: start, to: start.advanced(by: .seconds(86_400)))
    }
}

extension Venice.Analytics {
    /// The UTC days of which the figures are.
    fileprivate func window(_ madeAt: Timestamp?) throws(UsageError) -> TimeWindow {
        let dates = lookback.split(separator: ":")
        if dates.count == 2 {
            return try Venice.day(String(dates[0])).hull(try Venice.day(String(dates[1])))
        }
        if let dayCount, Set(byDate.map(\.date)).count == dayCount, let first = byDate.first {
            var window = try Venice.day(first.date)
            for day in byDate { window = window.hull(try Venice.day(day.date)) }
            return window
        }
        guard let dayCount, let madeAt else {
            throw UsageError(
                .invalidArgument,
                "the days of the span \(lookback) are not known: give the instant at which the analytics were read")
        }
        return TimeWindow.days(dayCount, through: madeAt, in: .gmt)
    }
}
