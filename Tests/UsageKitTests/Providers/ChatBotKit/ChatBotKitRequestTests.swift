import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct ChatBotKitRequestTests {
    private let transport = ScriptedTransport()

    private func client(runAs user: String? = nil) throws -> ChatBotKit.Client {
        try ChatBotKit.Client(apiKey: "sk-key", runAsUserID: user, configuration: .test(transport))
    }

    @Test func everyPageCarriesOrderAndFilters() async throws {
        transport.append(
            .json(#"{"items":[{"id":"u+1","type":"T","count":1,"createdAt":1779000000000}],"cursor":"other"}"#))
        transport.append(.json(#"{"items":[]}"#))
        transport.append(.json(#"{"items":[]}"#))
        var query = ChatBotKit.Filter(type: .message, order: .ascending, pageSize: 50)
        query.conversationIDs = ["c1", "c2"]
        query.messageIDs = ["m"]
        query.taskIDs = ["t"]
        query.contactIDs = ["o"]
        query.blueprintIDs = ["b"]
        query.botIDs = ["x"]
        query.datasetIDs = ["d"]
        query.skillsetIDs = ["s"]
        query.abilityIDs = ["a"]
        query.meta = [
            ChatBotKit.MetaFilter("reason", "conversation/complete"), ChatBotKit.MetaFilter("a b", "true"),
            ChatBotKit.MetaFilter(["order", "region"], "eu"),
        ]
        _ = try await client().usage(in: .all, matching: query).collect()
        let common =
            "/v1/usage/list?order=asc&take=50&type=CHATBOTKIT_MESSAGE&conversationId=c1%2Cc2&messageId=m&taskId=t"
            + "&contactId=o&blueprintId=b&botId=x&datasetId=d&skillsetId=s&abilityId=a&meta%5Ba%20b%5D=true"
            + "&meta%5Border%5D%5Bregion%5D=eu&meta%5Breason%5D=conversation%2Fcomplete"
        // The listing is read again because an empty page may mean that the cursor is gone.
        #expect(transport.requests.map(\.target) == [common, common + "&cursor=other", common])
    }

    /// An opaque cursor is sent back as it came; without one, the id of the last record is the cursor.
    @Test(arguments: [
        (#","cursor":"b3Bh+cXVl==""#, "b3Bh%2BcXVl%3D%3D"), ("", "u%2B1"), (#","cursor":"""#, "u%2B1"),
        (#","cursor":null"#, "u%2B1"),
    ])
    func thePageSaysWhereTheNextOneBegins(member: String, cursor: String) async throws {
        transport.append(.json(#"{"items":[{"id":"u+1","type":"T","count":1,"createdAt":1779000000000}]\#(member)}"#))
        transport.append(.json(#"{"items":[]}"#))
        transport.append(.json(#"{"items":[]}"#))
        _ = try await client().usage(in: .all).collect()
        #expect(transport.requests.dropFirst().first?.target.hasSuffix("&cursor=\(cursor)") == true)
    }

    @Test func theChildUserIsAHeader() async throws {
        transport.append(.json(#"{"items":[]}"#))
        _ = try await client(runAs: "user_1").usage(in: .all).collect()
        let request = try #require(transport.requests.first)
        #expect(request.headers["X-RunAs-User-ID"] == "user_1")
        #expect(request.headers["Authorization"] == "Bearer sk-key")
        #expect(request.target == "/v1/usage/list?order=desc&take=100")
        #expect(request.url.host() == "api.chatbotkit.com")
    }

    @Test func sendsNoChildUserByDefault() async throws {
        transport.append(.json(#"{"items":[]}"#))
        _ = try await client().usage(in: .all).collect()
        #expect(transport.requests.first?.headers["X-RunAs-User-ID"] == nil)
    }

    @Test(arguments: [0, 101])
    func aPageHolds1To100(size: Int) async throws {
        let walk = try client().usage(in: .all, matching: ChatBotKit.Filter(pageSize: size))
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test func filtersAreSetByTheirNamesOnTheWire() throws {
        var query = ChatBotKit.Filter()
        for (name, value) in [
            ("type", "T"), ("order", "asc"), ("conversationId", "a,b"), ("messageId", "m"), ("taskId", "t"),
            ("contactId", "o"), ("blueprintId", "p"), ("botId", "x"), ("datasetId", "d"), ("skillsetId", "s"),
            ("abilityId", "y"), ("meta[reason]", "r"), ("meta[a][b]", "c"), ("meta[d.e]", "f"), ("meta[reason]", "s"),
        ] { try query.setFilter(name, to: value) }
        #expect(query.type?.rawValue == "T")
        #expect(query.order == .ascending)
        #expect(query.conversationIDs == ["a", "b"])
        #expect(query.messageIDs == ["m"])
        #expect(query.taskIDs == ["t"])
        #expect(query.contactIDs == ["o"])
        #expect(query.blueprintIDs == ["p"])
        #expect(query.botIDs == ["x"])
        #expect(query.datasetIDs == ["d"])
        #expect(query.skillsetIDs == ["s"])
        #expect(query.abilityIDs == ["y"])
        #expect(
            query.meta == [
                ChatBotKit.MetaFilter(["a", "b"], "c"), ChatBotKit.MetaFilter(["d", "e"], "f"),
                ChatBotKit.MetaFilter("reason", "s"),
            ])
    }

    @Test(arguments: ["meta[]", "meta", "meta[x", "meta[a][]", "meta[a.]", "meta[[a]]", "userId", "take", "order "])
    func refusesAFilterThatTheEndpointLacks(name: String) {
        var query = ChatBotKit.Filter()
        let error = #expect(throws: UsageError.self) { try query.setFilter(name, to: "asc") }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("meta[key]") == true)
    }

    @Test func acceptsOnlyTheTwoOrders() {
        var query = ChatBotKit.Filter()
        #expect(throws: UsageError.self) { try query.setFilter("order", to: "ASC") }
    }
}
