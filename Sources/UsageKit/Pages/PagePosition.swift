/// Which page comes next, in the paging that the endpoint has.
enum PagePosition: Hashable, Sendable, Codable {
    /// The page that a walk begins with.
    case first
    /// The page that a cursor names, under the name of the query parameter that carries it.
    case cursor(parameter: String, value: Cursor)
    /// The page that begins after so many rows, asked for with the last of them once more unless it was just seen
    /// that nothing else comes with it.
    case offset(Int, overlaps: Bool)
    /// The page of a number within a billing period; `received` counts the rows of the pages before it.
    case page(Int, period: BillingPeriod?, received: Int)

    /// Whether a listing can have such a place, so that it can be counted on from there.
    var isPossible: Bool {
        let numbers = 0...Int(Int32.max) << 20
        return switch self {
        case .first, .cursor: true
        case .offset(let rows, _): numbers.contains(rows)
        case .page(let number, _, let received): numbers.contains(number) && numbers.contains(received)
        }
    }
}
