/// How a request ended, in the vocabulary that all providers' records share.
public struct UsageStatus: WireValue {
    /// The spelling on the wire.
    public let rawValue: String

    /// Creates the value from its spelling on the wire.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The request succeeded.
    public static let completed = Self(rawValue: completedText.description)
    /// The request ended with an error.
    public static let failed = Self(rawValue: "failed")
    /// The caller cancelled the request.
    public static let cancelled = Self(rawValue: "cancelled")
    /// The request is running.
    public static let processing = Self(rawValue: processingText.description)
    /// The request has not started yet.
    public static let pending = Self(rawValue: pendingText.description)

    /// All statuses of this vocabulary.
    public static let known: [Self] = [.completed, .failed, .cancelled, .processing, .pending]

    // The mappings of rows take constants that count no references.
    static var completedText: StaticString { "completed" }
    static var processingText: StaticString { "processing" }
    static var pendingText: StaticString { "pending" }

    /// Whether the request has ended; false while its charge may still change.
    public var isSettled: Bool { self != .processing && self != .pending }
}
