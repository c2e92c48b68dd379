import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Rows that move between pages with numbers while a walk is interrupted, and periods in other time zones.
@Suite struct NumberedWalkTests {
    private static func ids(_ rows: some Sequence<JSONValue>) -> Set<String> {
        Set(rows.compactMap { $0["id"]?.string })
    }

    /// As many rows are deleted before the position of the walk as are written after it, so the total stays as it was.
    @Test(arguments: [RowLedger.auralytik, .auralytikSigned], [1, 2, 3])
    func rowsThatMoveToReadPagesAreFound(ledger: RowLedger, pages: Int) async throws {
        let rows = ledger.rows(seed: 71, count: 70)
        let fake = ledger.fake(rows)
        let first = try await ledger.walk(.test(fake), pageSize: 10, options: WalkOptions(), pages: pages)
        let listed = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10, options: WalkOptions()).rows
        let gone = Self.ids(listed.prefix(3))
        fake.apply(.remove { gone.contains($0["id"]?.string ?? "") })
        fake.apply(
            .insert(ledger.rows(seed: 72, count: 3, in: .between("2026-05-18T00:00:00Z", "2026-05-18T00:00:01Z"))))
        let rest = try await ledger.walk(
            .test(fake), pageSize: 10, options: WalkOptions(), from: first.checkpoint)
        #expect(rest.report.isComplete && rest.report.rewalks == 1)
        let found = Self.ids(first.rows + rest.rows)
        #expect(Self.ids(rows).subtracting(found).isEmpty)
    }

    /// Rows that were written before the position move others to later pages, where they are found.
    @Test(arguments: [RowLedger.auralytik, .auralytikSigned], 1...5)
    func rowsThatMoveOnAreNoReasonToReadAgain(ledger: RowLedger, count: Int) async throws {
        let fake = ledger.fake(ledger.rows(seed: 75, count: 70))
        let first = try await ledger.walk(.test(fake), pageSize: 10, options: WalkOptions(), pages: 3)
        let top = TimeWindow.between("2026-05-24T23:59:59Z", "2026-05-25T00:00:00Z")
        fake.apply(.insert(ledger.rows(seed: 76, count: count, in: top)))
        let next = try await ledger.walk(
            .test(fake), pageSize: 10, options: WalkOptions(), from: first.checkpoint, pages: 1)
        #expect(fake.requests.suffix(2).map { $0.target.contains("page=3") } == [true, false])
        #expect(fake.requests.last?.target.contains("page=4") == true)
        #expect(next.rows.count == 10 - count && next.report.rewalks == 0)
    }

    /// If nothing has moved, only one page is read again.
    @Test(arguments: [RowLedger.auralytik, .auralytikSigned, .veniceRetired])
    func pagesThatAreAsTheyWereAreNotReadAgain(ledger: RowLedger) async throws {
        let rows = ledger.rows(seed: 73, count: 70)
        let fake = ledger.fake(rows)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10, options: WalkOptions())
        let first = try await ledger.walk(.test(fake), pageSize: 10, options: WalkOptions(), pages: 4)
        let before = fake.requests.count
        let rest = try await ledger.walk(.test(fake), pageSize: 10, options: WalkOptions(), from: first.checkpoint)
        #expect(rest.report == whole.report)
        #expect(fake.requests.count == whole.report.pages + 1)
        #expect(fake.requests.dropFirst(before).first?.target == fake.requests[before - 1].target)
    }

    /// Rows without ids that have moved cannot be told apart.
    @Test func rowsWithoutIDsThatHaveMovedAreRefused() async throws {
        let ledger = RowLedger.veniceRetired
        let rows = ledger.rows(seed: 74, count: 70)
        let first = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10, options: WalkOptions(), pages: 4)
        let listed = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10, options: WalkOptions()).rows
        let gone = Set(listed.prefix(3).compactMap { $0["timestamp"]?.string })
        let changed = ledger.fake(rows.filter { !gone.contains($0["timestamp"]?.string ?? "") })
        let rest = try await ledger.walk(
            .test(changed), pageSize: 10, options: WalkOptions(), from: first.checkpoint)
        #expect((rest.error as? UsageError)?.code == .checkpointMismatch)
        #expect(rest.rows.isEmpty)
    }

    // MARK: Billing periods

    /// A server whose billing periods are months of a time zone, and which refuses some of them.
    private struct Zoned: HTTPTransport {
        let hours: Int
        let rows: [(id: String, time: Timestamp?, period: String)]
        var refused: [String] = []
        var status = 404

        init(hours: Int, _ times: [Timestamp]) {
            self.hours = hours
            rows =
                times.map { time in
                    (
                        "r\(time.seconds)", time,
                        BillingPeriod(containing: time.advanced(by: .seconds(3600 * hours))).description
                    )
                } + [("o", nil, "2026-10"), ("n", nil, "2026-11")]
        }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            let period =
                request.url.query()?.split(separator: "&").first { $0.hasPrefix("billingPeriod=") }?
                .dropFirst("billingPeriod=".count) ?? ""
            if refused.contains(String(period)) {
                return TransportResponse(status: status, body: #"{"error":{"code":"UNKNOWN_PERIOD","message":"no"}}"#)
            }
            let found = rows.filter { $0.period == period }.map { row in
                row.time.map { #"{"id":"\#(row.id)","timestamp":"\#($0)"}"# } ?? #"{"id":"\#(row.id)"}"#
            }
            return TransportResponse(
                status: 200,
                body:
                    #"{"data":[\#(found.joined(separator: ","))],"page":1,"pageSize":100,"totalCount":\#(found.count)}"#
            )
        }
    }

    /// Each hour from noon before to noon after the end of October.
    private static let hours = (0..<48).map {
        Timestamp.at("2026-10-31T00:00:00Z").advanced(by: .seconds(3600 * $0))
    }

    private static func rows(_ server: Zoned, _ window: TimeWindow) async throws -> ([Auralytik.Detail], WalkReport) {
        try await Auralytik.Client(
            apiKey: AuralytikFake.testKey,
            configuration: .test(server, now: { .at("2026-11-20T00:00:00Z") })
        ).details(in: window).collect()
    }

    @Test(arguments: [-12, -5, 0, 1, 9, 14]) func aPeriodInAnotherZoneHidesNoRow(hours: Int) async throws {
        let server = Zoned(hours: hours, Self.hours)
        for (window, untimed) in [
            (TimeWindow.between("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"), "n"),
            (.between("2026-10-31T00:00:00Z", "2026-11-01T00:00:00Z"), "o"),
        ] {
            let (found, report) = try await Self.rows(server, window)
            #expect(found.count { $0.identity.time != nil } == 24)
            #expect(report.isComplete)
            // A row without a time is of its period.
            #expect(found.filter { $0.identity.time == nil }.map(\.id) == [untimed])
        }
    }

    /// The period before an account began, or the one that has not begun, may be refused.
    @Test(arguments: [400, 404, 410, 422]) func aPeriodBesideTheWindowMayBeRefused(status: Int) async throws {
        var server = Zoned(hours: 0, Self.hours)
        server.status = status
        server.refused = ["2026-10", "2026-12"]
        let (found, report) = try await Self.rows(server, .between("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"))
        #expect(found.count == 25 && report.isComplete && report.expected == 25)
        server.refused = ["2026-11"]
        await #expect(throws: UsageError.self) {
            try await Self.rows(server, .between("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"))
        }
        server.refused = ["2026-10"]
        server.status = 403
        await #expect(throws: UsageError.self) {
            try await Self.rows(server, .between("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"))
        }
    }
}
