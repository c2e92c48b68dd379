import Testing

@testable import UsageKit

/// The check of UTF-8 agrees with the standard library's.
@Suite struct UTF8Tests {
    private func isUTF8(_ bytes: [UInt8]) -> Bool {
        BorrowedBytes.withBytes(of: bytes) { $0.isUTF8(0..<bytes.count) }
    }

    @Test func tellsUTF8FromOtherBytes() {
        #expect(isUTF8(Array("aé€😀".utf8)))
        #expect(!isUTF8([0xC3]))
        #expect(isUTF8([]))
    }

    @Test func agreesOnAllPairsAndOnTheEndsOfLongerSequences() {
        let edges: [UInt8] = [
            0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
            0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        func compare(_ bytes: [UInt8]) {
            let expected = String(validating: bytes, as: UTF8.self) != nil
            // `#expect` for each sequence would cost more than the checks themselves.
            if isUTF8(bytes) != expected { Issue.record("\(bytes) is \(expected ? "" : "not ")UTF-8") }
        }
        for first in UInt8.min ... .max {
            for second in UInt8.min ... .max { compare([first, second]) }
        }
        for first in edges where first >= 0xE0 {
            for second in edges {
                for third in edges {
                    compare([first, second, third])
                    for fourth in [0x7F, 0x80, 0xBF, 0xC0] as [UInt8] { compare([first, second, third, fourth]) }
                }
            }
        }
    }
}
