/// What a walk did, and whether it reached the last row.
public struct WalkReport: Hashable, Sendable, Codable {
    /// The provider whose ledger was walked.
    public internal(set) var provider: ProviderID
    /// The endpoint.
    public internal(set) var endpoint: String
    /// The endpoint of saved files, whose window is what was kept of them.
    static let replayEndpoint = "replay"
    /// The window after it was resolved: an open end, and that of a day or a month that has not passed, is the present.
    public internal(set) var window: TimeWindow
    /// Pages received.
    public internal(set) var pages = 0
    /// Rows delivered, after rows outside the window and duplicates were dropped.
    public internal(set) var rows = 0
    /// Rows dropped because a row with their id and the same content had been delivered.
    public internal(set) var duplicates = 0
    /// Rows that came again under their id with other content; the later state counts.
    public internal(set) var revised = 0
    /// Revised rows whose earlier state had a charge.
    ///
    /// A ledger takes that charge back. A consumer that cannot, because it passes rows on, has counted too much.
    public internal(set) var revisedCharges = 0
    /// Delivered rows whose request has not ended (``UsageStatus/isSettled``), so that their charge may still change.
    public internal(set) var unsettled = 0
    /// Rows dropped because they are outside the window.
    public internal(set) var outsideWindow = 0
    /// How often rows had disappeared during the walk, so that pages were read again to miss no row.
    public internal(set) var gaps = 0
    /// How often a listing was walked again because it returned fewer rows than its total.
    public internal(set) var rewalks = 0
    /// How often the part not yet delivered was walked again, because a cursor was refused or a page began with a row
    /// without an id that may have come before.
    public internal(set) var restarts = 0
    /// The total that the provider reported, over several listings their sum; it may count rows outside the window.
    public internal(set) var expected: Int?
    /// The instant of the last row of the last page, whether it was delivered or not; nil for a file, and if that row has
    /// none.
    public internal(set) var reached: Timestamp?
    /// How much of the walk is done, from 0 to 1: 1 once it is complete.
    ///
    /// It comes from the total that the provider reports, or else from the order of the rows and a window with two bounds.
    /// It never falls during a walk. Nil if neither is known, and for a file.
    public internal(set) var fraction: Double?
    /// When what a store has was last read from its source to the last row, by the local clock; nil for a walk and a file.
    public internal(set) var readAt: Timestamp?
    /// The instant up to which a store has the rows of the source, which is before the window if the store has nothing of it;
    /// nil for a walk and a file, and if the store has nothing of the source.
    public internal(set) var readThrough: Timestamp?
    /// Whether a store has nothing of the window; nil for a walk and a file.
    var isUnread: Bool?
    private var uncomparedOrigin = Uncompared<WalkOrigin>()
    /// What was not as documented, and cost no row: fields that could not be read, rows that were not asked for.
    public internal(set) var notes: [WalkNote] = []
    /// Whether the walk is over.
    public internal(set) var isFinished = false
    /// Why the walk is not complete; nil while it runs and if it reached the last row.
    public internal(set) var stopped: WalkStop?

    /// Creates the report of a walk that has not begun, or of one that is known by what it did.
    ///
    /// - Parameters:
    ///   - provider: The provider.
    ///   - endpoint: The endpoint.
    ///   - window: The window.
    ///   - pages: The number of pages received.
    ///   - rows: The number of rows delivered.
    ///   - isFinished: Whether the walk is over.
    ///   - stopped: Why it is not complete; then it is over, too.
    public init(
        provider: ProviderID, endpoint: String, window: TimeWindow, pages: Int = 0, rows: Int = 0,
        isFinished: Bool = false, stopped: WalkStop? = nil
    ) {
        self.provider = provider
        self.endpoint = endpoint
        self.window = window
        self.pages = pages
        self.rows = rows
        self.isFinished = isFinished || stopped != nil
        self.stopped = stopped
    }

    /// Whether the walk reached the last row and nothing contradicts it.
    public var isComplete: Bool { isFinished && stopped == nil }

    /// The report of the same walk, which is over and not complete for one more reason.
    public func ended(because reason: WalkStop) -> WalkReport {
        var report = self
        report.isFinished = true
        report.add(reason)
        return report
    }
}

extension WalkReport {
    /// Where the rows come from, which is neither compared nor coded; nil for a file, and if a caller made the report.
    var origin: WalkOrigin? {
        get { uncomparedOrigin.value }
        set { uncomparedOrigin.value = newValue }
    }

    /// All but ``origin``.
    private enum CodingKeys: String, CodingKey {
        case provider, endpoint, window, pages, rows, duplicates, revised, revisedCharges, unsettled, outsideWindow,
            gaps,
            rewalks, restarts, expected, reached, fraction, readAt, readThrough, isUnread, notes, isFinished, stopped
    }

    /// Adds a reason why the walk is not complete, unless it is there.
    mutating func add(_ reason: WalkStop) {
        stopped = stopped?.adding(reason) ?? reason
    }
}
