import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct CustomClientTests {
    private let server = CustomServer(.pages, CustomServer.rows(seed: 1, count: 3))

    @Test func sendsABearerKeyUnlessAFieldIsNamed() async throws {
        let client = try CustomProvider.Client(
            .marlow, origin: "https://api.marlow.example", prefix: "/v2", apiKey: "k", headers: ["Version": "3"],
            configuration: .test(server))
        let outcome = await WalkOutcome(of: client.walk(CustomPaging.pages.listing, in: CustomServer.week))
        #expect(outcome.failure?.code == .unauthorized)
        #expect(server.requests.first?.headers["Authorization"] == "Bearer k")
        #expect(server.requests.first?.headers["Version"] == "3")
    }

    @Test func asksForAKeyThatIsSupplied() async throws {
        let client = try CustomProvider.Client(
            .marlow, origin: "https://api.marlow.example", prefix: "/v2", account: "team", keyField: "X-Marlow-Key",
            configuration: .test(server)
        ) { CustomServer.key }
        let walk = client.walk(CustomPaging.pages.listing, in: CustomServer.week)
        #expect(try await walk.collect().rows.count == 3)
        #expect(try walk.source.account == .label("team"))
    }

    @Test func noDescriptionShowsTheKey() async throws {
        let client = try CustomProvider.Client.test(server)
        _ = try await client.walk(CustomPaging.pages.listing, in: CustomServer.week).collect()
        let request = try #require(server.requests.first)
        #expect(request.headers["X-Marlow-Key"] == CustomServer.key)
        for text in ["\(request.headers)", String(reflecting: request), "\(request.headers.fields)"] {
            #expect(!text.contains(CustomServer.key))
        }
        // Requests that differ in nothing that is sent are equal.
        #expect(request.headers.fields.contains(HTTPHeaders.Field("X-Marlow-Key", CustomServer.key)))
    }

    @Test(arguments: ["", "X Key", "X-Key\n"]) func refusesAFieldThatCannotBeSent(name: String) {
        #expect(throws: UsageError.self) {
            try CustomProvider.Client(.marlow, origin: "https://a.example", apiKey: "k", keyField: name)
        }
        #expect(throws: UsageError.self) {
            try CustomProvider.Client(.marlow, origin: "https://a.example", apiKey: "k", headers: [name: "v"])
        }
    }

    @Test func refusesAKeyAndAnAddressThatCannotBeUsed() {
        #expect(throws: UsageError.self) { try CustomProvider.Client(.marlow, origin: "https://a.example", apiKey: "") }
        #expect(throws: UsageError.self) { try CustomProvider.Client(.marlow, origin: "http://a.example", apiKey: "k") }
    }

    @Test(arguments: [
        (CustomProvider.WindowParameters.InstantFormat.rfc3339, "2026-05-20T00:00:00.250Z", "2026-05-20T00:00:01.750Z"),
        (.secondsSince1970, "1779235200", "1779235202"),
        (.millisecondsSince1970, "1779235200250", "1779235201750"),
    ])
    func aWindowIsWidenedToWhatTheFormatHolds(
        format: CustomProvider.WindowParameters.InstantFormat, start: String, end: String
    ) {
        let parameters = CustomProvider.WindowParameters(start: "a", end: "b", as: format)
        let query = parameters.query(for: .between("2026-05-20T00:00:00.25Z", "2026-05-20T00:00:01.75Z"))
        #expect(query.map(\.name) == ["a", "b"])
        #expect(query.map(\.value) == [start, end])
        #expect(parameters.query(for: .all).isEmpty)
    }
}
