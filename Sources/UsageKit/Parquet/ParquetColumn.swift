/// The values of one column in a row group, until they are written.
///
/// Values are gathered in a dictionary while that is shorter than the values themselves. If it does not pay, everything
/// is kept as it will be written (PLAIN); if it is full, only the values after that are. What is chosen depends on
/// nothing but the values, so the same rows give the same bytes.
struct ParquetColumn<Kind: ParquetValues>: Sendable {
    /// What is known of a page before it is written; bounds are nil if all its rows are null.
    struct Page: Sendable {
        var rowCount = 0
        var valueCount = 0
        /// The bytes of the values in the encoding PLAIN.
        var plainBytes = 0
        var minimum: Kind.Value?
        var maximum: Kind.Value?

        @inline(__always)
        mutating func include(_ value: Kind.Value) {
            guard let minimum, let maximum else {
                (minimum, maximum) = (value, value)
                return
            }
            if Kind.precedes(value, minimum) { self.minimum = value }
            if Kind.precedes(maximum, value) { self.maximum = value }
        }
    }

    private let isOptional: Bool
    private let limits: Parquet.Limits

    /// For each row, 1 if it has a value; empty as long as all rows have the same level, and if every row must have a
    /// value.
    private(set) var levels: [UInt8] = []
    /// The level of all rows, if there are no `levels`.
    private(set) var commonLevel: UInt8 = 1
    private var rowCount = 0
    private(set) var dictionary: [Kind.Value] = []
    /// The bytes of the dictionary in the encoding PLAIN.
    private(set) var dictionaryBytes = 0
    /// The values that are in the dictionary, by their positions in it.
    private(set) var symbols: [UInt32] = []
    /// The values after those, in the encoding PLAIN.
    private(set) var plain: [UInt8] = []
    private(set) var pages: [Page] = []
    /// The number of pages whose values are in the dictionary.
    private(set) var dictionaryPages = 0

    private var index = HashIndex()
    /// Entries of the dictionary that were met lately, by the bits of their values.
    private var recent: [UInt32] = []
    /// For each entry of the dictionary, the number of the last page that has it.
    private var lastPages: [UInt32] = []
    private var page = Page()
    /// The bytes of all values of the dictionary's pages in the encoding PLAIN.
    private var bytesOfSymbols = 0
    private var isPlain = false

    /// The bytes that its arrays of values have in memory, also without values.
    var reservedBytes: Int {
        levels.capacity + plain.capacity + (symbols.capacity + recent.capacity) * MemoryLayout<UInt32>.stride
            + dictionary.capacity * MemoryLayout<Kind.Value>.stride
    }

    init(isOptional: Bool, limits: Parquet.Limits) {
        self.isOptional = isOptional
        self.limits = limits
    }

    /// Adds the value of the next row; nil only if the column is optional.
    ///
    /// - Returns: The bytes in memory that the column has grown by, roughly.
    @inline(__always)
    mutating func append(_ value: Kind.Value?) -> Int {
        var growth = 0
        if isOptional {
            append(level: value == nil ? 0 : 1)
            growth = 1
        }
        page.rowCount &+= 1
        if let value {
            growth &+= isPlain ? appendPlain(value) : appendSymbol(of: value)
        }
        if page.rowCount >= limits.pageRows || page.plainBytes >= limits.pageBytes && isPlain { closePage() }
        return growth
    }

    /// The most bytes that some values can make the column grow by in memory.
    ///
    /// - Parameters:
    ///   - count: The number of values.
    ///   - bytes: At least the bytes of these values in the encoding PLAIN.
    /// - Returns: The bytes.
    func greatestGrowth(count: Int, bytes: Int) -> Int {
        let growth = count &* (1 + Self.growthOfEntry) &+ 2 &* bytes
        // Values that are in the dictionary take as much again if it turns out not to pay.
        let isTried =
            dictionary.count &+ count >= limits.dictionaryTrial || dictionaryBytes &+ bytes > limits.dictionaryBytes
        let mayAbandon = !isPlain && isTried && bytesOfSymbols <= 2 &* (dictionaryBytes &+ bytes)
        return mayAbandon ? growth &+ bytesOfSymbols &+ bytes : growth
    }

    /// What a new value of the dictionary takes beside its bytes: its position, its hash and its place.
    private static var growthOfEntry: Int { 4 + 32 }

    /// Ends the last page, and decides for the values themselves if they are not longer than the dictionary; so pages
    /// without any value need none.
    mutating func close() {
        closePage()
        guard !isPlain else { return }
        let bits = symbols.count * HybridEncoder.bitWidth(below: dictionary.count)
        if bytesOfSymbols <= dictionaryBytes + bits / 8 { writeSymbolsPlain() }
    }

