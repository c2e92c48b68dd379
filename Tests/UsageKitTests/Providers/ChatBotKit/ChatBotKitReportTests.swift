import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Reports of the account and of the platform.
@Suite struct ChatBotKitReportTests {
    private static let midnight = Timestamp.at("2026-10-02T00:00:00Z")

    private static func fake(_ reports: [ChatBotKitFake.Report]) -> ChatBotKitFake {
        let record = ChatBotKitFake.record(
            at: midnight.advanced(by: .seconds(-86_400)), type: .message, botID: "b1", conversationID: "c1", id: "u1")
        return ChatBotKitFake(records: [record], plan: ChatBotKitFake.Plan(reports: reports), now: { midnight })
    }

    private func client(_ transport: any HTTPTransport) throws -> ChatBotKit.Client {
        try ChatBotKit.Client(
            apiKey: ChatBotKitFake.testKey, configuration: .test(transport, now: { Self.midnight }))
    }

    @Test func aReportIsAskedForWithABody() async throws {
        let fake = Self.fake([ChatBotKitFake.Report(id: "r1", type: .message)])
        let report = try await client(fake).report(id: "r1", days: 2)
        #expect(report.value == 1)
        #expect(report.change == 1)
        #expect(report.period == 2)
        #expect(report.breakdown.isEmpty)
        let request = try #require(fake.requests.first)
        #expect(request.method == "POST" && request.target == "/v1/report/r1/fetch")
        #expect(request.headers["Content-Type"] == "application/json")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"periodDays":2}"#)
    }

