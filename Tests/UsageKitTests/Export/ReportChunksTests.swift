import Testing

@testable import UsageKit

@Suite struct ReportChunksTests {
    private static func report(_ groups: Int) throws -> UsageReport {
        try ReportSamples.ledger((0..<groups).map { UsageRecord(provider: .aurous, model: "é\($0)") }).report(by: [
            .model
        ])
    }

    @Test func aSmallReportIsOnePart() throws {
        let report = try Self.report(3)
        #expect(Array(JSONExport().chunks(of: report)) == [Array(JSONExport().text(of: report).utf8)])
    }

    @Test func eachPartEndsAfterAGroupAndIsBounded() throws {
        let report = try Self.report(1_000)
        for chunks in [
            JSONExport().chunks(of: report), CSVExport().chunks(of: report), NDJSONExport().chunks(of: report),
        ] {
            let parts = Array(chunks)
            let largest = parts.map(\.count).max() ?? 0
            #expect(largest < 66_000)
            #expect(parts.dropLast().allSatisfy { $0.count >= 65_536 })
            #expect(parts.allSatisfy { String(validating: $0, as: UTF8.self) != nil })
            #expect(parts.map { String(decoding: $0, as: UTF8.self) }.joined() == chunks.text)
        }
        #expect(Array(JSONExport().chunks(of: report)).count > 4)
        #expect(Array(JSONExport().chunks(of: report)).dropLast().allSatisfy { $0.last == UInt8(ascii: "}") })
    }

    @Test func anIterationBeginsAgain() throws {
        let chunks = NDJSONExport().chunks(of: try Self.report(1_000))
        var iterator = chunks.makeIterator()
        let first = iterator.next()
        #expect(first == chunks.first { _ in true })
        var copy = iterator
        #expect(copy.next() == iterator.next())
        #expect(copy.next() != first)
    }

    @Test func aHeadThatFillsAPartComesOnce() throws {
        let head = String(repeating: "x", count: 100_000)
        let report = try Self.report(1)
        let parts = Array(try JSONExport().chunks(of: report, after: ["head": .string(head)]))
        #expect(parts.count == 2)
        let text = parts.map { String(decoding: $0, as: UTF8.self) }.joined()
        #expect(text.hasPrefix("{\"head\":\"\(head)\",\"groups\":[{\"start\":null,"))
        #expect(try JSONValue(json: Array(text.utf8))["head"]?.string == head)
    }

    @Test func nothingFollowsTheLastPart() throws {
        var iterator = try JSONExport().chunks(of: Self.report(1)).makeIterator()
        #expect(iterator.next() != nil)
        #expect(iterator.next() == nil)
        #expect(iterator.next() == nil)
    }
}
