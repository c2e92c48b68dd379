/// The bins of a latency sketch: maps each number of nanoseconds to the number of its bin.
///
/// Bins grow with their values, so that no value is further from the middle of its bin than the relative error. A
/// logarithm would need the fewest bins, but its last digits differ between platforms. Within each octave it is replaced
/// by the polynomial (50 f - 21 f² + 6 f³) / 35 of the fraction f after the leading bit, which needs 1 % more bins
/// (Masson, Rim, Lee, "DDSketch", 2019, and the cubic mapping of its authors' code). It is computed in integers, and
/// rounded in the last step only, so the bins are the same on every platform and their order is that of the values.
struct LatencyBins: Hashable, Sendable {
    /// The relative error in parts per million.
    let partsPerMillion: Int32
    /// How many bins there are between two powers of two.
    let perOctave: Int32

    /// From a thousandth to a half.
    static let errors: ClosedRange<Int32> = 1_000...500_000
    /// How many bits after the leading one determine the bin.
    private static let fractionBits = 16
    /// The octaves of the positive numbers of 63 bits.
    private static let octaves = 63

    init?(partsPerMillion: Int32) {
        guard Self.errors.contains(partsPerMillion) else { return nil }
        self.partsPerMillion = partsPerMillion
        // The polynomial rises at least 10/7 times as fast as the logarithm, and within a bin the logarithm may rise by
        // twice the error. Bits that are ignored may end a bin 2⁻¹⁶ late, which adds up to 8 millionths to its error.
        perOctave = 350_000 / (partsPerMillion - 8) + 1
    }

    /// How many bins there are.
    var count: Int { Self.octaves * Int(perOctave) }

    /// The bin of a positive number.
    @inline(__always)
    func bin(of nanoseconds: Int64) -> Int {
        let bits = UInt64(bitPattern: nanoseconds)
        let zeros = bits.leadingZeroBitCount
        let fraction = (bits &<< UInt64(zeros &+ 1)) &>> 48
        return (63 &- zeros) &* Int(perOctave) &+ Int(binInOctave(fraction))
    }

    /// The numbers of a bin; nil if it has no number, since the bins of the least numbers are narrower than 1.
    func range(of bin: Int) -> ClosedRange<Int64>? {
        let (lower, next) = (start(of: bin), start(of: bin + 1))
        return lower < next ? Int64(lower)...Int64(next - 1) : nil
    }

    /// The value that represents a bin, in attoseconds: the harmonic mean of its ends, whose relative distance from both
    /// is the same.
    func middle(of bin: Int) -> Int128 {
        guard let range = range(of: bin) else { return 0 }
        let (lower, upper) = (Int128(range.lowerBound), Int128(range.upperBound))
        let (whole, rest) = (lower * (upper - lower)).quotientAndRemainder(dividingBy: lower + upper)
        return (lower + whole) * 1_000_000_000 + rest * 1_000_000_000 / (lower + upper)
    }

    /// The bin within its octave of a fraction.
    @inline(__always)
    private func binInOctave(_ fraction: UInt64) -> UInt64 {
        // No product exceeds 35 × 2⁴⁸ × 353, which is below 2⁶³.
        let cubic = fraction &* ((50 << 32) &- fraction &* ((21 << 16) &- 6 &* fraction))
        return (cubic &* UInt64(perOctave)) &>> 48 / 35
    }

    /// The least number that is in no bin before this one.
    private func start(of bin: Int) -> UInt64 {
        let (octave, part) = bin.quotientAndRemainder(dividingBy: Int(perOctave))
        var (low, high): (UInt64, UInt64) = (0, 1 << Self.fractionBits)
        while low < high {
            let middle = (low + high) / 2
            if binInOctave(middle) < UInt64(part) { low = middle + 1 } else { high = middle }
        }
        let leading = 1 << Self.fractionBits + low
        if octave >= Self.fractionBits { return leading << UInt64(octave - Self.fractionBits) }
        let shift = UInt64(Self.fractionBits - octave)
        return (leading + (1 << shift) - 1) >> shift
    }
}
