extension UsageError {
    /// The error for a dimension that the rows of a ledger do not have.
    static func labelNotKept(_ dimension: UsageDimension, kept labels: [UsageDimension]) -> UsageError {
        let known = (UsageDimension.all + labels).map(\.rawValue).joined(separator: ", ")
        return UsageError(
            .invalidArgument,
            """
            the ledger has no dimension '\(dimension)', it has \(known); if it is a label of its rows, make the ledger \
            with UsageLedger(keeping:) and this label
            """)
    }
}
