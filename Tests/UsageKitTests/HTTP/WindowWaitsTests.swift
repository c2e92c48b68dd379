import Testing

@testable import UsageKit

@Suite struct WindowWaitsTests {
    private func waits(in window: Duration) -> [Duration] {
        var waits = WindowWaits()
        var result: [Duration] = []
        while let wait = waits.next(in: window) { result.append(wait) }
        #expect(waits.count == result.count)
        return result
    }

    @Test func theWaitsOfAMinute() {
        #expect(waits(in: .seconds(60)) == [1, 2, 4, 8, 16, 29].map { .seconds($0) })
    }

    @Test(arguments: [1, 2, 3, 5, 7, 30, 59, 61, 100, 3600, 86_400])
    func theWaitsFillTheWindowAndNeverBecomeShorter(seconds: Int) {
        let waits = waits(in: .seconds(seconds))
        #expect(waits.reduce(.zero, +) == .seconds(seconds))
        #expect(waits == waits.sorted())
    }

    @Test(arguments: [Duration.zero, .seconds(-1)])
    func aWindowOfNoLengthHasNoWait(window: Duration) {
        #expect(waits(in: window).isEmpty)
    }
}
