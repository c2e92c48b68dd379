import Testing

@testable import UsageKit

@Suite struct PartitionKeyTests {
    @Test(arguments: [
        ("2026-05-20T00:00:00Z", "date=2026-05-20", "month=2026-05"),
        ("2026-05-20T23:59:59.999999999Z", "date=2026-05-20", "month=2026-05"),
        ("2026-01-01T00:30:00+01:00", "date=2025-12-31", "month=2025-12"),
        ("2024-02-29T12:00:00Z", "date=2024-02-29", "month=2024-02"),
        ("1969-12-31T23:59:59Z", "date=1969-12-31", "month=1969-12"),
        ("0000-01-01T00:00:00Z", "date=0000-01-01", "month=0000-01"),
    ])
    func anInstantIsInADayAndAMonthOfUTC(instant: String, day: String, month: String) {
        #expect(PartitionKey(of: .at(instant), by: .day).folder == day)
        #expect(PartitionKey(of: .at(instant), by: .month).folder == month)
    }

    @Test func thereIsAPartitionForRecordsWithoutATime() {
        let key = PartitionKey(of: nil, by: .day)
        #expect(key.folder == "date=__HIVE_DEFAULT_PARTITION__")
        #expect(key.span == nil)
        #expect(PartitionKey(of: nil, by: .month).folder == "month=__HIVE_DEFAULT_PARTITION__")
    }

    @Test func aPartitionHasItsTime() {
        #expect(
            PartitionKey(of: .at("2026-05-20T12:00:00Z"), by: .day).span
                == .between("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z"))
        #expect(
            PartitionKey(of: .at("2025-12-20T12:00:00Z"), by: .month).span
                == .between("2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z"))
    }

    @Test func namesAreReadBack() {
        var random = SeededGenerator(seed: 1)
        for unit in PartitionedDataSet.Unit.allCases {
            for _ in 0..<1000 {
                let instant = Timestamp(seconds: Int64.random(in: -200_000_000_000...300_000_000_000, using: &random))
                let key = PartitionKey(of: instant, by: unit)
                #expect(PartitionKey(folder: key.folder, by: unit) == key)
                #expect(key.span?.contains(instant) == true)
            }
            let unknown = PartitionKey(of: nil, by: unit)
            #expect(PartitionKey(folder: unknown.folder, by: unit) == unknown)
        }
    }

    @Test(arguments: [
        "date=", "date=2026-5-20", "date=2026-05", "date=2026-13-01", "date=2026-02-30", "date=x-05-20",
        "month=2026-05",
        "day=2026-05-20", "2026-05-20", "date=2026-05-20-1", "date=99999999999999999999-01-01",
        "date=9223372036854775807-01-01", "date=--2026-05-20", "_manifest.json",
        "date=2026-9223372036854775807-01", "date=2026-05-9223372036854775807",
    ])
    func otherNamesAreNoPartitions(name: String) {
        #expect(PartitionKey(folder: name, by: .day) == nil)
    }

    @Test(arguments: [
        "month=2026-9223372036854775807", "month=2026--9223372036854775807", "month=9223372036854775807-01",
        "month=9223372036854775-9223372036854775807", "month=2026-00", "month=2026-13", "month=0-1",
    ])
    func otherNamesAreNoMonths(name: String) {
        #expect(PartitionKey(folder: name, by: .month) == nil)
    }

    @Test func theFurthestInstantsHaveAPartition() {
        for unit in PartitionedDataSet.Unit.allCases {
            for seconds in [Int64.min, .max] {
                let key = PartitionKey(of: Timestamp(seconds: seconds), by: unit)
                #expect(PartitionKey(folder: key.folder, by: unit) == key)
                #expect(key.span != nil)
            }
        }
    }

    @Test func partitionsAreInTheOrderOfTimeAndThoseWithoutComeLast() {
        let keys = ["1969-01-01T00:00:00Z", "2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z"].map {
            PartitionKey(of: .at($0), by: .day)
        }
        let unknown = PartitionKey(of: nil, by: .day)
        #expect(([unknown] + keys.reversed()).sorted() == keys + [unknown])
        #expect(!(unknown < unknown))
    }
}
