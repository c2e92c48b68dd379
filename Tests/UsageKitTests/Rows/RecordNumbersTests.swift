import Testing

@testable import UsageKit

@Suite struct RecordNumbersTests {
    @Test func readsInstantsAndDurationsAsNanoseconds() throws {
        let numbers = try RecordNumbers(
            UsageRecord(
                provider: .aurous, time: Timestamp(seconds: 2, nanoseconds: 5), tokens: TokenCounts(input: 7),
                duration: .milliseconds(1_500)))
        #expect(numbers.time == 2_000_000_005)
        #expect(numbers.inputTokens == 7)
        #expect(numbers.outputTokens == nil)
        #expect(numbers.duration == 1_500_000_000)
    }

    @Test func leavesWhatIsUnknownUnknown() throws {
        let numbers = try RecordNumbers(UsageRecord(provider: .aurous))
        #expect(numbers.time == nil)
        #expect(numbers.inputTokens == nil)
        #expect(numbers.duration == nil)
    }

    @Test(
        arguments: [
            (.zero, 0), (Duration(attoseconds: 999_999_999), 0), (Duration(attoseconds: 1_999_999_999), 1),
            // Around 2.6 hours, from which attoseconds are divided as 128 bits.
            (.nanoseconds(9_444_732_965_739), 9_444_732_965_739), (.nanoseconds(9_444_732_965_740), 9_444_732_965_740),
            (.nanoseconds(Int64.max), .max),
        ] as [(Duration, Int64)])
    func cutsDurationsOffAtTheNanosecond(duration: Duration, expected: Int64) throws {
        #expect(try RecordNumbers.nanoseconds(duration) == expected)
    }

    @Test(
        arguments: [
            (Timestamp(seconds: 9_223_372_036, nanoseconds: 854_775_807), .max),
            // Columns use the least number for an unknown instant.
            (Timestamp(seconds: -9_223_372_037, nanoseconds: 145_224_193), .min + 1),
            (Timestamp(seconds: -1, nanoseconds: 999_999_999), -1),
        ] as [(Timestamp, Int64)])
    func readsInstantsUpToTheLimits(time: Timestamp, expected: Int64) throws {
        #expect(try RecordNumbers.nanoseconds(time) == expected)
    }

    @Test(arguments: [
        UsageRecord(provider: .aurous, time: Timestamp(seconds: 9_223_372_036, nanoseconds: 854_775_808)),
        UsageRecord(provider: .aurous, time: Timestamp(seconds: -9_223_372_037, nanoseconds: 145_224_192)),
        UsageRecord(provider: .aurous, time: Timestamp(seconds: .min)),
        UsageRecord(provider: .aurous, tokens: TokenCounts(input: -1)),
        UsageRecord(provider: .aurous, tokens: TokenCounts(output: .min)),
        UsageRecord(provider: .aurous, duration: Duration(attoseconds: -1)),
        UsageRecord(provider: .aurous, duration: .nanoseconds(Int64.max) + .nanoseconds(1)),
    ])
    func refusesWhatTheColumnsCannotHold(record: UsageRecord) {
        let error = #expect(throws: UsageError.self) { try RecordNumbers(record) }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: ExtremeValues.durations)
    func extremeDurationsAreHeldOrRefused(duration: Duration) {
        let exact = duration.attoseconds / 1_000_000_000
        let isHeld = duration.attoseconds >= 0 && exact <= Int128(Int64.max)
        #expect((try? RecordNumbers.nanoseconds(duration)).map { Int128($0) } == (isHeld ? exact : nil))
    }

    @Test(arguments: ExtremeValues.instants)
    func extremeInstantsAreHeldOrRefused(instant: Timestamp) {
        let exact = Int128(instant.seconds) * 1_000_000_000 + Int128(instant.nanoseconds)
        let isHeld = exact > Int128(Int64.min) && exact <= Int128(Int64.max)
        #expect((try? RecordNumbers.nanoseconds(instant)).map { Int128($0) } == (isHeld ? exact : nil))
    }
}
