import Testing

@testable import UsageKit

@Suite struct QuotaStatusTests {
    private typealias Samples = BudgetSamples

    private static func status(
        _ used: String, of included: String?, at readAt: String = "2026-06-11T00:00:00Z"
    ) throws -> QuotaStatus {
        try QuotaStatus(
            used: ReportSamples.quantity(used, "calls"), included: included.map { ReportSamples.quantity($0, "calls") },
            period: Samples.june, readAt: .at(readAt))
    }

    @Test func aMeterIsUsedUpAtItsRunRate() throws {
        let status = try Self.status("5000", of: "10000")
        #expect(status.pace?.exact == Samples.exact("3333.3333333333333333333333333333333333"))
        #expect(status.projection == ReportSamples.quantity("15000", "calls"))
        #expect(status.exhaustion == .projected(.at("2026-06-21T00:00:00Z")))
        #expect(status.isUsedUp == false)
        #expect(status.reached(of: [100, 50, 51, 10, 50]) == [10, 50])
        #expect(status.age(at: .at("2026-06-11T00:01:00Z")) == .seconds(60))
        #expect(status.age(at: .at("2026-06-10T00:00:00Z")) == .zero)
        #expect("\(status)" == "5000 calls of 10000 calls as of 2026-06-11T00:00:00Z")
    }

    @Test func overageIsUsedUp() throws {
        let status = try Self.status("11250", of: "10000")
        #expect(status.isUsedUp == true)
        #expect(status.exhaustion == .reached(nil))
        #expect(status.reached(of: [80, 100, 120]) == [80, 100])
        #expect(try Self.status("0", of: "0").isUsedUp == true)
    }

    @Test func aMeterWithoutALimitIsProjectedOnly() throws {
        let status = try Self.status("5000", of: nil)
        #expect(status.projection == ReportSamples.quantity("15000", "calls"))
        #expect(status.pace == nil && status.exhaustion == nil && status.isUsedUp == nil)
        #expect(status.reached(of: [50]) == nil)
        #expect("\(status)" == "5000 calls as of 2026-06-11T00:00:00Z")
    }

    @Test(arguments: [("-1", "5"), ("1", "-5"), ("-1", nil)])
    func aNegativeMeterIsRefused(used: String, included: String?) {
        let error = #expect(throws: UsageError.self) { try Self.status(used, of: included) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func twoUnitsAndAnEmptyPeriodAreRefused() {
        let (calls, gigabytes) = (ReportSamples.quantity("1", "calls"), ReportSamples.quantity("2", "storage_gb"))
        let start = Samples.june.lowerBound
        for (included, period) in [(gigabytes, Samples.june), (calls, start..<start)] {
            let error = #expect(throws: UsageError.self) {
                try QuotaStatus(used: calls, included: included, period: period, readAt: start)
            }
            #expect(error?.code == .invalidArgument)
        }
    }

    @Test func aStatusIsCoded() throws {
        let status = try Self.status("7.35", of: "25")
        let text = try json(status)
        #expect(
            text
                == #"{"included":{"unit":"calls","value":"25"},"period":["2026-06-01T00:00:00Z","2026-07-01T00:00:00Z"],"#
                + #""readAt":"2026-06-11T00:00:00Z","used":{"unit":"calls","value":"7.35"}}"#)
        #expect(try coded(status) == status)
        let unlimited = try Self.status("7.35", of: nil)
        #expect(try coded(unlimited) == unlimited)
        #expect(throws: (any Error).self) { try decoded(QuotaStatus.self, text.replacing(#""25""#, with: #""-25""#)) }
    }
}