    /// Most columns have a value in each row, or in none.
    @inline(__always)
    private mutating func append(level: UInt8) {
        if rowCount == 0 { commonLevel = level }
        if !levels.isEmpty {
            levels.append(level)
        } else if level != commonLevel {
            levels.append(contentsOf: repeatElement(commonLevel, count: rowCount))
            levels.append(level)
        }
        rowCount &+= 1
    }

    /// Removes all values.
    mutating func removeAll(keepingCapacity: Bool) {
        levels.removeAll(keepingCapacity: keepingCapacity)
        commonLevel = 1
        rowCount = 0
        dictionary.removeAll(keepingCapacity: keepingCapacity)
        dictionaryBytes = 0
        symbols.removeAll(keepingCapacity: keepingCapacity)
        plain.removeAll(keepingCapacity: keepingCapacity)
        pages.removeAll(keepingCapacity: keepingCapacity)
        dictionaryPages = 0
        index = HashIndex()
        if !keepingCapacity { recent = [] }
        lastPages.removeAll(keepingCapacity: keepingCapacity)
        page = Page()
        bytesOfSymbols = 0
        isPlain = false
    }

    private mutating func appendPlain(_ value: Kind.Value) -> Int {
        Kind.write(value, to: &plain)
        let size = Kind.plainSize(of: value)
        page.valueCount &+= 1
        page.plainBytes &+= size
        page.include(value)
        return size
    }

    @inline(__always)
    private mutating func appendSymbol(of value: Kind.Value) -> Int {
        let size = Kind.plainSize(of: value)
        page.valueCount &+= 1
        page.plainBytes &+= size
        bytesOfSymbols &+= size
        let number = UInt32(truncatingIfNeeded: pages.count)
        // The texts of rows are mostly shared, and numbers repeat.
        let slot = Self.slot(of: Kind.identity(value))
        if recent.isEmpty { recent = [UInt32](repeating: 0, count: Self.slots) }
        let candidate = Int(recent[slot])
        if candidate < dictionary.count, all(Kind.identity(dictionary[candidate]) .== Kind.identity(value)) {
            symbols.append(UInt32(truncatingIfNeeded: candidate))
            if lastPages[candidate] != number { note(value, at: candidate, number) }
            return 4
        }
        // Rows come in an order in which many values repeat the one before.
        if let last = symbols.last, Kind.areEqual(dictionary[Int(last)], value) {
            symbols.append(last)
            if lastPages[Int(last)] != number { note(value, at: Int(last), number) }
            return 4
        }
        let position = dictionary.count
        let known = index.find(Kind.hash(value), orInsertAt: position) { Kind.areEqual(dictionary[$0], value) }
        symbols.append(UInt32(truncatingIfNeeded: known ?? position))
        recent[slot] = UInt32(truncatingIfNeeded: known ?? position)
        if let known {
            if lastPages[known] != number { note(value, at: known, number) }
            return 4
        }
        dictionary.append(value)
        lastPages.append(number)
        dictionaryBytes &+= size
        page.include(value)
        // Values, positions, hashes and strings take about as much again as the bytes of a value.
        return Self.growthOfEntry &+ 2 &* size &+ abandonDictionary()
    }

    private static var slots: Int { 256 }

    @inline(__always)
    private static func slot(of identity: SIMD2<UInt64>) -> Int {
        // Addresses and numbers differ in their middle bits, which the product brings to the top.
        Int(truncatingIfNeeded: ((identity.x ^ identity.y) &* 0x9E37_79B9_7F4A_7C15) &>> 56)
    }

    private mutating func note(_ value: Kind.Value, at position: Int, _ number: UInt32) {
        lastPages[position] = number
        page.include(value)
    }

    /// Stops using the dictionary if it does not pay or is full; returns what the column has grown by.
    private mutating func abandonDictionary() -> Int {
        let isFull = dictionaryBytes > limits.dictionaryBytes
        guard isFull || dictionary.count >= limits.dictionaryTrial else { return 0 }
        if bytesOfSymbols <= 2 * dictionaryBytes {
            let growth = bytesOfSymbols
            writeSymbolsPlain()
            return growth
        }
        guard isFull else { return 0 }
        // What is in the dictionary stays there: as values it can be far longer than a row group may be.
        closePage()
        isPlain = true
        return 0
    }

    private mutating func writeSymbolsPlain() {
        for symbol in symbols { Kind.write(dictionary[Int(symbol)], to: &plain) }
        symbols.removeAll(keepingCapacity: true)
        dictionary.removeAll(keepingCapacity: true)
        dictionaryBytes = 0
        index = HashIndex()
        dictionaryPages = 0
        isPlain = true
    }

    private mutating func closePage() {
        guard page.rowCount > 0 else { return }
        pages.append(page)
        page = Page()
        if !isPlain { dictionaryPages += 1 }
    }
}
