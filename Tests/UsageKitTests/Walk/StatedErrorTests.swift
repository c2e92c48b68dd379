import Testing
import UsageKitTesting

@testable import UsageKit

/// A page with status 200 that states an error is never taken for a page of the ledger.
@Suite struct StatedErrorTests {
    private static let errors: [JSONValue] = [
        "the index is down", ["message": "the index is down", "code": "index_down"], ["code": "the index is down"],
    ]

    /// The error comes with rows or without, on the first page or on a later one.
    @Test(.serialized, arguments: RowLedger.allCases, [1, 2])
    func endsTheWalkWithTheTextOfTheServer(ledger: RowLedger, page: Int) async throws {
        for (error, keepsRows) in Self.errors.flatMap({ [($0, true), ($0, false)] }) {
            let rows = ledger.rows(seed: 31, count: 30)
            let server = AlteredServer(ledger.fake(rows)) { number, request, server in
                var response = try await server.send(request)
                guard number >= page, response.status == 200 else { return response }
                response.body = Array(Self.stating(error, keepsRows, response.body).utf8)
                return response
            }
            let outcome = try await ledger.walk(.test(server), pageSize: 10)
            #expect(outcome.failure?.code == .serverFailure, "\(error.text)")
            #expect(outcome.failure?.message.contains("the index is down") == true)
            #expect(!outcome.report.isComplete)
            #expect(outcome.rows.count == outcome.report.rows)
        }
    }

    /// A page may only say that its request failed, beside rows, beside none, or without them.
    @Test(.serialized, arguments: RowLedger.allCases, [1, 2])
    func endsTheWalkIfAPageSaysThatItFailed(ledger: RowLedger, page: Int) async throws {
        for form in 0..<3 {
            let server = AlteredServer(ledger.fake(ledger.rows(seed: 32, count: 30))) { number, request, server in
                var response = try await server.send(request)
                guard number >= page, response.status == 200, let body = try? JSONValue(json: response.body) else {
                    return response
                }
                let members = body.members.compactMap { member -> JSONObject.Member? in
                    if case .array = member.value, form > 0 {
                        return form == 1 ? JSONObject.Member(member.name, []) : nil
                    }
                    return JSONObject.Member(member.name, member.value)
                }
                let failure = [
                    JSONObject.Member("success", false), JSONObject.Member("message", "the index is down"),
                ]
                response.body = Array(JSONValue.object(JSONObject(failure + members)).text.utf8)
                return response
            }
            let outcome = try await ledger.walk(.test(server), pageSize: 10)
            #expect(outcome.failure?.code == .serverFailure, "\(form)")
            #expect(outcome.failure?.message.contains("the index is down") == true)
            #expect(!outcome.report.isComplete)
        }
    }

    @Test(arguments: RowLedger.allCases) func aPageThatSaysThatItSucceededIsRead(ledger: RowLedger) async throws {
        let server = AlteredServer(ledger.fake(ledger.rows(seed: 33, count: 30))) { _, request, server in
            var response = try await server.send(request)
            guard let body = try? JSONValue(json: response.body) else { return response }
            response.body = Array(body.adding("success", true).text.utf8)
            return response
        }
        let outcome = try await ledger.walk(.test(server), pageSize: 10)
        #expect(outcome.failure == nil && outcome.report.isComplete)
        #expect(outcome.rows.count == 30)
    }

    private static func stating(_ error: JSONValue, _ keepsRows: Bool, _ body: [UInt8]) -> String {
        guard let page = try? JSONValue(json: body) else { return "" }
        let altered = page.members.map { member -> (String, JSONValue) in
            if case .array = member.value, !keepsRows { (member.name, []) } else { (member.name, member.value) }
        }
        return JSONValue.object(JSONObject((altered + [("error", error)]).map { JSONObject.Member($0.0, $0.1) })).text
    }

    @Test(arguments: ["null", "false", #""""#, "{}", "[]"]) func anErrorThatSaysNothingIsNone(error: String) throws {
        let page = #"{"data":[\#(Self.row)],"error":\#(error)}"#
        #expect(try Tresor.replay.rows(of: Array(page.utf8)).rows.count == 1)
    }

    @Test(arguments: [#""the index is down""#, #"{"message":"the index is down"}"#])
    func aSavedPageWithAnErrorIsRefusedWithItsLine(error: String) throws {
        let text = #"{"data":[\#(Self.row)]}"# + "\n" + #"{"data":[],"error":\#(error)}"# + "\n"
        for isDirect in [true, false] {
            let failure = try #require(throws: UsageError.self) {
                if isDirect {
                    var ledger = UsageLedger()
                    try ledger.ingest(Tresor.replay, of: Array(text.utf8))
                } else {
                    _ = try Tresor.replay.rows(of: Array(text.utf8))
                }
            }
            #expect(failure.code == .serverFailure)
            #expect(failure.message == "line 2: the page states an error: the index is down")
        }
    }

    private static let row =
        #"{"id":"1","model":"m","modality":"chat","cost_eur":1,"created_at":"2026-06-01T00:00:00Z"}"#
}
