import Foundation
import UsageKit

/// The text of a result for people.
///
/// Texts of the server are made safe as values, before they are put into lines: a line break in the name of a key cannot
/// forge a line. Long ones are cut.
struct PrintedResult {
    /// The lines: what came out, and the rest.
    let lines: [TerminalText]

    /// How many characters of a value are printed, and of a sentence with values.
    private static let longestValue = 100
    private static let longestSentence = 1000

    init(_ result: some ReconciledResult) {
        let text = Self.text(of: result)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { TerminalText(replacingIn: $0) }
    }

    private static func text<Result: ReconciledResult>(of result: Result) -> String {
        let text = result.description
        do {
            let value = try JSONValue(json: Array(JSONEncoder().encode(result)))
            let printed = printed(value, sentences: false)
            if printed == value { return text }
            return try JSONDecoder().decode(Result.self, from: Data(printed.text.utf8)).description
        } catch {
            // Two values can have become one, which contradicts what follows from them.
            return text.prefix { $0 != "\n" } + "\n  its texts cannot be shown here: --format json has them"
        }
    }

    private static func printed(_ value: JSONValue, sentences: Bool) -> JSONValue {
        switch value {
        case .string(let text): return .string(printed(text, sentences ? longestSentence : longestValue))
        case .array(let elements): return .array(elements.map { printed($0, sentences: sentences) })
        case .object(let object):
            let members = object.members.map { member in
                let isOfSentences = member.name == "gaps" || member.name == "notCompared"
                return JSONObject.Member(member.name, printed(member.value, sentences: sentences || isOfSentences))
            }
            return .object(JSONObject(members))
        default: return value
        }
    }

    private static func printed(_ text: String, _ longest: Int) -> String {
        let safe = TerminalText(replacingIn: text).description
        let count = safe.count
        return count <= longest ? safe : "\(safe.prefix(longest))… (\(count - longest) more characters)"
    }
}
