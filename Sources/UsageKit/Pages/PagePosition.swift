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

    /// Whether the numbers are in the range that a listing can have, so that counting on from them cannot overflow.
    var isPossible: Bool {
        let numbers = 0...Int(clamping: Int64(1) << 51) - 1 << 30
        return switch self {
        case .first, .cursor: true
        case .offset(let rows, _): numbers.contains(rows)
        case .page(let number, _, let received): numbers.contains(number) && numbers.contains(received)
        }
    }
}
