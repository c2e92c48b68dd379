/// How the lines of a provider's stream wrap its rows.
struct StreamFormat: Sendable {
    /// The member that says what a line is.
    let kind: String
    /// The member with the row, or with what else the line holds.
    let content: String
    /// The kind of lines with rows.
    let row: String
    /// The kind of a line with an error, after which no rows follow.
    let error: String
    /// Kinds of lines that only show that the server is there.
    let idle: [String]
    /// The kind of a last line, which some servers send, and its member that is false if rows are missing.
    let end: (kind: String, member: String)
}
