import Foundation
import Testing

@testable import UsageKit

@Suite struct BaseURLTests {
    @Test func buildsTheURLOfAnEndpoint() throws {
        let base = try BaseURL("https://api.example.com", defaultPrefix: "/v1")
        #expect(base.origin == "https://api.example.com")
        #expect(base.prefix == "/v1")
        let url = try base.url(path: "/usage", query: [("after", "a+b")])
        #expect(url.absoluteString == "https://api.example.com/v1/usage?after=a%2Bb")
    }

    @Test(arguments: [
        ("https://api.example.com", "https://api.example.com/v1"),
        ("https://api.example.com/", "https://api.example.com/v1"),
        ("HTTPS://API.Example.com", "https://api.example.com/v1"),
        ("https://api.example.com:8443", "https://api.example.com:8443/v1"),
        ("https://api.example.com/proxy/v2", "https://api.example.com/proxy/v2"),
        ("https://api.example.com/proxy/v2/", "https://api.example.com/proxy/v2"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000/v1"),
        ("http://127.8.9.10", "http://127.8.9.10/v1"),
        ("http://localhost:1/x", "http://localhost:1/x"),
        ("http://[::1]:9000", "http://[::1]:9000/v1"),
        ("http://[0:0:0:0:0:0:0:1]", "http://[::1]/v1"),
        ("https://[2001:DB8:0:0::1]:8443", "https://[2001:db8::1]:8443/v1"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]/v1"),
    ])
    func usesTheDocumentedPrefixUnlessTheURLHasAPath(text: String, expected: String) throws {
        #expect(try BaseURL(text, defaultPrefix: "/v1").description == expected)
    }

    @Test(arguments: ["v1", "/v1", "/v1/", "v1/"])
    func acceptsTheDocumentedPrefixWithOrWithoutSlashes(prefix: String) throws {
        #expect(try BaseURL("https://a.example", defaultPrefix: prefix).prefix == "/v1")
    }

    @Test(arguments: [
        "", "api.example.com", "//api.example.com", "https://", "https:///v1", "https:/a.example", "ftp://a.example",
        "file:///etc/passwd", "http://api.example.com", "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://128.0.0.1", "http://127.1", "http://0127.0.0.1", "http://127.0.0.01", "http://2130706433",
        "http://127.0.0.256", "http://[::2]", "http://[::ffff:127.0.0.1]", "http://[::ffff:7f00:1]",
        "https://[1.2.3.4]", "https://[:::1]", "https://[::1%25lo]", "http://evil.example\\@127.0.0.1/",
        "http://localhost%00.evil.example", "http://localhost%2eevil.example", "https://user@a.example",
        "https://user:password@a.example", "https://a.example@evil.example", "https://a.example?x=1",
        "https://a.example/#x", "https://a.example/v1?", "https://a.example#", "https://a example",
        "https://a.example ",
        " https://a.example", "https://a.example\n", "https://a.example/\u{0}", "https://пример.example",
        "https://a..example", "https://.example", "https://a.example:", "https://a.example:0",
        "https://a.example:65536",
        "https://a.example:+80", "https://a.example:80:80", "https://[::1", "https://[]", "https://[::1]x",
        "https://a.example/a//b", "https://a.example/../b", "https://a.example/./b", "https://a.example/%2e%2e/b",
        "https://a.example/a@b", "https://a.example/[b]",
    ])
    func refusesURLsThatParsersReadDifferently(text: String) {
        let error = #expect(throws: UsageError.self) { try BaseURL(text, defaultPrefix: "/v1") }
        #expect(error?.code == .invalidBaseURL)
    }

    @Test func doesNotRepeatARefusedPassword() {
        let error = #expect(throws: UsageError.self) {
            try BaseURL("https://user:hunter2@a.example", defaultPrefix: "")
        }
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func acceptsAURL() throws {
        let url = try #require(URL(string: "https://a.example/x"))
        #expect(try BaseURL(url, defaultPrefix: "/v1").description == "https://a.example/x")
    }

    @Test func encodesAllExceptUnreservedCharacters() throws {
        let base = try BaseURL("https://a.example", defaultPrefix: "/v1")
        let url = try base.url(
            path: "/usage/events",
            query: [
                ("start", "2026-01-01T00:00:00+02:00"), ("filter[model]", "a/b&c=d e"), ("cursor", "eyJ+/w=="),
                ("start", "twice"), ("text", "é%\r\n~-._"), ("empty", ""),
            ])
        #expect(
            url.absoluteString == "https://a.example/v1/usage/events?start=2026-01-01T00%3A00%3A00%2B02%3A00"
                + "&filter%5Bmodel%5D=a%2Fb%26c%3Dd%20e&cursor=eyJ%2B%2Fw%3D%3D&start=twice"
                + "&text=%C3%A9%25%0D%0A~-._&empty=")
    }

    @Test func encodesSegmentsAndKeepsTheirSlashes() throws {
        let base = try BaseURL("https://a.example", defaultPrefix: "/v1")
        #expect(try base.path(to: "/a b/c+d/é?#") == "/v1/a%20b/c%2Bd/%C3%A9%3F%23")
        #expect(try base.path(to: "usage") == "/v1/usage")
        #expect(try base.url(path: "usage").absoluteString == "https://a.example/v1/usage")
    }

    @Test(arguments: ["", "/", "/a//b", "/a/../b", "/a/./b", "/..", "/a/"])
    func refusesAPathToAnotherEndpoint(path: String) throws {
        let base = try BaseURL("https://a.example", defaultPrefix: "/v1")
        let error = #expect(throws: UsageError.self) { try base.url(path: path) }
        #expect(error?.code == .invalidArgument)
    }
}
