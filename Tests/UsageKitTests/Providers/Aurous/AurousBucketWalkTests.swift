import Testing
import UsageKitTesting

@testable import UsageKit

/// Walks over the buckets of Aurous, whose page tokens expire after a day.
@Suite struct AurousBucketWalkTests {
    private static let day = TimeWindow.between("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z")

    private func walk(_ server: any HTTPTransport) throws -> Walk<Aurous.Bucket> {
        try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(server))
            .buckets(in: Self.day, matching: Aurous.BucketQuery(width: .hour, pageSize: 5))
    }

    /// The server with a clock that passes the life of a page token before these requests.
    private func server(expiringAt numbers: Set<Int>) -> AlteredServer {
        let clock = MovableClock(.at("2026-05-21T00:00:00Z"))
        let fake = AurousFake(
            events: RowLedger.aurous.rows(seed: 51, count: 60, in: Self.day), now: { clock.now })
        return AlteredServer(fake) { number, request, server in
            if numbers.contains(number) { clock.now = clock.now.advanced(by: .seconds(86_400)) }
            return try await server.send(request)
        }
    }

    @Test(arguments: 2...4) func startsAgainOnceIfAPageTokenHasExpired(number: Int) async throws {
        let whole = try await walk(server(expiringAt: [])).collect()
        #expect(whole.rows.count == 18)
        let (buckets, report) = try await walk(server(expiringAt: [number])).collect()
        #expect(buckets == whole.rows)
        #expect(report.isComplete)
        #expect(report.restarts == 1)
        #expect(report.duplicates == 5 * (number - 1))
    }

    @Test func namesATokenThatExpiresAgainAndAgain() async throws {
        let error = await #expect(throws: UsageError.self) {
            try await walk(server(expiringAt: Set(2...100))).collect()
        }
        #expect(error?.code == .requestRefused)
        #expect(error?.providerCode == "invalid_page_token")
    }
}
