import Testing

@testable import UsageKit

@Suite struct LatencyBinsTests {
    @Test func mapsNanosecondsToBins() throws {
        // At 10 %, a bin from 32 ns on holds several numbers, none of which is further than 10 % from its middle.
        let bins = try #require(LatencyBins(partsPerMillion: 100_000))
        #expect(bins.bin(of: 1) == 0)
        #expect(bins.range(of: 0) == 1...1)
        #expect(bins.bin(of: 32) == 5 * Int(bins.perOctave))
        #expect(bins.bin(of: 32) == bins.bin(of: 33))
        #expect(bins.bin(of: 32) < bins.bin(of: 40))
    }

    /// The bounds, the default, and errors below which one more bin in each octave is needed.
    static let errors: [Int32] = [
        1_000, 1_001, 2_500, 9_997, 10_000, 11_674, 35_009, 50_000, 100_000, 350_007, 500_000,
    ]

    /// Together with the order of bins, this proves the bound of the error, bin by bin.
    @Test(arguments: errors)
    func everyBinIsNarrowEnough(error: Int32) throws {
        let bins = try #require(LatencyBins(partsPerMillion: error))
        var next: Int64 = 1
        var isNarrow = true
        var isSeamless = true
        for bin in 0..<bins.count {
            guard let range = bins.range(of: bin) else { continue }
            let (lower, upper) = (Int128(range.lowerBound), Int128(range.upperBound))
            if (upper - lower) * 1_000_000 > Int128(error) * (upper + lower) { isNarrow = false }
            if range.lowerBound != next { isSeamless = false }
            if bins.bin(of: range.lowerBound) != bin || bins.bin(of: range.upperBound) != bin { isSeamless = false }
            if range.upperBound < .max { next = range.upperBound + 1 } else { next = 0 }
        }
        #expect(isNarrow)
        #expect(isSeamless)
        // The last bin ends with the greatest number.
        #expect(next == 0)
    }

    @Test(arguments: errors)
    func binsFollowTheOrderOfValues(error: Int32) throws {
        let bins = try #require(LatencyBins(partsPerMillion: error))
        var random = SeededGenerator(seed: UInt64(error))
        for _ in 0..<20_000 {
            let value = Int64((random.next() >> 1) >> (random.next() % 62)) | 1
            let bin = bins.bin(of: value)
            #expect((0..<bins.count).contains(bin))
            #expect(bins.range(of: bin)?.contains(value) == true)
            let other = Int64((random.next() >> 1) >> (random.next() % 62)) | 1
            #expect(value == other || (value < other) == (bin < bins.bin(of: other)) || bin == bins.bin(of: other))
        }
    }

    @Test(arguments: errors)
    func theMiddleIsEquallyFarFromBothEnds(error: Int32) throws {
        let bins = try #require(LatencyBins(partsPerMillion: error))
        for bin in stride(from: 0, to: bins.count, by: 7) {
            guard let range = bins.range(of: bin) else { continue }
            let scale: Int128 = 1_000_000_000
            let (lower, upper) = (Int128(range.lowerBound) * scale, Int128(range.upperBound) * scale)
            let middle = bins.middle(of: bin)
            // The middle is cut off at the attosecond, so the lower end may be nearer by one.
            #expect((middle - lower) * 1_000_000 <= Int128(error) * lower)
            #expect((upper - middle - 1) * 1_000_000 <= Int128(error) * upper)
            #expect(lower <= middle && middle <= upper)
        }
    }

    /// The numbers of bins are part of the encoded form.
    @Test(arguments: [
        (1, 0), (2, 36), (3, 57), (4, 72), (1_000, 358), (1_000_000, 717), (1_000_000_000, 1076),
        (300_000_000_000, 1372),
        (Int64.max, 2267),
    ])
    func numbersOfBinsDoNotChange(value: Int64, bin: Int) throws {
        let bins = try #require(LatencyBins(partsPerMillion: 10_000))
        #expect(bins.bin(of: value) == bin)
    }

    @Test func refusesErrorsOutOfBounds() {
        #expect(LatencyBins(partsPerMillion: 999) == nil)
        #expect(LatencyBins(partsPerMillion: 500_001) == nil)
        #expect(LatencyBins(partsPerMillion: .min) == nil)
    }
}
