/// Why a walk, or the reading of a file, is not complete.
///
/// Several reasons are one text, separated by semicolons; the code is that of the first one.
public struct WalkStop: Hashable, Sendable, Codable {
    /// The kind of a reason: an open set, so a new kind can be added without breaking a caller.
    public struct Code: WireValue, Codable {
        /// The spelling, from a small fixed set: safe as a label of a metric.
        public let rawValue: String

        /// Creates the code from its spelling.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }
    }

    /// The kind of the first reason.
    public let code: Code
    /// The reasons, for people to read.
    public let message: String
    /// The kinds of the other reasons; nil if there is one reason.
    private let otherCodes: [Code]?

    /// Creates a reason.
    public init(_ code: Code, _ message: String) {
        self.init(code, message, others: [])
    }

    private init(_ code: Code, _ message: String, others: [Code]) {
        self.code = code
        self.message = message
        otherCodes = others.isEmpty ? nil : others
    }

    /// The kinds of all reasons, in the order of ``message``; the first one is ``code``.
    public var codes: [Code] { [code] + (otherCodes ?? []) }

    /// The reason of a walk that an error ended: a ``UsageError``, or the cancellation of its task.
    public init(_ error: any Error) {
        switch error {
        case let error as UsageError: self.init(Code(error.code), error.description)
        case is CancellationError: self.init(.cancelled, "the walk was cancelled")
        default: self.init(.failed, "\(error)")
        }
    }

    /// The reason of rows whose amount is unknown.
    static func unreadableCharges(_ count: Int) -> WalkStop {
        WalkStop(.unreadableCharges, "the amount of \(count) rows cannot be read, so the sums lack it")
    }

    /// The same reasons after a sentence that says what they explain.
    func introduced(by sentence: String) -> WalkStop {
        WalkStop(code, "\(sentence): \(message)", others: Array(codes.dropFirst()))
    }

    /// The reasons together with another one, unless it is among them.
    func adding(_ other: WalkStop) -> WalkStop {
        if message.contains(other.message) { return self }
        return WalkStop(code, "\(message); \(other.message)", others: codes.dropFirst() + other.codes)
    }
}

extension WalkStop: CustomStringConvertible {
    /// The reasons.
    public var description: String { message }
}

extension WalkStop.Code {
    /// The kind of an error, under its name.
    public init(_ code: UsageError.Code) {
        self.init(rawValue: code.description)
    }

    /// The task of the walk was cancelled.
    public static let cancelled = Self(rawValue: "cancelled")
    /// An error that is not one of this package ended the walk.
    public static let failed = Self(rawValue: "failed")
    /// Rows may be missing: a total or a number of pages is not reached, or the end of the listing is not confirmed.
    public static let missingRows = Self(rawValue: "missingRows")
    /// Rows may count twice: rows without ids came again, or the ledger has rows of the same source and time.
    public static let repeatedRows = Self(rawValue: "repeatedRows")
    /// A later state of a row came that cannot take the place of the earlier one.
    public static let revisedRows = Self(rawValue: "revisedRows")
    /// The amounts of some rows cannot be read, so the sums lack them.
    public static let unreadableCharges = Self(rawValue: "unreadableCharges")
    /// Text that could not be read was replaced, as the caller asked, and it decides what counts: an id, a charge or
    /// its currency, a unit, a request, a status, the name of a member, or what follows a page.
    public static let replacedText = Self(rawValue: "replacedText")
    /// Whether rows pass the filter cannot be seen.
    public static let unclearFilter = Self(rawValue: "unclearFilter")
    /// A store lacks a part of the time that is asked for, or its last refresh did not end.
    public static let missingTime = Self(rawValue: "missingTime")
    /// A part of a store is damaged, so rows may be missing.
    public static let damagedStore = Self(rawValue: "damagedStore")
    /// The pages of a file are a part of a listing.
    public static let partialFile = Self(rawValue: "partialFile")
}
