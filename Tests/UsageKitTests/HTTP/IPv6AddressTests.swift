import Testing

@testable import UsageKit

@Suite struct IPv6AddressTests {
    @Test func writesAnAddressInItsShortestForm() {
        #expect(IPv6Address("0:0:0:0:0:0:0:1")?.description == "::1")
    }

    @Test(arguments: [
        ("::1", "::1"), ("::", "::"), ("0::1", "::1"), ("::0:1", "::1"), ("0000:0000::0001", "::1"), ("1::", "1::"),
        ("2001:DB8::1", "2001:db8::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ("::ffff:127.0.0.1", "::ffff:127.0.0.1"), ("::FFFF:7f00:1", "::ffff:127.0.0.1"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ])
    func readsEverySpelling(text: String, expected: String) throws {
        let address = try #require(IPv6Address(text[...]))
        #expect(address.description == expected)
        #expect(IPv6Address(expected[...]) == address)
    }

    @Test(arguments: [
        "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1::2", "1::2:", "12345::", "g::",
        "::1%lo", "::+1", "::-1", "1.2.3.4", "::1.2.3", "::1.2.3.4.5", "::256.0.0.1", "::01.2.3.4", "::1.2.3.4:5",
        "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", " ::1", "[::1]", "::1 ", "1:2:3:4::5:6:7:8",
    ])
    func refusesWhatIsNoAddress(text: String) {
        #expect(IPv6Address(text[...]) == nil)
    }

    @Test(arguments: [("::1", true), ("::2", false), ("::", false), ("::ffff:127.0.0.1", false), ("1::1", false)])
    func onlyOneAddressIsLoopback(text: String, expected: Bool) throws {
        #expect(try #require(IPv6Address(text[...])).isLoopback == expected)
    }
}
