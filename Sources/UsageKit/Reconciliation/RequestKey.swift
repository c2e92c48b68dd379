/// What joins a row with the note of its request.
///
/// More keys may follow in later versions.
public struct RequestKey: Hashable, Sendable {
    private enum Kind: Hashable {
        case requestID, rowID
        case label(UsageDimension)
    }

    private let kind: Kind

    /// The id of the request (``UsageRecord/requestID``): `request_id` of Aurous, `requestId` of Venice.
    public static let requestID = Self(kind: .requestID)
    /// The id of the row (``UsageRecord/id``), which the response of Aurous has, too.
    public static let rowID = Self(kind: .rowID)

    /// A label of the row (``UsageRecord/labels``), for example ``UsageDimension/receipt``: `receipt_id` of Tresor.
    public static func label(_ label: UsageDimension) -> Self { Self(kind: .label(label)) }

    /// The text of a row; nil if it has none.
    @inline(__always)
    func text(of record: UsageRecord) -> String? {
        switch kind {
        case .requestID: record.requestID
        case .rowID: record.id
        case .label(let label): record.labels[label]
        }
    }

    /// The column of exports that has it.
    var column: String {
        switch kind {
        case .requestID: "requestID"
        case .rowID: "id"
        case .label(let label): label.rawValue
        }
    }

    /// Whether exports of lines have it in the object `labels`.
    var isLabel: Bool {
        if case .label = kind { true } else { false }
    }
}