    @Test func aReportCoversThirtyDaysByDefaultAndIsRepeatedAfterAFailure() async throws {
        let script = ScriptedTransport([
            .json(#"{"message":"x","code":"BAD_GATEWAY"}"#, status: 502), .json(#"{"value":"12 %","breakdown":null}"#),
        ])
        let report = try await client(script).report(id: "r1")
        #expect(report.value == "12 %" && report.change == nil && report.breakdown.isEmpty)
        #expect(
            script.requests.map { String(decoding: $0.body, as: UTF8.self) } == [
                #"{"periodDays":30}"#, #"{"periodDays":30}"#,
            ])
        let error = await #expect(throws: UsageError.self) { try await client(script).report(id: "r1", days: 0) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func aReportTakesFurtherInputs() async throws {
        let script = ScriptedTransport([.json(#"{"value":3,"error":null}"#)])
        let report = try await client(script).report(id: "r1", days: 7, inputs: ["userId": "u"])
        #expect(report.value == 3)
        let body = try #require(script.requests.first?.body)
        #expect(String(decoding: body, as: UTF8.self) == #"{"periodDays":7,"userId":"u"}"#)
        let error = await #expect(throws: UsageError.self) {
            try await client(script).report(id: "r1", inputs: ["periodDays": 1])
        }
        #expect(error?.code == .invalidArgument)
    }

    /// The manuals have another prefix than the specification.
    @Test func theOtherPrefixOfTheManualsWorks() async throws {
        let fake = Self.fake([ChatBotKitFake.Report(id: "r1", type: .message)])
        let client = try ChatBotKit.Client(
            apiKey: ChatBotKitFake.testKey,
            configuration: .test(fake, baseURL: "https://api.chatbotkit.com/api/v1", now: { Self.midnight }))
        #expect(try await client.report(id: "r1").value == 1)
        #expect(try await client.usage(in: .all).collect().rows.count == 1)
        #expect(fake.requests.first?.url.path == "/api/v1/report/r1/fetch")
        #expect(fake.requests.dropFirst().allSatisfy { $0.url.path == "/api/v1/usage/list" })
    }

    // MARK: The platform

    @Test func theReportsOfThePlatformAreWalkedToTheEnd() async throws {
        let reports = (1...7).map { number in
            ChatBotKitFake.Report(
                id: "r\(number)", type: .message, name: number % 2 == 0 ? nil : "Report \(number)",
                createdAt: Self.midnight.advanced(by: .seconds(-number * 60)))
        }
        let fake = Self.fake(reports)
        let (rows, report) = try await client(fake).platformReports(pageSize: 3).collect()
        #expect(rows.map(\.id) == (1...7).map { "r\($0)" })
        #expect(rows[0].name == "Report 1" && rows[1].name == nil)
        #expect(rows[2].createdAt == reports[2].createdAt && rows[2].updatedAt == reports[2].createdAt)
        #expect(report.isComplete && report.endpoint == "reports" && report.pages >= 3)
        #expect(
            fake.requests.prefix(2).map(\.target) == [
                "/v1/platform/report/list?order=desc&take=3", "/v1/platform/report/list?order=desc&take=3&cursor=r3",
            ])
        let ascending = try await client(fake).platformReports(order: .ascending).collect().rows
        #expect(ascending.map(\.id) == rows.map(\.id).reversed())
    }

    @Test func aReportOfThePlatformIsGenerated() async throws {
        let fake = Self.fake([ChatBotKitFake.Report(id: "r1", type: .message)])
        let report = try await client(fake).generatePlatformReport(id: "r1", inputs: ["periodDays": 2])
        #expect(report.value == 1 && report.period == 2)
        let request = try #require(fake.requests.first)
        #expect(request.method == "POST" && request.target == "/v1/platform/report/r1/generate")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"periodDays":2}"#)
        let missing = await #expect(throws: UsageError.self) { try await client(fake).generatePlatformReport(id: "r9") }
        #expect(missing?.code == .notFound)
        await #expect(throws: UsageError.self) { try await client(fake).generatePlatformReport(id: "a/b") }
        #expect(fake.requests.count == 2)
    }

    /// Each report that was asked for has a result, also one that the service forgot.
    @Test func severalReportsAreGeneratedAtOnce() async throws {
        let fake = Self.fake([ChatBotKitFake.Report(id: "r1", type: .message)])
        let results = try await client(fake).generatePlatformReports(inputs: ["r9": [:], "r1": ["periodDays": 2]])
        #expect(try results["r1"]?.get().value == 1)
        let refusal = #expect(throws: UsageError.self) { try results["r9"]?.get() }
        #expect(refusal?.code == .serverFailure)
        #expect(refusal?.message == "the report could not be made: Report not found")
        let request = try #require(fake.requests.first)
        #expect(request.method == "POST" && request.target == "/v1/platform/report/generate")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"r1":{"periodDays":2},"r9":{}}"#)

        let script = ScriptedTransport([.json(#"{"r1":{"value":1}}"#)])
        let partial = try await client(script).generatePlatformReports(inputs: ["r1": [:], "r2": [:]])
        #expect(partial.count == 2)
        let forgotten = #expect(throws: UsageError.self) { try partial["r2"]?.get() }
        #expect(forgotten?.code == .unexpectedShape)
    }

    /// One report of another form does not take the others along.
    @Test func aResultThatIsNoReportIsItsOwnFailure() async throws {
        let script = ScriptedTransport([
            .json(
                #"{"r1":[1],"r2":{},"r3":{"message":"no"},"r4":{"value":1},"r6":{"message":"No.","code":"NOT_FOUND"},"r5":{"error":"key \#(ChatBotKitFake.testKey)"}}"#
            )
        ])
        let results = try await client(script).generatePlatformReports(
            inputs: ["r1": [:], "r2": [:], "r3": [:], "r4": [:], "r5": [:], "r6": [:]])
        for id in ["r1", "r2", "r3"] {
            let failure = #expect(throws: UsageError.self) { try results[id]?.get() }
            #expect(failure?.code == .unexpectedShape)
            #expect(failure?.provider == .chatBotKit && failure?.endpoint == "POST /v1/platform/report/generate")
        }
        #expect(try results["r4"]?.get().value == 1)
        let refusal = #expect(throws: UsageError.self) { try results["r6"]?.get() }
        #expect(refusal?.code == .notFound && refusal?.message == "No." && refusal?.providerCode == "NOT_FOUND")
        let failure = #expect(throws: UsageError.self) { try results["r5"]?.get() }
        #expect(failure?.message == "the report could not be made: key <redacted>")
    }

    @Test(arguments: [
        (#"{"error":"no"}"#, UsageError.Code.serverFailure), (#"{"message":"no","code":"NOT_FOUND"}"#, .notFound),
        (#"{"r1":{"value":1},"r1":{"value":2}}"#, .malformedJSON), ("[]", .unexpectedShape),
    ])
    func aBatchIsBelievedOnlyIfItsResponseIs(body: String, code: UsageError.Code) async throws {
        let script = ScriptedTransport([.json(body), .json(body), .json(body)])
        let error = await #expect(throws: UsageError.self) {
            try await client(script).generatePlatformReports(inputs: ["r1": [:]])
        }
        #expect(error?.code == code)
        let none = await #expect(throws: UsageError.self) {
            try await client(script).generatePlatformReports(inputs: [:])
        }
        #expect(none?.code == .invalidArgument)
    }
}
