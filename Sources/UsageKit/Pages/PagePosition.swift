/// The position of a page, in the pagination scheme of the endpoint.
enum PagePosition: Hashable, Sendable, Codable {
    /// The first page of a listing.
    case first
    /// The page that a cursor names, with the query parameter that carries the cursor.
    case cursor(parameter: String, value: Cursor)
    /// The page after this number of rows.
    ///
    /// If `overlaps` is true, the request includes the last of those rows again, to detect rows that disappeared.
    case offset(Int, overlaps: Bool)
    /// The page with a number within a billing period; `received` counts the rows of the pages before it.
    case page(Int, period: BillingPeriod?, received: Int)

    /// Whether the numbers can be those of a listing, so that counting on from them cannot overflow.
    var isPossible: Bool {
        switch self {
        case .first, .cursor: true
        case .offset(let rows, _): rows.isPossibleCount
        case .page(let number, _, let received): number.isPossibleCount && received.isPossibleCount
        }
    }
}

extension PagePosition {
    /// Whether the position comes before another one in the order in which positions are written.
    func precedes(_ other: PagePosition) -> Bool { key < other.key }

    private var key: (Int, Int, Int, ByteString) {
        switch self {
        case .first: (0, 0, 0, ByteString(""))
        case .cursor(let parameter, let value): (1, 0, 0, ByteString("\(parameter)=\(value.text)"))
        case .offset(let rows, let overlaps): (2, rows, overlaps ? 1 : 0, ByteString(""))
        case .page(let number, let period, let received): (3, number, received, ByteString(period?.description ?? ""))
        }
    }
}

extension Int {
    /// Whether a walk can have counted so far, so that it can go on counting without overflow.
    var isPossibleCount: Bool { (0...Int(clamping: Int64(1) << 51) - 1 << 30).contains(self) }
}
