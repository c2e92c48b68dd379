extension CustomProvider {
    /// A filter of a listing.
    public struct Filter: Hashable, Sendable {
        /// The query parameter.
        public let parameter: String
        /// Whether it takes several values, separated by commas.
        public let takesList: Bool
        /// The names that lead to the text in a row on which the filter acts; empty if rows do not show it.
        let path: [String]

        /// Describes a filter.
        ///
        /// - Parameters:
        ///   - parameter: The query parameter.
        ///   - path: The name of the member of a row that shows the value, or the names that lead to it: rows with
        ///     another value are dropped and counted. Without a name, the server is trusted.
        ///   - takesList: Whether it takes several values, separated by commas.
        public init(_ parameter: String, shownIn path: String..., takesList: Bool = false) {
            self.parameter = parameter
            self.path = path
            self.takesList = takesList
        }

        /// The text of a row on which the filter acts; nil if the row does not show it.
        func text(in fields: JSONObject) -> String? {
            path.isEmpty ? nil : fields.labelText(at: path)
        }
    }
}
