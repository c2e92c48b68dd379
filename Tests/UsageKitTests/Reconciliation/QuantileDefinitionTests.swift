import Testing

@testable import UsageKit

@Suite struct QuantileDefinitionTests {
    /// The median and the 95th percentile of five values by each definition, in thousandths: as R's `quantile` has them.
    @Test(arguments: [
        (QuantileDefinition.inverse, 3000, 10000), (.averagedInverse, 3000, 10000), (.nearestEven, 2000, 10000),
        (.interpolatedInverse, 2500, 8500), (.midpoints, 3000, 10000), (.weibull, 3000, 10000), (.linear, 3000, 8800),
        (.medianUnbiased, 3000, 10000), (.normalUnbiased, 3000, 10000),
    ])
    func fiveValuesHaveTheQuantilesOfTheDefinition(_ definition: QuantileDefinition, _ median: Int, _ p95: Int) {
        let values: [Int128] = [1, 2, 3, 4, 10]
        #expect(definition.value(values, at: .p50) == Int128(median) * 1_000_000)
        #expect(definition.value(values, at: .p95) == Int128(p95) * 1_000_000)
    }

    @Test(arguments: QuantileDefinition.allCases) func oneValueIsEachOfItsQuantiles(_ definition: QuantileDefinition) {
        #expect(definition.value([7], at: .p50) == 7_000_000_000)
        #expect(definition.value([7], at: .p99) == 7_000_000_000)
        #expect(definition.value([], at: .p50) == nil)
    }
}
