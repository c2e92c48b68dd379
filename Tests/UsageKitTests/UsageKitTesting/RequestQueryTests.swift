import Foundation
import Testing

@testable import UsageKitTesting

@Suite struct RequestQueryTests {
    @Test func readsPathAndParameters() throws {
        let url = try #require(URL(string: "https://fake.example/v1/usage?limit=2&model=eu%2Fm"))
        let query = RequestQuery(url)
        #expect(query.path == "/v1/usage")
        #expect(query["limit"] == "2")
        #expect(query["model"] == "eu/m")
        #expect(query["offset"] == nil)
        #expect(query.names == ["limit", "model"])
    }

    @Test func aPlusIsASpaceInTheQueryOnly() throws {
        let url = try #require(URL(string: "https://fake.example/a+b?start=1+2&end=1%2B2"))
        let query = RequestQuery(url)
        #expect(query.path == "/a+b")
        #expect(query["start"] == "1 2")
        #expect(query["end"] == "1+2")
    }

    @Test(arguments: [("a=1,2", ["1", "2"]), ("a=1&a=2", ["1", "2"]), ("a[]=1&a[]=2", ["1", "2"]), ("b=1", nil)])
    func readsListsInThreeForms(text: String, values: [String]?) {
        #expect(RequestQuery(text: text).list("a") == values)
    }

    @Test func readsBackTheTextThatItWrites() {
        let items = [("model", "eu/m & n=1"), ("note", "e\u{301} +"), ("empty", "")]
        let query = RequestQuery(text: RequestQuery.text(items))
        #expect(query.items.map(\.name) == ["model", "note", "empty"])
        #expect(query.items.map { Array($0.value.utf8) } == items.map { Array($0.1.utf8) })
    }

    @Test func keepsAnIncompleteEscape() {
        #expect(RequestQuery(text: "a=100%&b=%zz&c=%4")["a"] == "100%")
        #expect(RequestQuery(text: "a=100%&b=%zz&c=%4")["b"] == "%zz")
        #expect(RequestQuery(text: "a=100%&b=%zz&c=%4")["c"] == "%4")
    }

    @Test func findsThePathBelowAPrefix() {
        let query = RequestQuery(path: "/api/v1/usage/list", text: "")
        #expect(query.path(below: ["/v1", "/api/v1"]) == "/usage/list")
        #expect(query.path(below: ["/v2"]) == nil)
    }
}
