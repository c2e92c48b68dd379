/// What a walk did, and whether it reached the last row.
public struct WalkReport: Hashable, Sendable, Codable {
    /// Whose ledger was walked.
    public var provider: ProviderID
    /// Which endpoint.
    public var endpoint: String
    /// The window after its open end was pinned.
    public var window: TimeWindow
    /// Pages received.
    public var pages = 0
    /// Rows delivered, after the window's cut and de-duplication.
    public var rows = 0
    /// Rows dropped because their id had been delivered.
    public var duplicates = 0
    /// Those of the duplicates whose content differed from the row that was delivered.
    public var conflicts = 0
    /// Rows dropped because they lie outside the window.
    public var outsideWindow = 0
    /// Times that rows turned out to have disappeared in mid-walk, and pages were read again to miss none.
    public var gaps = 0
    /// Times that a listing was walked once more because it gave fewer rows than its total.
    public var rewalks = 0
    /// Times that a cursor was refused and the part not yet delivered was walked anew.
    public var restarts = 0
    /// The total that the provider gave with the first page; it may count rows that the window's cut drops.
    public var expected: Int?
    /// Whether the walk is over.
    public var isFinished = false
    /// Why the walk is not complete; nil while it runs and where it reached the last row.
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
