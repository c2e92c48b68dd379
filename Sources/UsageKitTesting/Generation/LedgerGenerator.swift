internal import UsageKit

/// Generates realistic rows as on the wire, for demonstrations, previews and tests.
///
/// The same seed gives the same rows on every platform. Each method has its own stream of random numbers, so the order
/// of calls does not matter. All models, keys, users and amounts are invented.
///
/// A window that is open on one side covers seven days from its other bound; a window without bounds is the week from
/// 2026-05-18.
public struct LedgerGenerator: Sendable {
    /// The seed that determines the rows.
    public let seed: UInt64

    /// Creates a generator.
    public init(seed: UInt64) {
        self.seed = seed
    }

    /// The stream of random numbers for one kind of rows.
    func stream(_ name: String) -> SeededGenerator {
        SeededGenerator(seed: seed ^ OpaqueToken.hash(name))
    }
}

/// Draws instants of a window, weighted by the hour of the day.
struct InstantSampler {
    private let start: Int
    private let end: Int

    /// The weight of each hour of the day: a quiet night and two peaks.
    private static let weights = [
        2, 1, 1, 1, 1, 2, 4, 7, 11, 14, 15, 14, 11, 13, 15, 15, 14, 12, 9, 8, 7, 6, 4, 3,
    ]

    init(_ window: TimeWindow) {
        let week = 604_800_000
        let start = window.start.map(Self.milliseconds)
        let end = window.end.map(Self.milliseconds)
        self.start = start ?? end.map { $0 - week } ?? 1_779_062_400_000
        self.end = end ?? self.start + week
    }

    /// The instants in milliseconds since 1970, ascending, with occasional ties.
    func instants(_ count: Int, from random: inout SeededGenerator) -> [Int] {
        var instants: [Int] = []
        instants.reserveCapacity(Swift.max(count, 0))
        while instants.count < count {
            let instant = start + random.below(end - start)
            let hour = instant / 3_600_000 % 24
            if random.below(15) < Self.weights[(hour + 24) % 24] { instants.append(instant) }
        }
        instants.sort()
        for index in instants.indices.dropFirst() where random.below(40) == 0 {
            instants[index] = instants[index - 1]
        }
        return instants
    }

    /// The window's end.
    var endInstant: Timestamp { Timestamp(milliseconds: Int64(end)) }

    /// The first whole second inside the window.
    var firstWholeSecond: Int { (start + 999) / 1000 }

    /// Rounds up, so that no instant is before the window.
    private static func milliseconds(_ instant: Timestamp) -> Int {
        Int(instant.seconds) * 1000 + (Int(instant.nanoseconds) + 999_999) / 1_000_000
    }
}

extension JSONValue {
    /// An exact number with `places` decimal places.
    static func decimal(_ mantissa: Int, places: Int) -> JSONValue {
        JSONValue(ExactDecimal(mantissa: Int128(mantissa), exponent: -places))
    }

    static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

    /// An instant with three fractional digits.
    static func instant(milliseconds: Int) -> JSONValue {
        .string(Timestamp(milliseconds: Int64(milliseconds)).wireMilliseconds)
    }
}
