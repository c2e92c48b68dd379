extension CustomProvider {
    /// How a listing is divided into pages, and what its pages say of that.
    ///
    /// A member of a page is named by its name, or by the path of one in an object: `pagination.next`.
    public struct Paging: Hashable, Sendable {
        enum Kind: Hashable, Sendable {
            case cursor(parameter: String, member: String, hasMore: String?, isSentAlone: Bool)
            case offset(parameter: String, member: String?, repeatsLastRow: Bool)
            case page(parameter: String, member: String?, totalPages: String?)
        }

        let kind: Kind

        /// Each page names the next one by a cursor.
        ///
        /// A page is the last one if its cursor is null or empty, or if `hasMore` is false. A page without a cursor
        /// that does not say that it is the last one ends the walk with an error.
        ///
        /// - Parameters:
        ///   - parameter: The query parameter that takes the cursor.
        ///   - member: The member of a page with the cursor of the next one.
        ///   - hasMore: The member that says whether rows follow; nil if pages have none.
        ///   - isSentAlone: Whether the cursor holds the whole query, so that no other parameter may be sent with it.
        /// - Returns: The paging.
        public static func cursor(
            _ parameter: String, in member: String, hasMore: String? = nil, isSentAlone: Bool = false
        ) -> Paging {
            Paging(
                kind: .cursor(parameter: parameter, member: member, hasMore: hasMore, isSentAlone: isSentAlone))
        }

        /// A page is asked for by the number of rows before it.
        ///
        /// The listing ends on an empty page, or on a short page that also reaches the total.
        ///
        /// - Parameters:
        ///   - parameter: The query parameter that takes the number of rows.
        ///   - member: The member of a page that repeats it; nil if pages have none.
        ///   - repeatsLastRow: Whether each page asks for the last row of the previous page again, which shows rows
        ///     that were deleted meanwhile. It needs rows with ids, and pages of two rows or more.
        /// - Returns: The paging.
        public static func offset(
            _ parameter: String, in member: String? = nil, repeatsLastRow: Bool = true
        ) -> Paging {
            Paging(kind: .offset(parameter: parameter, member: member, repeatsLastRow: repeatsLastRow))
        }

        /// A page is asked for by its number, counted from 1.
        ///
        /// The listing ends on an empty page, or on a short page that also reaches the total.
        ///
        /// - Parameters:
        ///   - parameter: The query parameter that takes the number.
        ///   - member: The member of a page that repeats it; nil if pages have none.
        ///   - totalPages: The member with the number of pages; nil if pages have none.
        /// - Returns: The paging.
        public static func page(
            _ parameter: String, in member: String? = nil, totalPages: String? = nil
        ) -> Paging {
            Paging(kind: .page(parameter: parameter, member: member, totalPages: totalPages))
        }
    }
}
