import Testing
import UsageKitTesting

@testable import UsageKit

/// Windows, limits and options at the ends of their types: a walk with them ends with rows or with an error of its own.
@Suite struct WalkExtremesTests {
    private static let instants = [
        Timestamp(seconds: .min), Timestamp(seconds: -1), Timestamp(seconds: 253_402_300_800), Timestamp(seconds: .max),
        Timestamp(seconds: .max, nanoseconds: 999_999_999),
    ]

    private static func windows() throws -> [TimeWindow] {
        var windows: [TimeWindow] = [.all, .last(hours: .max, before: instants[4]), .last(hours: .min)]
        for start in instants {
            windows.append(try TimeWindow(from: start))
            windows.append(try TimeWindow(to: start))
            for end in instants where start < end { windows.append(try TimeWindow(from: start, to: end)) }
        }
        return windows
    }

    private static func options() -> [WalkOptions] {
        let most = Duration(attoseconds: .max)
        return [
            .with { $0.limits = WalkLimits(pages: 3, rows: .min, time: Duration(attoseconds: .min)) },
            .with { $0.limits = WalkLimits(pages: 3, rows: .max, time: most) },
            .with { $0.limits = WalkLimits(pages: .min, rows: 3, time: nil) },
            .with {
                $0.limits.pages = 3
                $0.prefetch = .max
                $0.shards = 64
                $0.lag = most
            },
            .with {
                $0.limits.pages = 3
                $0.lookBack = most
            },
            .with { $0.shards = .min },
            .with { $0.prefetch = .min },
        ]
    }

    @Test func aNegativeLimitOfRowsIsReachedAtTheFirstRow() async throws {
        let ledger = RowLedger.tresor
        let outcome = try await ledger.walk(
            .test(ledger.fake(ledger.rows(seed: 9, count: 20))), pageSize: 10, limits: WalkLimits(rows: .min))
        #expect(outcome.failure?.code == .ceilingReached)
        #expect(outcome.rows.isEmpty)
    }

    @Test(arguments: RowLedger.allCases)
    func endsWithRowsOrWithAnError(ledger: RowLedger) async throws {
        let rows = ledger.rows(seed: 9, count: 120)
        for window in try Self.windows() {
            for options in Self.options() {
                let outcome = try await ledger.walk(
                    .test(ledger.fake(rows)), in: window, pageSize: 50, options: options)
                #expect(outcome.report.isFinished, "\(window)")
                #expect((outcome.error == nil) == (outcome.failure == nil), "\(window)")
                #expect((outcome.error == nil) == outcome.report.isComplete, "\(window)")
            }
        }
    }
}
