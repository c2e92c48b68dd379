/// A hash of the fields of a row that does not depend on the form of its texts.
struct ContentHash {
    /// The hash of a field without a value.
    private static let missing: UInt64 = 0x517C_C1B7_2722_0A95
    private var hash = TextHash.start

    init() {}

    var value: UInt64 { hash.value }

    @inline(__always)
    mutating func add<Form: TextForm>(_ text: Form.Text?, as form: Form.Type) {
        hash.add(text.map(Form.hash) ?? Self.missing)
    }

    @inline(__always)
    mutating func add(_ number: Int?) {
        hash.add(number.map { UInt64(bitPattern: Int64($0)) } ?? Self.missing)
    }

    @inline(__always)
    mutating func add(_ flag: Bool?) {
        hash.add(flag.map { $0 ? 1 : 0 } ?? Self.missing)
    }

    @inline(__always)
    mutating func add(_ decimal: ExactDecimal?) {
        guard let decimal else { return hash.add(Self.missing) }
        add(decimal.mantissa)
        add(decimal.exponent)
    }

    @inline(__always)
    mutating func add(_ time: Timestamp?) {
        guard let time else { return hash.add(Self.missing) }
        hash.add(UInt64(bitPattern: time.seconds))
        hash.add(UInt64(truncatingIfNeeded: time.nanoseconds))
    }

    @inline(__always)
    mutating func add(_ duration: Duration?) {
        guard let duration else { return hash.add(Self.missing) }
        add(duration.attoseconds)
    }

    /// Adds the hash of an object inside the row.
    @inline(__always)
    mutating func add(nested value: UInt64?) {
        hash.add(value ?? Self.missing)
    }

    /// Adds an object with arbitrary members.
    @inline(__always)
    mutating func add<Form: TextForm>(object: Form.Object?, as form: Form.Type) {
        hash.add(object.map(Form.hash) ?? Self.missing)
    }

    /// Adds the members that are not declared fields of the row.
    @inline(__always)
    mutating func add<Form: TextForm>(unknown: Form.Unknown, as form: Form.Type) {
        hash.add(Form.hash(unknown: unknown))
    }

    @inline(__always)
    private mutating func add(_ number: Int128) {
        hash.add(UInt64(truncatingIfNeeded: number))
        hash.add(UInt64(truncatingIfNeeded: number >> 64))
    }
}
