internal import Foundation

/// A cursor or page token: base64url text that a client cannot change unnoticed.
struct OpaqueToken {
    /// The contents of the token.
    let fields: [String]

    private static let separator = "\u{1F}"

    init(_ fields: [String]) {
        self.fields = fields
    }

    /// Reads a token of a kind; nil if it was made up, was changed, or is of another kind.
    init?(_ text: String, kind: String, fieldCount: Int) {
        let standard = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
        guard let data = Data(base64Encoded: String(standard) + padding) else { return nil }
        let parts = String(decoding: data, as: UTF8.self)
            .split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == fieldCount + 2, parts[1] == kind else { return nil }
        fields = Array(parts[2...])
        // Base64 has unused bits, so a changed text may decode to the same bytes.
        guard self.text(kind: kind) == text else { return nil }
    }

    /// The token as text, with only letters, digits, `-` and `_`.
    func text(kind: String) -> String {
        let content = ([kind] + fields).joined(separator: Self.separator)
        let signed = String(Self.hash(content), radix: 16) + Self.separator + content
        let standard = Data(signed.utf8).base64EncodedString()
        return String(standard.filter { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }

    /// The 64-bit FNV-1a hash: it detects changes and is the same on every platform.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
