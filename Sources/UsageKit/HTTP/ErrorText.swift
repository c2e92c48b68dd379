/// Makes a server's text safe for an error: short, on one line, and without keys that the server may have echoed.
package struct ErrorText: Sendable {
    /// The maximum number of bytes of a server's text in an error.
    package static let maximumBytes = 200

    /// How much of a text is examined; the rest would hardly reach the first 200 bytes.
    private static let maximumScalars = 16_384
    private static let placeholder = Array("<redacted>".unicodeScalars)

    private let secrets: [[Unicode.Scalar]]

    /// Creates a filter.
    ///
    /// - Parameter secrets: The texts to redact.
    package init(secrets: [String]) {
        self.secrets = secrets.filter { !$0.isEmpty }.map { Array($0.unicodeScalars) }.sorted { $0.count > $1.count }
    }

    /// Returns a text with the secrets redacted, without control and format characters, on one line, cut to 200 bytes.
    package func cleaned(_ text: String) -> String {
        let (scalars, isWhole) = visible(text.unicodeScalars)
        // If the text was cut off, a secret near the end may be incomplete, so the last scalars are dropped.
        let margin = isWhole ? 0 : secrets.first?.count ?? 0
        var result = String.UnicodeScalarView()
        var size = 0
        var index = 0
        while index < scalars.count - margin {
            let found = secrets.first { scalars[index...].starts(with: $0) }
            for scalar in found == nil ? [scalars[index]] : Self.placeholder {
                let width = UTF8.width(scalar)
                guard size + width <= Self.maximumBytes else { return String(result) }
                result.append(scalar)
                size += width
            }
            index += found?.count ?? 1
        }
        return String(result)
    }

    /// Returns the beginning of a body, cleaned.
    package func cleaned(_ body: [UInt8]) -> String {
        cleaned(String(decoding: body.prefix(Self.maximumScalars * 4), as: UTF8.self))
    }

    /// Returns a value with all its texts and names cleaned.
    func cleaned(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(cleaned(text))
        case .array(let elements): .array(elements.map(cleaned))
        case .object(let object):
            .object(JSONObject(object.members.map { JSONObject.Member(cleaned($0.name), cleaned($0.value)) }))
        case .null, .bool, .number: value
        }
    }

    /// The visible scalars, with each run of spaces and line breaks replaced by one space.
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
