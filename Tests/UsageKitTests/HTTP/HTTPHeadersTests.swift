import Testing

@testable import UsageKit

@Suite struct HTTPHeadersTests {
    @Test func findsAFieldCaseInsensitively() {
        let headers: HTTPHeaders = ["Retry-After": "7"]
        #expect(headers["retry-after"] == "7")
        #expect(headers["Retry"] == nil)
    }

    @Test func settingAFieldReplacesAllFieldsOfItsName() {
        var headers: HTTPHeaders = ["A": "1", "B": "2", "a": "3"]
        #expect(headers["A"] == "1")
        headers["a"] = "4"
        #expect(headers.fields == [.init("B", "2"), .init("a", "4")])
        headers["B"] = nil
        #expect(headers.fields == [.init("a", "4")])
    }

    @Test func namesAreComparedByBytes() {
        let headers: HTTPHeaders = ["\u{E9}": "1"]
        #expect(headers["e\u{301}"] == nil)
        #expect(headers["\u{212A}"] == nil)
        #expect(HTTPHeaders([.init("K", "1")])["\u{212A}"] == nil)
    }

    @Test(arguments: ["Authorization", "proxy-authorization", "X-API-KEY", "x-signature", "Cookie", "Set-Cookie"])
    func redactsCredentials(name: String) {
        let field = HTTPHeaders.Field(name, "hush")
        var dumped = ""
        dump(field, to: &dumped)
        for text in [field.description, String(reflecting: field), dumped] { #expect(!text.contains("hush")) }
    }
}
