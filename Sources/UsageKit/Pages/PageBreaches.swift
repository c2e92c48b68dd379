/// What was found on a page that is not as it was asked for, and that the judge repaired.
struct PageBreaches: Sendable {
    private(set) var counts: [(code: WalkNote.Code, count: Int)] = []

    mutating func add(_ code: WalkNote.Code, count: Int = 1) {
        if let index = counts.firstIndex(where: { $0.code == code }) {
            counts[index].count += count
        } else {
            counts.append((code, count))
        }
    }
}

extension WalkNote.Code {
    /// Rows outside the window, although the provider lists the rows of a window only; they were left out.
    public static let outsideWindow = Self(rawValue: "outsideWindow")
    /// Rows that do not pass the filter that was asked for; they were left out.
    public static let outsideFilter = Self(rawValue: "outsideFilter")
    /// Rows that are not in the order that the provider documents.
    public static let outOfOrder = Self(rawValue: "outOfOrder")
    /// Rows of a page beyond the number that was asked for.
    public static let surplusRows = Self(rawValue: "surplusRows")
    /// A number of pages that is wrong, although the number of rows is right.
    public static let pageCount = Self(rawValue: "pageCount")
}
