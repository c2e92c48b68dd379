extension CustomProvider {
    /// How a listing is asked for pages of a size.
    public struct PageSize: Hashable, Sendable {
        /// The query parameter that takes the number of rows.
        public let parameter: String
        /// The numbers that the provider accepts; a walk asks for the largest unless it is told otherwise.
        public let range: ClosedRange<Int>
        /// The member of a page that says its size, by its name or its path; nil if pages have none.
        public let member: String?

        /// Describes the size of pages.
        public init(_ parameter: String, in range: ClosedRange<Int>, shownIn member: String? = nil) {
            self.parameter = parameter
            self.range = range
            self.member = member
        }
    }
}
