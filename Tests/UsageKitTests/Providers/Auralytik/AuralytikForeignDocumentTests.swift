import Testing
import UsageKitTesting

@testable import UsageKit

/// Documents that are not records of Auralytik, although no field of a record is published.
@Suite struct AuralytikForeignDocumentTests {
    private func refusal(_ text: String) throws -> String {
        try #require(throws: UsageError.self) { try Auralytik.replay.rows(of: Array(text.utf8)) }.message
    }

    @Test func theRowOfAnotherProviderIsNamedByItsMember() throws {
        let row = #"{"id":"a","model":"m","modality":"chat","cost_eur":1,"created_at":"2026-06-01T00:00:00Z"}"#
        #expect(
            try refusal(row) == "line 1: expected a record of Auralytik, found the member cost_eur of a row of Tresor")
    }

    @Test(arguments: RowLedger.allCases.filter { ![.auralytik, .auralytikSigned].contains($0) })
    func rowsOfOtherProvidersAreRefusedInEveryForm(_ provider: RowLedger) throws {
        let rows = provider.rows(seed: 5, count: 30).map(\.text)
        for row in rows { #expect(try refusal(row).contains("of a row of ")) }
        let lines = rows.joined(separator: "\n")
        let array = "[\(rows.joined(separator: ","))]"
        for text in [lines, array, "{\"data\":\(array)}", "{\"items\":\(array)}"] {
            #expect(try refusal(text).contains("the member "))
        }
    }

    @Test(arguments: [
        (#"{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"slow down"}}"#, "in the member error: slow down"),
        (#"{"error":"no such key"}"#, "no such key"), (#"{"errors":[{"message":"slow down"}]}"#, "slow down"),
        (#"{"message":"Not found","code":"NOT_FOUND"}"#, "Not found"), ("{}", "an empty object"),
        (
            #"{"billingPeriod":"2026-06","tier":"starter","usage":{"calls":{"used":1}}}"#,
            "the member usage of a summary"
        ),
        (#"{"billingPeriod":"2026-06","keys":[]}"#, "the member keys"),
        (#"{"object":"list","data":[],"has_more":false}"#, "the member has_more"),
        (#"{"data":[],"nextCursor":null}"#, "the member nextCursor"),
        (#"{"items":[],"cursor":"x"}"#, "the member items"),
        (#"{"data":[],"total_count":0,"limit":2,"offset":0}"#, "the member total_count"),
        (#"{"id":"a"}"# + "\n" + #"{"data":[],"page":1}"#, "the member data of a page"),
        (#"{"details":[{"id":"a"}],"page":1,"totalCount":240}"#, "the member totalCount of a page"),
        (#"{"success":true,"data":{"entries":[{"id":"a"}],"totalCount":240}}"#, "the member data of a page"),
        (#"{"results":[{"id":"a"}]}"#, "the member results, which holds objects"),
        (#"{"success":false,"message":"boom"}"#, "the member success of a page"),
        (#"{"foo":1}"#, "an object with the members foo, none of which a record has"),
        (#"{"units":1,"b":2}"#, "the members units, b, none of which"), (#"{"message":"x"}"#, "the members message"),
        (#"{"id":"a"}"# + "\n" + #"{"foo":1}"#, "the members foo, none of which"),
        (#"{"data":[{"foo":1}],"totalCount":1}"#, "the members foo, none of which"),
    ])
    func otherDocumentsAreRefusedByTheirMember(text: String, reason: String) throws {
        #expect(try refusal(text).contains(reason))
    }

    @Test(arguments: [
        #"{"id":7}"#, #"{"id":"a","error":"timeout"}"#, #"{"createdAt":"2026-06-02T09:00:00Z","message":"x","code":1}"#,
        #"{"units":1,"model":null}"#, #"{"keyId":"ak_1","calls":3}"#, #"{"error":null,"type":"x"}"#,
        #"{"id":"a","usage":{"calls":1},"data":[1]}"#,
    ])
    func whatMayBeARecordIsOne(text: String) throws {
        #expect(try Auralytik.replay.rows(of: Array(text.utf8)).rows.count == 1)
    }
}
