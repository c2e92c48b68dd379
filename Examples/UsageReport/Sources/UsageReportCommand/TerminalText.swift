/// Text for people, which cannot control the terminal that shows it.
///
/// Literals of this program are kept as they are, with their line breaks and control sequences. Values that are
/// interpolated may come from a server, so each scalar of the categories control, format, line separator and paragraph
/// separator (Cc, Cf, Zl, Zp) is replaced by U+FFFD: a model's name can neither forge a row nor move the cursor.
struct TerminalText: Sendable, Equatable, ExpressibleByStringInterpolation, CustomStringConvertible {
    private(set) var description: String

    init(stringLiteral value: String) {
        description = value
    }

    init(stringInterpolation: StringInterpolation) {
        description = stringInterpolation.text
    }

    /// Replaces what could control a terminal.
    init(replacingIn text: some StringProtocol) {
        let isSafe = text.unicodeScalars.allSatisfy { !Self.controlsTerminal($0) }
        description =
            isSafe
            ? String(text)
            : String(String.UnicodeScalarView(text.unicodeScalars.map { Self.controlsTerminal($0) ? "\u{FFFD}" : $0 }))
    }

    /// The number of characters.
    var count: Int { description.count }

    /// The text with spaces before or after it, so that it has at least `width` characters.
    func padded(to width: Int, atEnd: Bool) -> TerminalText {
        var padded = self
        let spaces = String(repeating: " ", count: max(width - count, 0))
        padded.description = atEnd ? description + spaces : spaces + description
        return padded
    }

    static func + (first: TerminalText, second: TerminalText) -> TerminalText {
        "\(first)\(second)"
    }

    static func += (first: inout TerminalText, second: TerminalText) {
        first.description += second.description
    }

    private static func controlsTerminal(_ scalar: Unicode.Scalar) -> Bool {
        // The printable part of ASCII needs no look at the tables of Unicode.
        if (0x20..<0x7F).contains(scalar.value) { return false }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// Keeps literals and safe texts, and replaces in everything else.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity)
        }

        mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        mutating func appendInterpolation(_ safe: TerminalText) {
            text += safe.description
        }

        mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            text += TerminalText(replacingIn: value.description).description
        }
    }
}

extension Sequence<TerminalText> {
    /// The texts one after the other, with a separator between them.
    func joined(separator: TerminalText = "") -> TerminalText {
        var joined: TerminalText = ""
        for (index, text) in enumerated() {
            if index > 0 { joined += separator }
            joined += text
        }
        return joined
    }
}
