/// The bins of a sketch: for each number of nanoseconds the number of its bin.
///
/// Bins grow with their values, so that no value is further from the middle of its bin than the relative error. A
/// logarithm would do it with the fewest bins, but differs between platforms in its last digits. Here it is replaced
/// within each octave by the polynomial (50 f - 21 f² + 6 f³) / 35 of the fraction f behind the leading bit, which
/// takes one more bin in a hundred (Masson, Rim, Lee, "DDSketch", 2019, and the cubic mapping of its authors' code).
/// All of it is computed in integers without rounding before the last step, so the bins are the same everywhere and
/// their order is that of the values.
struct LatencyBins: Hashable, Sendable {
    /// The relative error in parts per million.
    let partsPerMillion: Int32
    /// How many bins there are from a power of two to the next.
    let perOctave: Int32

    /// From a thousandth to a half.
    static let errors: ClosedRange<Int32> = 1_000...500_000
    /// How many bits behind the leading one decide on the bin.
    private static let fractionBits = 16
    /// The octaves of the positive numbers of 63 bits.
    private static let octaves = 63

    init?(partsPerMillion: Int32) {
        guard Self.errors.contains(partsPerMillion) else { return nil }
        self.partsPerMillion = partsPerMillion
        // Against the logarithm, the polynomial rises by 10/7 at least, and in a bin the logarithm may rise by twice the
        // error. A bin may end 2⁻¹⁶ late for the bits that do not count, which adds up to 8 millionths to its error.
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
        return (63 &- zeros) &* Int(perOctave) &+ Int(part(fraction))
    }

    /// The numbers of a bin; nil where it has none, since bins of the least numbers are narrower than 1.
    func range(of bin: Int) -> ClosedRange<Int64>? {
        let (lower, next) = (start(of: bin), start(of: bin + 1))
        return lower < next ? Int64(lower)...Int64(next - 1) : nil
    }

    /// The value that stands for all of a bin, in attoseconds: the harmonic mean of its ends, from which both are
    /// equally far in relation to themselves.
    func middle(of bin: Int) -> Int128 {
        guard let range = range(of: bin) else { return 0 }
        let (lower, upper) = (Int128(range.lowerBound), Int128(range.upperBound))
        let (whole, rest) = (lower * (upper - lower)).quotientAndRemainder(dividingBy: lower + upper)
        return (lower + whole) * 1_000_000_000 + rest * 1_000_000_000 / (lower + upper)
    }

    /// The part of an octave that a fraction falls in.
    @inline(__always)
    private func part(_ fraction: UInt64) -> UInt64 {
        // At most 35 × 2⁴⁸ × 353 in between, which is below 2⁶³.
        let cubic = fraction &* ((50 << 32) &- fraction &* ((21 << 16) &- 6 &* fraction))
        return (cubic &* UInt64(perOctave)) &>> 48 / 35
    }

    /// The least number that is not in a bin before this one.
    private func start(of bin: Int) -> UInt64 {
        let (octave, part) = bin.quotientAndRemainder(dividingBy: Int(perOctave))
        var (low, high): (UInt64, UInt64) = (0, 1 << Self.fractionBits)
        while low < high {
            let middle = (low + high) / 2
            if self.part(middle) < UInt64(part) { low = middle + 1 } else { high = middle }
        }
        let leading = 1 << Self.fractionBits + low
        if octave >= Self.fractionBits { return leading << UInt64(octave - Self.fractionBits) }
        let shift = UInt64(Self.fractionBits - octave)
        return (leading + (1 << shift) - 1) >> shift
    }
}
