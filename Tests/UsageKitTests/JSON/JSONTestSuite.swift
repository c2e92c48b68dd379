import Testing

@testable import UsageKit

/// The documents of nst/JSONTestSuite (commit 1ef36fa; MIT License, © 2016 Nicolas Seriot), except three long ones that
/// ``JSONGrammarTests`` builds.
///
/// Each line is one case: its name, a space, its bytes. Bytes that are not printable ASCII, and `%`, are written as `%`
/// and two hexadecimal digits.
enum JSONTestSuite {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]

        var testDescription: String { name }
    }

    static func parsed(_ table: String) -> [Case] {
        table.split(separator: "\n").map { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            return Case(name: String(parts[0]), bytes: parts.count == 2 ? bytes(of: parts[1]) : [])
        }
    }

    static func bytes(of notation: some StringProtocol) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Substring(notation)
        while let character = rest.popFirst() {
            if character == "%", let byte = UInt8(rest.prefix(2), radix: 16) {
                bytes.append(byte)
                rest = rest.dropFirst(2)
            } else {
                bytes += Array(String(character).utf8)
            }
        }
        return bytes
    }
}
