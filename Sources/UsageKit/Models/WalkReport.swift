/// What a walk did, and whether it reached the last row.
public struct WalkReport: Hashable, Sendable, Codable {
    /// The provider whose ledger was walked.
    public var provider: ProviderID
    /// The endpoint.
    public var endpoint: String
    /// The window after it was resolved: an open end, and that of a day or a month that has not passed, is the present.
    public var window: TimeWindow
    /// Pages received.
    public var pages = 0
    /// Rows delivered, after rows outside the window and duplicates were dropped.
    public var rows = 0
    /// Rows dropped because a row with their id and the same content had been delivered.
    public var duplicates = 0
    /// Rows that came again under their id with other content; the later state counts.
    public var revised = 0
    /// Revised rows whose earlier state had a charge.
    ///
    /// A ledger takes that charge back. A consumer that cannot, because it passes rows on, has counted too much.
    public var revisedCharges = 0
    /// Delivered rows whose request has not ended (``UsageStatus/isSettled``), so that their charge may still change.
    public var unsettled = 0
    /// Rows dropped because they are outside the window.
    public var outsideWindow = 0
    /// How often rows had disappeared during the walk, so that pages were read again to miss no row.
    public var gaps = 0
    /// How often a listing was walked again because it returned fewer rows than its total.
    public var rewalks = 0
    /// How often the part not yet delivered was walked again, because a cursor was refused or a page began with a row
    /// without an id that may have come before.
    public var restarts = 0
    /// The total that the provider reported, over several listings their sum; it may count rows outside the window.
    public var expected: Int?
    /// What was not as documented, and cost no row: fields that could not be read, rows that were not asked for.
    public var notes: [WalkNote] = []
    /// Whether the walk is over.
    public var isFinished = false
    /// Why the walk is not complete; nil while it runs and if it reached the last row.
    public var stopped: String?

    /// Creates the report of a walk that has not begun.
    public init(provider: ProviderID, endpoint: String, window: TimeWindow) {
        self.provider = provider
        self.endpoint = endpoint
        self.window = window
    }

    /// Whether the walk reached the last row and nothing contradicts it.
    public var isComplete: Bool { isFinished && stopped == nil }
}

extension WalkReport {
    /// Adds a reason why the walk is not complete, unless it is there.
    mutating func add(stopped reason: String) {
        guard let stopped else { return stopped = reason }
        if !stopped.contains(reason) { self.stopped = "\(stopped); \(reason)" }
    }
}
