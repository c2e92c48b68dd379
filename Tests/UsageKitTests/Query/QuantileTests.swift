import Testing
import UsageKit

@Suite struct QuantileTests {
    @Test func storesAFractionExactly() throws {
        #expect(try Quantile(0.95).partsPerBillion == 950_000_000)
        #expect(try Quantile(0.95) == .p95)
    }

    @Test(arguments: [(0.0, 0), (0.5, 500_000_000), (0.95, 950_000_000), (0.999, 999_000_000), (1.0, 1_000_000_000)])
    func isKeptInPartsPerBillion(fraction: Double, expected: Int) throws {
        #expect(try Quantile(fraction).partsPerBillion == expected)
        #expect(try Quantile(partsPerBillion: expected) == Quantile(fraction))
    }

    @Test(arguments: [-0.001, 1.001, .nan, .infinity, -.infinity])
    func refusesFractionsOutside0To1(fraction: Double) {
        let error = #expect(throws: UsageError.self) { try Quantile(fraction) }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: [-1, 1_000_000_001])
    func refusesPartsOutsideABillion(parts: Int) {
        #expect(throws: UsageError.self) { try Quantile(partsPerBillion: parts) }
    }

    @Test func ordersByPosition() {
        #expect([Quantile.p99, .p50, .p95, .p90].sorted() == [.p50, .p90, .p95, .p99])
    }
}
