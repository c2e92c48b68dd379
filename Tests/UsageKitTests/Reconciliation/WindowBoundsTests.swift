import Foundation
import Testing

@testable import UsageKit

/// Whether windows hold only a part of another one.
@Suite struct WindowBoundsTests {
    @Test func aBoundInsideAWindowIsFound() {
        let (day, hour) = (Self.window(0, 24), Self.window(7, 8))
        #expect(WindowBounds(of: [day, hour]).windowWithBound(inside: day) == hour)
        #expect(WindowBounds(of: [day]).windowWithBound(inside: hour) == nil)
        #expect(WindowBounds(of: [.all, day]).windowWithBound(inside: day) == nil)
        #expect(WindowBounds(of: [day]).windowWithBound(inside: .all) == day)
        #expect(WindowBounds(of: []).windowWithBound(inside: .all) == nil)
    }

    private static func window(_ start: Int?, _ end: Int?) -> TimeWindow {
        TimeWindow(
            unchecked: start.map { Timestamp(seconds: Int64($0) * 3600) },
            end.map { Timestamp(seconds: Int64($0) * 3600) })
    }

    /// Against a comparison with each window.
    @Test(arguments: PropertySeeds.some(200, long: 5000)) func agreesWithEachWindow(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func windows() -> [TimeWindow] {
            (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                let start = Int.random(in: 0...8, using: &generator)
                let end = start + Int.random(in: 1...4, using: &generator)
                return Self.window(
                    Int.random(in: 0..<8, using: &generator) == 0 ? nil : start,
                    Int.random(in: 0..<8, using: &generator) == 0 ? nil : end)
            }
        }
        let stated = windows()
        for window in windows() + [Self.window(2, 6)] {
            let holdsAPart = stated.contains { window.intersection($0) != nil && !$0.contains(window) }
            let found = WindowBounds(of: stated).windowWithBound(inside: window)
            #expect((found != nil) == holdsAPart)
            if let found { #expect(window.intersection(found) != nil && !found.contains(window)) }
        }
    }

    /// Each pair of them would be two thousand million.
    @Test(.timeLimit(.minutes(1))) func aMonthByMinuteIsCompared() {
        let minutes = (0..<44_640).map { number in
            TimeWindow(unchecked: Timestamp(seconds: Int64(number) * 60), Timestamp(seconds: Int64(number + 1) * 60))
        }
        let bounds = WindowBounds(of: minutes)
        #expect(!minutes.contains { bounds.windowWithBound(inside: $0) != nil })
    }

    /// The same window is named in each run.
    @Test func theFirstWindowThatIsCutIsNamed() throws {
        func statement(_ windows: [TimeWindow]) throws -> Statement {
            Statement(
                "s",
                entries: try windows.map { window in
                    var entry = Statement.Entry(window: window)
                    try entry.set(.requests, to: 1)
                    return entry
                })
        }
        let days = try statement((0..<20).reversed().map { Self.window($0 * 24, ($0 + 1) * 24) })
        let hours = try statement((0..<480).map { Self.window($0, $0 + 1) })
        let error = #expect(throws: UsageError.self) { try Reconciliation(hours, with: ReconciledRows(days)) }
        let (day, hour) = (Self.window(0, 24), Self.window(0, 1))
        #expect(
            error?.message
                == "figures of \(day) cannot be compared with figures of \(hour), which hold only a part of them")
    }
}
