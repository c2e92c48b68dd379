/// Text of a server made fit for an error: short, one line, and without the keys that the server may have echoed.
package struct ErrorText: Sendable {
    /// How many bytes of a server's text an error may hold.
    package static let maximumBytes = 200

    /// How much of a body is looked at; what follows could hardly make it into 200 bytes.
    private static let maximumScalars = 16_384
    private static let placeholder = Array("<redacted>".unicodeScalars)

    private let secrets: [[Unicode.Scalar]]

    /// Creates a filter.
    ///
    /// - Parameter secrets: The texts to leave out.
    package init(secrets: [String]) {
        self.secrets = secrets.filter { !$0.isEmpty }.map { Array($0.unicodeScalars) }.sorted { $0.count > $1.count }
    }

    /// Returns a text without the secrets, without control and format characters, on one line, cut to 200 bytes.
    package func cleaned(_ text: String) -> String {
        let (scalars, isWhole) = visible(text.unicodeScalars)
        // Where the look ended early, a key may begin just before the end and not be whole.
        let margin = isWhole ? 0 : secrets.first?.count ?? 0
        var result = String.UnicodeScalarView()
        var size = 0
        var position = 0
        while position < scalars.count - margin {
            let found = secrets.first { scalars[position...].starts(with: $0) }
            for scalar in found == nil ? [scalars[position]] : Self.placeholder {
                let width = UTF8.width(scalar)
                guard size + width <= Self.maximumBytes else { return String(result) }
                result.append(scalar)
                size += width
            }
            position += found?.count ?? 1
        }
        return String(result)
    }

    /// Returns the beginning of a body, cleaned.
    package func cleaned(_ body: [UInt8]) -> String {
        cleaned(String(decoding: body.prefix(Self.maximumScalars * 4), as: UTF8.self))
    }

    /// The scalars that can be seen, with runs of space and line breaks made one space.
    private func visible(_ text: String.UnicodeScalarView) -> (scalars: [Unicode.Scalar], isWhole: Bool) {
        var result: [Unicode.Scalar] = []
        for (count, scalar) in text.enumerated() {
            guard count < Self.maximumScalars else { return (result, false) }
            switch scalar.properties.generalCategory {
            case .spaceSeparator, .lineSeparator, .paragraphSeparator:
                if result.last != " " { result.append(" ") }
            case .control where scalar.properties.isWhitespace:
                if result.last != " " { result.append(" ") }
            case .control, .format, .surrogate, .privateUse, .unassigned:
                continue
            default:
                result.append(scalar)
            }
        }
        return (result, true)
    }
}
