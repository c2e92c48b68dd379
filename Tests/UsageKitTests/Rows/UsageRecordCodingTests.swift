import Foundation
import Testing

@testable import UsageKit

@Suite struct UsageRecordCodingTests {
    private func record() throws -> UsageRecord {
        UsageRecord(
            provider: .venice, id: "i", requestID: "r", repeatsRequest: true, time: .at("2026-05-20T00:00:00.120Z"),
            type: "chat", model: "m", apiKey: "k", user: "u", status: .completed, sku: "s", bot: "b",
            conversation: "c", tokens: TokenCounts(input: 1, output: 0),
            quantities: [try Quantity(2, unit: "n"), try Quantity(#require(Decimal(string: "0.5")), unit: "a")],
            charge: try Money(#require(Decimal(string: "-0.5")), .diem), duration: .nanoseconds(1_500_000_001))
    }

    @Test func everyFieldIsWrittenByTheNameOfTheExport() throws {
        #expect(
            try json(record())
                == #"{"apiKey":"k","bot":"b","charge":"-0.5","conversation":"c","currency":"DIEM","#
                + #""durationMS":"1500.000001","id":"i","inputTokens":1,"model":"m","outputTokens":0,"#
                + #""provider":"venice","repeatsRequest":true,"requestID":"r","sku":"s","status":"completed","#
                + #""time":"2026-05-20T00:00:00.120Z","type":"chat","units":[{"unit":"n","value":"2"},"#
                + #"{"unit":"a","value":"0.5"}],"user":"u"}"#)
        #expect(try coded(record()) == record())
    }

    @Test func whatIsUnknownIsLeftOut() throws {
        let record = UsageRecord(provider: .aurous)
        #expect(try json(record) == #"{"provider":"aurous"}"#)
        #expect(try coded(record) == record)
    }

    @Test func labelsAreCodedByTheirNames() throws {
        let record = UsageRecord(provider: .aurous, labels: [.lora: "l", .reason: "e\u{301}"])
        #expect(try json(record) == #"{"labels":{"lora":"l","meta.reason":"e\#u{301}"},"provider":"aurous"}"#)
        #expect(try coded(record) == record)
    }

    @Test func anyRecordIsReadAsItWasWritten() throws {
        var generator = SeededGenerator(seed: 14)
        for record in RandomRecords.labelled(500, using: &generator) {
            #expect(try coded(record) == record)
        }
    }

    @Test(arguments: ExtremeValues.durations)
    func anyDurationIsReadAsItWasWritten(duration: Duration) throws {
        let record = UsageRecord(provider: .aurous, duration: duration)
        let read = try coded(record).duration
        let isExact = ExactDecimal(mantissa: duration.attoseconds, exponent: -15) != nil
        let nanosecond: Int128 = 1_000_000_000
        #expect(read?.attoseconds == (isExact ? duration.attoseconds : duration.attoseconds / nanosecond * nanosecond))
    }

    @Test func aLineOfTheExportIsRead() throws {
        let record = try record()
        let read = try decoded(UsageRecord.self, NDJSONExport().line(for: record))
        #expect(read.quantities.map(\.unit) == ["a", "n"])
        var sorted = record
        sorted.quantities = read.quantities
        #expect(read == sorted)
    }

    @Test func digitsOfAnExportThatADoubleCannotHoldAreKept() throws {
        let record = UsageRecord(provider: .aurous, duration: Duration(attoseconds: 123_456_789_012_345_678_901))
        #expect(try decoded(UsageRecord.self, NDJSONExport().line(for: record)) == record)
    }

    @Test(arguments: [
        #"{}"#, #"{"provider":null}"#, #"{"provider":"a","charge":"1"}"#, #"{"provider":"a","currency":"EUR"}"#,
        #"{"provider":"a","charge":1,"currency":"EUR"}"#, #"{"provider":"a","units":{"n":2}}"#,
        #"{"provider":"a","units":[{"unit":"n","value":2}]}"#, #"{"provider":"a","units":"n"}"#,
        #"{"provider":"a","durationMS":"x"}"#, #"{"provider":"a","durationMS":"1e-16"}"#,
        #"{"provider":"a","durationMS":"1e38"}"#, #"{"provider":"a","durationMS":true}"#,
        #"{"provider":"a","inputTokens":1.5}"#, #"{"provider":"a","repeatsRequest":1}"#,
    ])
    func whatIsNotExactIsRefused(json: String) {
        #expect(throws: DecodingError.self) { try decoded(UsageRecord.self, json) }
    }
}
