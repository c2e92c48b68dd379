/// A hash of the fields of a row that does not depend on the form of its texts.
struct ContentHash {
    private var hash: TextHash
    /// The hash of a field without a value; nobody can choose a value with the same hash, because the seed is secret.
    private let missing: UInt64

    init() {
        hash = TextHash.start
        missing = ~hash.value
    }

    var value: UInt64 { hash.value }

    @inline(__always)
    mutating func add<Form: TextForm>(_ text: Form.Text?, as form: Form.Type) {
        hash.add(text.map(Form.hash) ?? missing)
    }

    @inline(__always)
    mutating func add(_ number: Int?) {
        hash.add(number.map { UInt64(bitPattern: Int64($0)) } ?? missing)
    }

    @inline(__always)
    mutating func add(_ flag: Bool?) {
        hash.add(flag.map { $0 ? 1 : 0 } ?? missing)
    }

    @inline(__always)
    mutating func add(_ decimal: ExactDecimal?) {
        guard let decimal else { return hash.add(missing) }
        add(decimal.mantissa)
        add(decimal.exponent)
    }

    @inline(__always)
    mutating func add(_ time: Timestamp?) {
        guard let time else { return hash.add(missing) }
        hash.add(UInt64(bitPattern: time.seconds))
        hash.add(UInt64(truncatingIfNeeded: time.nanoseconds))
    }

    @inline(__always)
    mutating func add(_ duration: Duration?) {
        guard let duration else { return hash.add(missing) }
        add(duration.attoseconds)
    }

    /// Adds the hash of an object inside the row.
    @inline(__always)
    mutating func add(nested value: UInt64?) {
        hash.add(value ?? missing)
    }

    /// Adds an object with arbitrary members.
    @inline(__always)
    mutating func add<Form: TextForm>(object: Form.Object?, as form: Form.Type) {
        hash.add(object.map(Form.hash) ?? missing)
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
