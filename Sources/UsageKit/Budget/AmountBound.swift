/// How a figure is related to the true one.
public enum AmountBound: String, Hashable, Sendable, Codable, CaseIterable {
    /// Every row is known, so the figure is the true one.
    case exact
    /// Rows may be missing, so the true figure is this one or a greater one.
    case atLeast
    /// Rows may be missing, so the true figure is this one or a smaller one.
    case atMost
    /// Rows may be missing or count twice, and the true figure may be greater or smaller.
    case unknown

    /// The bound of the figure with the opposite sign.
    var reversed: AmountBound {
        switch self {
        case .exact, .unknown: self
        case .atLeast: .atMost
        case .atMost: .atLeast
        }
    }

    /// The bound of the sum of two figures.
    func adding(_ other: AmountBound) -> AmountBound {
        if self == .exact { return other }
        return other == .exact || other == self ? self : .unknown
    }

    /// The words before a figure, with a space after them; empty for an exact one.
    var words: String {
        switch self {
        case .exact: ""
        case .atLeast: "at least "
        case .atMost: "at most "
        case .unknown: "incomplete: "
        }
    }
}
