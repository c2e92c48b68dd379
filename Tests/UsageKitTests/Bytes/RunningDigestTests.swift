import Testing

@testable import UsageKit

@Suite struct RunningDigestTests {
    /// The examples of FIPS 180-4.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ])
    func theDigestIsThatOfAllParts(text: String, expected: String) {
        let bytes = Array(text.utf8)
        for size in [1, 63, 64, 65, 1_000_000] where bytes.count / size < 20_000 {
            var digest = RunningDigest()
            for start in stride(from: 0, to: bytes.count, by: size) {
                digest.update(Array(bytes[start...].prefix(size)))
            }
            #expect(digest.hex == expected)
        }
    }

    @Test func moreCanBeAddedAfterADigestWasRead() {
        var digest = RunningDigest()
        digest.update(Array("a".utf8))
        _ = digest.hex
        digest.update(Array("bc".utf8))
        #expect(digest.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
