internal import UsageKit

/// The names on the wire that breaking a listing's promises needs.
package struct ListingShape: Sendable {
    /// The member with the rows.
    package var rows = "data"
    /// The member with the cursor of the next page; nil if there is none.
    package var cursor: String?
    /// The member that says whether more rows follow; nil if there is none.
    package var hasMore: String?
    /// Paths of the members that count, and of those that repeat the request; empty if there is none.
    package var total: [String] = []
    package var totalPages: [String] = []
    package var page: [String] = []
    package var offset: [String] = []
    /// The parameters of a request.
    package var limitParameter: String
    package var pageParameter: String?
    package var offsetParameter: String?
    package var periodParameter: String?
    package var windowParameters: [String] = []
    package var cursorParameters: [String] = []
    /// A parameter with a filter, and the member of a row on which it acts; nil if there is none.
    package var filter: String?
    /// The member of a row with its instant.
    package var time: String
    /// Whether each row has an `id`.
    package var hasIDs = true
    /// Whether the order of the rows is documented.
    package var isOrdered = true

    /// Events of Aurous.
    package static let aurous = ListingShape(
        cursor: "next_cursor", hasMore: "has_more", limitParameter: "limit",
        windowParameters: ["start_time", "end_time"], cursorParameters: ["cursor"], filter: "type", time: "created_at")
    /// The credit ledger of Aurous.
    package static let aurousCredits = ListingShape(
        cursor: "next_cursor", hasMore: "has_more", limitParameter: "limit", cursorParameters: ["starting_after"],
        filter: "type", time: "created_at")
    /// The history of Venice.
    package static let venice = ListingShape(
        cursor: "nextCursor", limitParameter: "pageSize", windowParameters: ["startTimestamp", "endTimestamp"],
        cursorParameters: ["cursor"], filter: "currency", time: "timestamp", hasIDs: false)
    /// The listing that Venice retired.
    package static let veniceRetired = ListingShape(
        total: ["pagination", "total"], totalPages: ["pagination", "totalPages"], page: ["pagination", "page"],
        limitParameter: "limit", pageParameter: "page", windowParameters: ["startDate", "endDate"],
        filter: "currency", time: "timestamp", hasIDs: false)
    /// The ledger of Tresor.
    package static let tresor = ListingShape(
        total: ["total_count"], offset: ["offset"], limitParameter: "limit", offsetParameter: "offset",
        windowParameters: ["start", "end"], filter: "model", time: "created_at")
    /// The usage list of ChatBotKit.
    package static let chatBotKit = ListingShape(
        rows: "items", cursor: "cursor", limitParameter: "take", cursorParameters: ["cursor"], filter: "type",
        time: "createdAt")
    /// The details of Auralytik in its flat envelope.
    package static let auralytik = ListingShape(
        total: ["totalCount"], page: ["page"], limitParameter: "pageSize", pageParameter: "page",
        periodParameter: "billingPeriod", time: "timestamp", isOrdered: false)
    /// The details of Auralytik in its nested envelope.
    package static let auralytikSigned = ListingShape(
        total: ["pagination", "totalCount"], totalPages: ["pagination", "totalPages"], page: ["pagination", "page"],
        limitParameter: "pageSize", pageParameter: "page", periodParameter: "billingPeriod", time: "timestamp",
        isOrdered: false)
}
