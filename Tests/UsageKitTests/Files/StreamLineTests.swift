import Testing
import UsageKitTesting

@testable import UsageKit

/// ChatBotKit's listing as JSON lines, each of which holds a record or what the server says between records.
@Suite struct StreamLineTests {
    private static let record = #"{"id":"u1","type":"CHATBOTKIT_MESSAGE","count":3,"createdAt":1791000000000}"#

    private static func lines(_ rows: [String]) -> [String] { rows.map { #"{"type":"item","data":\#($0)}"# } }

    private func replay(_ text: String) throws -> (rows: [ChatBotKit.UsageItem], report: WalkReport) {
        let (rows, report) = try ChatBotKit.replay.rows(of: Array(text.utf8))
        var ledger = UsageLedger()
        #expect(try ledger.ingest(ChatBotKit.replay, of: Array(text.utf8)) == report)
        #expect(ledger.count == rows.count)
        return (rows, report)
    }

    @Test func theRecordsOfAStreamAreRead() throws {
        let (rows, report) = try replay(#"{"type":"item","data":\#(Self.record)}"# + "\n")
        #expect(rows.map(\.id) == ["u1"])
        #expect(rows.map(\.count) == [3])
        #expect(report.isComplete)
    }

    /// A stream gives what the same records give as lines of their own.
    @Test(arguments: ["\n", "\r\n", ""], PropertySeeds.some(3))
    func aStreamGivesTheSameAsItsRecords(separator: String, seed: UInt64) throws {
        let rows = RowLedger.chatBotKit.rows(seed: seed, count: 60).map(\.text)
        var lines = Self.lines(rows)
        lines.insert(#"{"type":"nop","data":{}}"#, at: 0)
        lines.insert(#"{ "data" : {}, "type" : "ping" }"#, at: 20)
        lines.append(#"{"type":"result","data":{"complete":true}}"#)
        let bytes = Array(lines.joined(separator: separator).utf8)
        let (saved, report) = try replay(String(decoding: bytes, as: UTF8.self))
        #expect(saved == (try replay(rows.joined(separator: "\n")).rows))
        #expect(report.isComplete)
        for size in [1, 7, 100, 5000] {
            var stream = ChatBotKit.replay.stream()
            var given: [ChatBotKit.UsageItem] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                given += try stream.read(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(try given + stream.end() == saved)
            #expect(stream.report == report)
        }
        let chunks = try #require(
            SavedRows.chatBotKit.chunks(
                of: ChunkedFileReader(file: .bytes(bytes), window: .all, blockSize: 500, chunkCount: 3),
                WithoutLabels.self))
        #expect(chunks.reduce(0) { $0 + $1.columns.count } == saved.count)
    }

    @Test func linesOverSeveralLinesAreRead() throws {
        let lines = Self.lines([Self.record, Self.record.replacing("u1", with: "u2")])
        let text = SavedRows.overLines(lines[0], "\n") + "\n" + lines[1]
        #expect(try replay(text).rows.map(\.id) == ["u1", "u2"])
    }

    @Test func anErrorAfterRecordsMakesTheFileIncomplete() throws {
        let error = #"{"type":"error","data":{"code":"TIMEOUT","message":"too slow"}}"#
        let (rows, report) = try replay(Self.lines([Self.record]).joined() + "\n" + error)
        #expect(rows.count == 1)
        #expect(report.stopped?.message == "the stream ends with an error of the server: too slow")
        let (_, unfinished) = try replay(
            Self.lines([Self.record]).joined() + "\n" + #"{"type":"result","data":{"complete":false}}"#)
        #expect(unfinished.stopped?.message == "the stream says that it is not complete")
        let refusal = try #require(throws: UsageError.self) { try replay(error) }
        #expect(refusal.providerCode == "TIMEOUT")
        #expect(refusal.message == "line 1: too slow")
    }

    @Test(arguments: [
        (#"{"type":"page","data":{}}"#, "a line of the kind page"), (#"{"type":"item","data":{"foo":1}}"#, "foo"),
        (#"{"type":"item","data":7}"#, "expected an object"), (#"{"type":"item"}"#, "expected a line of a stream"),
    ])
    func aLineThatIsNoneIsRefused(line: String, reason: String) throws {
        let text = Self.lines([Self.record]).joined() + "\n" + line
        let error = try #require(throws: UsageError.self) { try replay(text) }
        #expect(error.message.hasPrefix("line 2: "))
        #expect(error.message.contains(reason))
    }
}
