import Testing

@testable import UsageKit

@Suite struct ErrorTextTests {
    private let secret = "sk-CANARY-0123456789"
    private var text: ErrorText { ErrorText(secrets: [secret, "hush"]) }

    @Test(arguments: [
        ("plain", "plain"), ("two\r\nlines\tand  more", "two lines and more"), ("bell\u{7}\u{1B}[31m", "bell[31m"),
        ("bidi\u{202E}\u{200B}", "bidi"), ("next\u{2028}line", "next line"), ("é😀", "é😀"),
        ("key sk-CANARY-0123456789!", "key <redacted>!"), ("sk-CAN\u{0}ARY-\u{200B}0123456789", "<redacted>"),
        ("hushhush", "<redacted><redacted>"), ("", ""),
    ])
    func isOneLineWithoutKeys(input: String, expected: String) {
        #expect(text.cleaned(input) == expected)
    }

    @Test func isCutAt200BytesBetweenScalars() {
        #expect(text.cleaned(String(repeating: "a", count: 500)).utf8.count == 200)
        #expect(text.cleaned("a" + String(repeating: "é", count: 500)).utf8.count == 199)
    }

    @Test func neverCutsAKeyInHalf() {
        for count in 150..<200 {
            let cleaned = text.cleaned(String(repeating: "a", count: count) + secret)
            #expect(!cleaned.contains("sk-C"))
        }
        let long = String(repeating: "\u{0}", count: 16_384 - 10) + secret
        #expect(!text.cleaned(long).contains("sk-C"))
    }

    @Test func repairsBytesThatAreNotUTF8() {
        #expect(text.cleaned([0xFF, 0x41]) == "\u{FFFD}A")
    }
}
