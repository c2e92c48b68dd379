/// The instants that a record can have.
enum RecordTime {
    /// Seconds since 1970 whose nanoseconds fit in 64 bits: the years 1678 to 2261.
    @inline(__always)
    static var years: Range<Int64> { -9_223_372_036..<9_223_372_036 }
    /// The least second that is taken from milliseconds since 1970, on 26 April 1970.
    static var firstEpochSecond: Int64 { 10_000_000 }
}
