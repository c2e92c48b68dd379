public import UsageKit

/// One fake of each provider, filled with rows, for demonstrations and previews.
public struct DemoFakes: Sendable {
    /// The fake of Aurous.
    public let aurous: AurousFake
    /// The fake of Venice.
    public let venice: VeniceFake
    /// The fake of Tresor.
    public let tresor: TresorFake
    /// The fake of ChatBotKit.
    public let chatBotKit: ChatBotKitFake
    /// The fake of Auralytik.
    public let auralytik: AuralytikFake
}

extension LedgerGenerator {
    /// Returns one fake of each provider, filled with rows of a window.
    ///
    /// The servers' clocks are fixed at the end of the window, so its rows are recent whenever the program runs.
    ///
    /// - Parameters:
    ///   - window: The span in which the rows are created.
    ///   - count: How many rows each provider has.
    /// - Returns: The fakes; each accepts the `testKey` of its type.
    public func fakes(in window: TimeWindow, rowsPerProvider count: Int = 2000) -> DemoFakes {
        let end = InstantSampler(window).endInstant
        // A window that ends at the end of a day or a month must not reach into the next one.
        let now = end.advanced(by: .milliseconds(-1))
        let entries = veniceEntries(count: count, in: window)
        return DemoFakes(
            aurous: AurousFake(
                events: aurousEvents(count: count, in: window), creditLedger: aurousLedger(count: count, in: window),
                eventsContract: .byParameters, usageGeneration: nil,
                account: AurousFake.Account(teamName: "Demo", credits: 250.75, heldCredits: 2.5),
                webhookURLs: ["https://example.com/aurous"], now: { end }),
            venice: VeniceFake(
                entries: entries, keys: Self.veniceKeys, plan: Self.venicePlan(after: entries, at: now), now: { now }),
            tresor: TresorFake(rows: tresorRows(count: count, in: window), models: Self.tresorModels),
            chatBotKit: ChatBotKitFake(
                records: chatBotKitRecords(count: count, in: window), events: chatBotKitEvents(count: 40, in: window),
                plan: ChatBotKitFake.Plan(
                    tokenRatio: 85, database: [2, 120, 1, 4, 7, 0],
                    reports: [ChatBotKitFake.Report(id: "report_demo", type: .message, name: "Messages")]), now: { now }
            ),
            auralytik: AuralytikFake(
                details: auralytikDetails(count: count, in: window), plan: auralytikPlan, now: { now }))
    }
}
