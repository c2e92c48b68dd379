import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct ServerClockTests {
    @Test func aServerThatIsAnHourAheadHasAnHourOfSkew() throws {
        let clock = ServerClock()
        let localNow = try Timestamp("2023-09-29T15:26:37Z")
        clock.learn(from: ["Date": "Fri, 29 Sep 2023 16:26:37 GMT"], sent: localNow, received: localNow)
        #expect(clock.skew == .seconds(3600))
    }

    /// Friday, 29 September 2023, 16:26:37 GMT.
    private let server = Timestamp(seconds: 1_696_004_797)
    private let date = "Fri, 29 Sep 2023 16:26:37 GMT"

    private func skew(sent: Duration, received: Duration, headers: HTTPHeaders? = nil) -> Duration? {
        let clock = ServerClock()
        clock.learn(
            from: headers ?? ["Date": date], sent: server.advanced(by: sent), received: server.advanced(by: received))
        return clock.skew
    }

    @Test(
        arguments: [
            (Duration.seconds(-3600), Duration.seconds(3600)), (.seconds(400 * 86_400), .seconds(-400 * 86_400)),
            (.zero, nil), (.seconds(2), nil), (.seconds(-2), nil), (.seconds(3), .seconds(-3)),
            (.milliseconds(-2001), .milliseconds(2001)),
        ] as [(Duration, Duration?)])
    func learnsTheSkew(local: Duration, expected: Duration?) {
        #expect(skew(sent: local, received: local) == expected)
    }

    @Test func aSlowResponseDoesNotLookLikeSkew() {
        #expect(skew(sent: .seconds(-1), received: .seconds(60)) == nil)
        #expect(skew(sent: .seconds(-3600), received: .seconds(-3540)) == .seconds(3540))
    }

    @Test(
        arguments: [
            [:], ["Date": "yesterday"], ["Date": "1696004797"], ["Date": "Fri, 29 Sep 2023 16:26:37 GMT", "Age": "9"],
        ] as [HTTPHeaders])
    func learnsNothingFromOtherHeaders(headers: HTTPHeaders) {
        #expect(skew(sent: .seconds(-3600), received: .seconds(-3600), headers: headers) == nil)
    }

    @Test func forgetsAnOldDifference() {
        let clock = ServerClock()
        clock.learn(from: ["Date": date], sent: Timestamp(seconds: 0), received: Timestamp(seconds: 0))
        #expect(clock.skew == .seconds(1_696_004_797))
        clock.learn(from: [:], sent: server, received: server)
        #expect(clock.skew == .seconds(1_696_004_797))
        clock.learn(from: ["Date": date], sent: server, received: server)
        #expect(clock.skew == nil)
    }
}
