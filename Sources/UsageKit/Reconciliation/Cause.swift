/// A way in which figures of the same usage can differ, with what it takes to compute them so.
///
/// Each cause says how the other side may have come to its figure from the rows that are known here. More causes may
/// follow in later versions.
public struct Cause: Hashable, Sendable {
    // Texts of servers are compared by their bytes, as values of dimensions are.
    enum Kind: Hashable {
        case late, outside, endIncluded, repeated, superseded, removed, unsettled, filtered
        case shifted(seconds: Int64)
        case newest(since: Timestamp)
        case missing(ByteString)
        case doubled(ByteString)
        case status(UsageStatus)
        case value(UsageDimension, ByteString?)
        case currency(Currency, to: Currency)
        case omittedCurrency(Currency, from: Currency)
        case prices(ByteString)
        case rounded(places: Int, eachRow: Bool, Rounding)
        case quantile(QuantileDefinition)

        var isShift: Bool { if case .shifted = self { true } else { false } }
        var isNewest: Bool { if case .newest = self { true } else { false } }
    }

    let kind: Kind

    init(_ kind: Kind) {
        self.kind = kind
    }

    /// Rows that were learned of after the figures were made do not count there.
    public static let lateRows = Self(.late)
    /// Rows outside the window count there.
    public static let outsideWindow = Self(.outside)
    /// Rows at the very end of the window count there.
    public static let endIncluded = Self(.endIncluded)
    /// Rows that came again count again there.
    public static let repeatedRows = Self(.repeated)
    /// An earlier state of rows counts there.
    public static let earlierStates = Self(.superseded)
    /// Rows that were there before, and are gone here, count there.
    public static let removedRows = Self(.removed)
    /// Requests that have not ended do not count there.
    public static let unsettledRows = Self(.unsettled)
    /// Rows that a filter left out here count there.
    public static let filteredRows = Self(.filtered)

    /// The windows there begin and end later by some seconds, or earlier if they are negative: as in another time zone.
    public static func shiftedWindow(seconds: Int64) -> Self { Self(.shifted(seconds: seconds)) }

    /// The newest rows, from an instant on, do not count there, as if the figures had been made before.
    public static func newestRows(since time: Timestamp) -> Self { Self(.newest(since: time)) }

    /// A row does not count there; it is named by its id.
    public static func missingRow(_ id: String) -> Self { Self(.missing(ByteString(id))) }

    /// A row counts twice there; it is named by its id.
    public static func doubledRow(_ id: String) -> Self { Self(.doubled(ByteString(id))) }

    /// Requests that ended so do not count there.
    public static func excludedStatus(_ status: UsageStatus) -> Self { Self(.status(status)) }

    /// Rows with a value do not count there, for example those of a key that was deleted; nil for rows without one.
    public static func excludedValue(_ value: String?, of dimension: UsageDimension) -> Self {
        Self(.value(dimension, value.map { ByteString($0) }))
    }

    /// Charges in another currency count as well there in those of a currency, one for one.
    public static func addedCurrency(_ currency: Currency, to other: Currency) -> Self {
        Self(.currency(currency, to: other))
    }

    /// Charges in another currency do not count there in those of a currency, although they should: see
    /// ``Statement/includedCurrencies``.
    public static func omittedCurrency(_ currency: Currency, from other: Currency) -> Self {
        Self(.omittedCurrency(currency, from: other))
    }

    /// Charges follow from another price list there (``Tresor/PriceList/name``), for example that of another day.
    public static func prices(_ name: String) -> Self { Self(.prices(ByteString(name))) }

    /// Charges are rounded there to some decimal places: the sum, or each row.
    public static func rounded(to places: Int, eachRow: Bool, _ rounding: Rounding) -> Self {
        Self(.rounded(places: places, eachRow: eachRow, rounding))
    }

    /// Quantiles have another definition there.
    public static func quantiles(_ definition: QuantileDefinition) -> Self { Self(.quantile(definition)) }

    /// A name that does not change, for example `lateRows` or `excludedStatus.failed`.
    public var name: String {
        switch kind {
        case .late: "lateRows"
        case .outside: "outsideWindow"
        case .endIncluded: "endIncluded"
        case .repeated: "repeatedRows"
        case .superseded: "earlierStates"
        case .removed: "removedRows"
        case .unsettled: "unsettledRows"
        case .filtered: "filteredRows"
        case .shifted(let seconds): "shiftedWindow.\(seconds)"
        case .newest(let time): "newestRows.\(time)"
        case .missing(let id): "missingRow.\(id.text)"
        case .doubled(let id): "doubledRow.\(id.text)"
        case .status(let status): "excludedStatus.\(status)"
        case .value(let dimension, let value): "excludedValue.\(dimension)\(value.map { ".\($0.text)" } ?? "")"
        case .currency(let currency, let other): "addedCurrency.\(currency).\(other)"
        case .omittedCurrency(let currency, let other): "omittedCurrency.\(currency).\(other)"
        case .prices(let name): "prices.\(name.text)"
        case .rounded(let places, let eachRow, let rounding):
            "rounded.\(eachRow ? "rows" : "total").\(places).\(rounding.rawValue)"
        case .quantile(let definition): "quantiles.\(definition.rawValue)"
        }
    }

    static let roundingFamily = 2

    var isOfPrices: Bool { if case .prices = kind { true } else { false } }

    /// Which causes exclude each other: a window has one shift, a sum one rounding, a row one price list.
    var family: Int? {
        switch kind {
        case .shifted, .endIncluded: 1
        case .rounded: Self.roundingFamily
        case .quantile: 3
        case .prices: 4
        default: nil
        }
    }
}

/// How a number is rounded to some decimal places.
public enum Rounding: String, Hashable, Sendable, Codable, CaseIterable {
    /// To the nearest one; of two, to the one that is further from zero.
    case halfUp
    /// To the nearest one; of two, to the one whose last digit is even.
    case halfEven
    /// Towards zero.
    case down
    /// Away from zero.
    case up
}
