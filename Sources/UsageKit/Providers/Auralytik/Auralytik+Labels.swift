extension Auralytik {
    /// Empty: labels have no names of their own, since the fields of records are not published.
    ///
    /// Each field of a record is a label by its name on the wire: ``UsageDimension/field(_:)``.
    public static let labels: [UsageDimension] = []
}
