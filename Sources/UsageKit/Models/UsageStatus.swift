/// How a request ended, in the words that the records share.
public struct UsageStatus: WireValue {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The request succeeded.
    public static let completed = Self(rawValue: "completed")
    /// The request ended with an error.
    public static let failed = Self(rawValue: "failed")
    /// The caller gave the request up.
    public static let cancelled = Self(rawValue: "cancelled")
    /// The request is running.
    public static let processing = Self(rawValue: "processing")
    /// The request waits to be run.
    public static let pending = Self(rawValue: "pending")
}
