import Testing

@testable import UsageKit

/// The places that the notes on rows of a file name.
@Suite struct RowPlaceTests {
    private static let columns = VeniceCSVTests.header

    private static func event(_ id: Int, duration: Int = 1) -> String {
        #"{"id":"\#(id)","type":"chat","model":"m","status":"completed","created_at":"2026-06-02T09:00:00Z","#
            + #""duration_ms":\#(duration)}"#
    }

    private static func charge(_ second: Int) -> String {
        #"{"timestamp":"2026-06-02T09:00:0\#(second)Z","sku":"m-image-unit","pricePerUnitUsd":1,"units":1,"amount":-1,"#
            + #""currency":"USD"}"#
    }

    /// The first places of the only note, which is the same however the bytes come.
    private func places<Row>(_ replay: Replay<Row>, _ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        let report = try replay.rows(of: bytes).report
        for size in [1, 7, 64] {
            var stream = replay.stream()
            for start in stride(from: 0, to: bytes.count, by: size) {
                _ = try stream.read(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            _ = try stream.end()
            #expect(stream.report == report, "blocks of \(size)")
        }
        var ledger = UsageLedger()
        #expect(try ledger.ingest(replay, of: bytes) == report)
        #expect(report.notes.count == 1)
        return report.notes.first?.first ?? []
    }

    @Test func aLineIsCountedInTheFile() throws {
        let lines = [
            Self.event(0), "", Self.event(1, duration: -1), Self.event(2), "\u{FEFF}" + Self.event(3, duration: -1),
        ]
        #expect(
            try places(Aurous.replay, lines.joined(separator: "\n")) == ["line 3: duration_ms", "line 5: duration_ms"])
    }

    @Test func manyRowsAreCountedInTheirLines() throws {
        let lines = (0..<3000).map { Self.event($0, duration: $0 % 3 == 2 ? -1 : 1) }
        #expect(
            try places(Aurous.replay, lines.joined(separator: "\n")) == [
                "line 3: duration_ms", "line 6: duration_ms", "line 9: duration_ms",
            ])
    }

    @Test func aRowOfATableIsNamedByItsFirstLine() throws {
        let sound = "2026-06-02T09:00:00Z,\"two\nlines\n\",1,1,-1,USD,,,,,\r\n"
        let odd = "2026-06-02T09:00:00Z,\"a\n\",1,x,-1,USD,,,,,\n"
        let later = odd.replacing("09:00:00Z", with: "09:00:01Z")
        #expect(
            try places(Venice.replay, Self.columns + sound + odd + Self.columns + later) == [
                "line 5: units", "line 8: units",
            ])
    }

    @Test func aRowOfAnArrayIsNamedByItsNumber() throws {
        let text = "[\(Self.event(0)),\n\n\(Self.event(1, duration: -1))]\n[\(Self.event(2, duration: -1))]"
        #expect(try places(Aurous.replay, text) == ["row 2: duration_ms", "row 3: duration_ms"])
    }

    @Test func aRowOfAPageIsNamedByItsPage() throws {
        let pages = [[0, 1], [1, 1, -2]].enumerated().map { page, durations in
            let rows = durations.enumerated().map { Self.event(10 * page + $0, duration: $1 == 0 ? -1 : $1) }
            return #"{"data":[\#(rows.joined(separator: ",\n"))],"has_more":false}"#
        }
        #expect(
            try places(Aurous.replay, pages.joined(separator: "\n"))
                == ["page 1, row 1: duration_ms", "page 2, row 3: duration_ms"])
    }

    @Test func aRepeatedRowIsNamedByItsPlace() throws {
        let rows = [0, 1, 0].map(Self.charge)
        #expect(try places(Venice.replay, rows.joined(separator: "\n\n")) == ["line 5"])
        #expect(try places(Venice.replay, "[\(rows.joined(separator: ",\n"))]") == ["row 3"])
        let pages = [rows[...1], rows[2...]].map { #"{"data":[\#($0.joined(separator: ","))],"nextCursor":null}"# }
        #expect(try places(Venice.replay, pages.joined(separator: "\n")) == ["page 2, row 1"])
        let cells = [0, 1, 0].map { "2026-06-02T09:00:0\($0)Z,m-image-unit,1,1,-1,USD,,,,,\n" }
        #expect(try places(Venice.replay, Self.columns + cells.joined()) == ["line 4"])
    }
}
