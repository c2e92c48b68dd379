/// Why a warehouse or its configuration cannot be used.
public enum WarehouseError: Error, Hashable, Sendable {
    /// An amount is too large or has too many decimal places; it is never rounded.
    case amountOutOfRange(String)
    /// Another process synchronizes into the database.
    case inUse(path: String)
    /// A later version of this program wrote the database.
    case newerDatabase(path: String)
    /// The configuration cannot be used, with what to change.
    case configuration(String)
    /// Rows that were committed cannot be read back.
    case damaged(String)
}

extension WarehouseError: CustomStringConvertible {
    /// What was expected, what was found and what to do.
    public var description: String {
        switch self {
        case .amountOutOfRange(let amount):
            "the amount \(amount) cannot be stored exactly: up to 27 decimal places and an absolute value below "
                + "9,223,372,036 are supported, and nothing is rounded"
        case .inUse(let path): "another process synchronizes into '\(path)': wait for its end, or use another database"
        case .newerDatabase(let path): "a later version wrote '\(path)': use that version, or another database"
        case .configuration(let problem): problem
        case .damaged(let problem): problem
        }
    }
}
