import Testing

@testable import UsageKit

/// Sets of windows, held to sets of instants.
@Suite struct TimeWindowsTests {
    private static func window(_ start: Int?, _ end: Int?) -> TimeWindow {
        TimeWindow(
            unchecked: start.map { Timestamp(seconds: Int64($0)) }, end.map { Timestamp(seconds: Int64($0)) })
    }

    private static func instants(_ window: TimeWindow) -> Set<Int> {
        Set((-1...21).filter { window.contains(Timestamp(seconds: Int64($0))) })
    }

    @Test(arguments: UInt64(1)...200)
    func theyAreWhatSetsOfInstantsAre(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var windows = TimeWindows()
        var expected: Set<Int> = []
        for _ in 0..<12 {
            let start = Int.random(in: 0..<20, using: &random)
            let end = Int.random(in: start + 1...20, using: &random)
            let isOpen = Int.random(in: 0..<12, using: &random)
            let window = Self.window(isOpen == 0 ? nil : start, isOpen == 1 ? nil : end)
            if Int.random(in: 0..<3, using: &random) > 0 {
                windows.insert(window)
                expected.formUnion(Self.instants(window))
            } else {
                windows.remove(window)
                expected.subtract(Self.instants(window))
            }
            #expect((-1...21).allSatisfy { windows.contains(Timestamp(seconds: Int64($0))) == expected.contains($0) })
            for (left, right) in zip(windows.windows, windows.windows.dropFirst()) {
                #expect(left.end.flatMap { end in right.start.map { end < $0 } } ?? false)
            }
            let asked = Self.window(3, 17)
            let missing = windows.missing(in: asked).map(Self.instants)
            #expect(missing.reduce(into: Set()) { $0.formUnion($1) } == Self.instants(asked).subtracting(expected))
            #expect(missing.map(\.count).reduce(0, +) == Self.instants(asked).subtracting(expected).count)
        }
    }
}
