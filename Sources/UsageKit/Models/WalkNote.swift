/// Something that a walk or a file brought that is not as the provider documents it, and that cost no row.
///
/// What may hide or double rows is no note: it makes the walk incomplete (``WalkReport/stopped``).
public struct WalkNote: Hashable, Sendable, Codable {
    /// What was found.
    public struct Code: WireValue {
        /// The spelling.
        public let rawValue: String

        /// Creates the value from its spelling.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }
    }

    /// The maximum number of places in ``first``.
    static let maximumPlaces = 3

    /// What was found.
    public let code: Code
    /// How often.
    public private(set) var count = 0
    /// The first places at which it was found, for example `line 4: duration_ms`.
    public private(set) var first: [String] = []

    init(_ code: Code) {
        self.code = code
    }

    fileprivate mutating func add(_ place: String?, count more: Int) {
        count += more
        if let place, first.count < Self.maximumPlaces { first.append(place) }
    }
}

extension WalkNote.Code {
    /// A field of a row could not be read, or makes no sense; it is unknown, and the rest of the row counts.
    public static let unreadableField = Self(rawValue: "unreadableField")
    /// A part of a text was not UTF-8, or half of a surrogate pair, and was replaced by U+FFFD, as the caller asked.
    ///
    /// If the text decides what counts, ``WalkReport/stopped`` says so.
    public static let replacedText = Self(rawValue: "replacedText")
    /// The server says that the endpoint is deprecated; the place says how it is called, when it ends, and what replaces it.
    public static let deprecated = Self(rawValue: "deprecated")
}

extension [WalkNote] {
    /// Adds what another walk found.
    package mutating func add(_ others: [WalkNote]) {
        for other in others {
            add(other.code, at: other.first.first, count: other.count)
            for place in other.first.dropFirst() { add(other.code, at: place, count: 0) }
        }
    }

    /// Notes that something was found, together with what was found of its kind before.
    ///
    /// - Parameters:
    ///   - code: What was found.
    ///   - place: The place; nil if it is not informative.
    ///   - count: How often.
    mutating func add(_ code: WalkNote.Code, at place: String?, count: Int = 1) {
        let index = firstIndex { $0.code == code } ?? endIndex
        if index == endIndex { append(WalkNote(code)) }
        self[index].add(place, count: count)
    }
}
