/// A text of a server in a line for people: it can neither begin another line nor control a terminal, and long ones are cut.
///
/// Each scalar of the categories control, format, line separator and paragraph separator is replaced by U+FFFD.
struct PrintedText: CustomStringConvertible {
    /// How many characters of a value are printed, and of a sentence with values.
    private static let longestValue = 100
    private static let longestSentence = 1000

    let description: String

    /// A value of a server, such as the name of a key.
    init(value: String) { self.init(value, atMost: Self.longestValue) }

    /// A sentence, which may contain values.
    init(sentence: String) { self.init(sentence, atMost: Self.longestSentence) }

    private init(_ text: String, atMost longest: Int) {
        let safe = String(String.UnicodeScalarView(text.unicodeScalars.map { Self.isSafe($0) ? $0 : "\u{FFFD}" }))
        // By scalars: a single character can have any number of them.
        let scalars = safe.unicodeScalars
        let left = scalars.count - longest
        description = left > 0 ? "\(String(scalars.prefix(longest)))… (\(left) more characters)" : safe
    }

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}

extension DefaultStringInterpolation {
    /// Appends a value of a server so that it stays in its line.
    mutating func appendInterpolation(value: some CustomStringConvertible) {
        appendInterpolation(PrintedText(value: value.description))
    }

    /// Appends a sentence with values of a server so that it stays in its line.
    mutating func appendInterpolation(sentence: String) {
        appendInterpolation(PrintedText(sentence: sentence))
    }
}
