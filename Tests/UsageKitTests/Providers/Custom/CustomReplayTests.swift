import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// Rows of a provider that the package does not know, saved and read again.
@Suite struct CustomReplayTests {
    private let rows = CustomServer.rows(seed: 5, count: 90)

    private func ledger(_ paging: CustomPaging, of text: String) throws -> UsageLedger {
        var ledger = UsageLedger()
        try ledger.ingest(paging.listing.replay, of: Array(text.utf8))
        return ledger
    }

    /// The pages that a server gives.
    private func pages(_ paging: CustomPaging) async throws -> String {
        let server = CustomServer(paging, rows)
        let pages = SavedPages()
        let recorder = ClosureTransport { request in
            let response = try await server.send(request)
            pages.append(response.body)
            return response
        }
        var listing = paging.listing
        // Pages that repeat a row are told apart by their offsets, so that either way is read.
        if paging == .plainOffset { listing.paging = .offset("offset", in: "page.offset") }
        _ = try await CustomProvider.Client.test(recorder).walk(listing, in: CustomServer.week, pageSize: 20).collect()
        return pages.text
    }

    @Test func linesArraysAndPagesGiveTheSameFigures() async throws {
        let lines = rows.map(\.text).joined(separator: "\n")
        let expected = try ledger(.cursor, of: lines)
        #expect(expected.isComplete)
        #expect(try expected.report().total.requests == 90)
        let figures = try LedgerFigures.all(of: expected)
        #expect(try LedgerFigures.all(of: ledger(.cursor, of: JSONValue.array(rows).text)) == figures)
        for paging in CustomPaging.allCases {
            let ledger = try ledger(paging, of: try await pages(paging))
            #expect(ledger.isComplete, "\(paging): \(String(describing: ledger.walks.first?.stopped))")
            #expect(try LedgerFigures.all(of: ledger) == figures)
        }
    }

    @Test func aFileOfHalfAWalkIsIncomplete() async throws {
        let pages = try await pages(.cursor).split(separator: "\n")
        let ledger = try ledger(.cursor, of: pages.dropLast().joined(separator: "\n"))
        #expect(!ledger.isComplete)
        #expect(ledger.walks.first?.stopped?.code == .partialFile)
    }

    @Test func theLaterStateOfASavedRowCounts() throws {
        let running = rows[0].replacing("status", by: "processing").replacing("cost", by: 0)
        let text = ([running] + rows).map(\.text).joined(separator: "\n")
        let replay = CustomPaging.cursor.listing.replay
        let (found, report) = try replay.rows(of: Array(text.utf8))
        #expect(report.revised == 1)
        #expect(report.isComplete)
        #expect(found.map(\.jsonValue) == rows)
        #expect(found.map(\.usageRecord.id) == rows.map { $0["id"]?.string })
    }

    @Test func blocksAndFilesGiveTheRowsOfBytes() throws {
        let text = rows.map(\.text).joined(separator: "\n") + "\n"
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).ndjson")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        let replay = CustomPaging.pages.listing.replay
        let expected = try replay.rows(of: Array(text.utf8)).rows

        var reading = try replay.reading(file)
        var read: [CustomCall] = []
        while let next = try reading.next() { read += next }
        #expect(read == expected)
        #expect(reading.report.rows == 90)

        var stream = replay.stream()
        var streamed: [CustomCall] = []
        for start in stride(from: 0, to: text.utf8.count, by: 1000) {
            streamed += try stream.read(Array(text.utf8.dropFirst(start).prefix(1000)))
        }
        streamed += try stream.end()
        #expect(streamed == expected)

        #expect(try replay.rows(ofPage: Array(#"{"calls":\#(JSONValue.array(rows).text)}"#.utf8)) == expected)
    }

    @Test func badTextIsReplacedOnRequest() throws {
        let bytes = Array(rows[0].text.utf8).map { $0 == UInt8(ascii: "s") ? 0xFF : $0 }
        let replay = CustomPaging.cursor.listing.replay
        #expect(throws: UsageError.self) { try replay.rows(of: Array(#"{"id":"a"}"#.utf8) + bytes) }
        let text = Array(#"{"id":"a","at":"2026-05-20T00:00:00Z","cost":1,"model":""#.utf8) + [0xFF] + Array("\"}".utf8)
        let (found, report) = try replay.replacingBadText().rows(of: text)
        #expect(found.first?.usageRecord.model == "\u{FFFD}")
        #expect(report.notes.map(\.code) == [.replacedText])
    }

    @Test func aDocumentWithTwoMembersOfARowIsARow() throws {
        var listing = CustomPaging.cursor.listing
        let row: JSONValue = ["id": "a", "at": "2026-05-20T00:00:00Z", "cost": 2, "calls": [1, 2]]
        listing.rowMembers = ["id", "at"]
        let (found, _) = try listing.replay.rows(of: Array(row.text.utf8))
        #expect(found.map(\.jsonValue) == [row])
    }

    @Test func anUnreadableFieldOfAFileIsNamedWithItsLine() throws {
        let text = "\(rows[0].text)\n\(rows[1].replacing("took", by: true).text)\n"
        let ledger = try ledger(.cursor, of: text)
        #expect(ledger.isComplete)
        #expect(ledger.walks.first?.notes.first?.first == ["line 2: took"])
    }
}

/// The bodies of pages, one in each line.
private final class SavedPages: Sendable {
    private let lines = Mutex<[String]>([])

    func append(_ body: [UInt8]) { lines.withLock { $0.append(String(decoding: body, as: UTF8.self)) } }

    var text: String { lines.withLock { $0.joined(separator: "\n") } }
}
