/// Exact sums, one for each label (a currency, a unit or a status), and optionally the extremes of each.
///
/// A sum is kept in 38 digits, and an amount that would need more is refused. So a sum has a constant size, and sums of
/// the same amounts are equal whatever their order. Labels are compared, and ordered, by their UTF-8 bytes.
struct LabelledSums: Hashable, Sendable {
    struct Sum: Hashable, Sendable {
        let label: ByteString
        var value: ExactDecimal
        /// How many amounts there are.
        var count: Int
    }

    struct Extremes: Hashable, Sendable {
        var least: ExactDecimal
        var greatest: ExactDecimal
    }

    /// In ascending order of their labels.
    private(set) var sums: [Sum] = []
    /// The extremes of each sum; empty if they are not measured.
    private(set) var extremes: [Extremes] = []

    init() {}

    /// Creates sums from decoded ones.
    ///
    /// It returns nil if the labels do not ascend, if a sum has no amount, or if a least amount exceeds the greatest.
    init?(_ sums: [Sum], _ extremes: [Extremes]) {
        guard extremes.isEmpty || extremes.count == sums.count, sums.allSatisfy({ $0.count > 0 }),
            zip(sums, sums.dropFirst()).allSatisfy({ $0.label < $1.label }),
            extremes.allSatisfy({ $0.least <= $0.greatest })
        else { return nil }
        self.sums = sums
        self.extremes = extremes
    }

    var isEmpty: Bool { sums.isEmpty }

    /// The sum of a label; nil if it has no amount.
    func sum(of label: String) -> Sum? {
        index(of: ByteString(label)).map { sums[$0] }
    }

    /// The extremes of a label; nil if it has no amount, and if they are not measured.
    func extremes(of label: String) -> Extremes? {
        extremes.isEmpty ? nil : index(of: ByteString(label)).map { extremes[$0] }
    }

    /// How many amounts all labels have together, or `Int.max` if there are more.
    var count: Int {
        sums.reduce(0) { count, sum in
            let (total, overflow) = count.addingReportingOverflow(sum.count)
            return overflow ? .max : total
        }
    }

    /// Throws if the sum with an amount could not be held; the error calls the amounts by the name of the figure.
    func check(_ amount: ExactDecimal, label: String, of figure: StaticString) throws(UsageError) {
        try check(Sum(label: ByteString(label), value: amount, count: 1), figure)
    }

    /// Throws if one of the sums with those of another value could not be held.
    func check(_ other: LabelledSums, of figure: StaticString) throws(UsageError) {
        for sum in other.sums { try check(sum, figure) }
    }

    private func check(_ added: Sum, _ figure: StaticString) throws(UsageError) {
        guard let index = index(of: added.label) else { return }
        do { _ = try sums[index].value.adding(added.value) } catch {
            let label = String(added.label.text.unicodeScalars.prefix(64))
            throw .unfit("the \(figure) in \(label)", in: UsageError.significantDigits)
        }
        guard !sums[index].count.addingReportingOverflow(added.count).overflow else {
            throw UsageError(.invalidArgument, "a sketch holds fewer than 2⁶³ amounts of one currency or unit")
        }
    }

    /// Adds an amount, or throws and changes nothing.
    mutating func add(_ amount: ExactDecimal, label: String, withExtremes: Bool) throws(UsageError) {
        let extremes = withExtremes ? Extremes(least: amount, greatest: amount) : nil
        try add(Sum(label: ByteString(label), value: amount, count: 1), extremes)
    }

    /// Adds other sums that ``check(_:)`` accepted; either both measure extremes or neither does.
    mutating func merge(_ other: LabelledSums) throws(UsageError) {
        for (index, sum) in other.sums.enumerated() {
            try add(sum, other.extremes.isEmpty ? nil : other.extremes[index])
        }
    }

    private mutating func add(_ sum: Sum, _ added: Extremes?) throws(UsageError) {
        let index = lowerBound(sum.label)
        guard index < sums.count, sums[index].label == sum.label else {
            Self.insert(sum, at: index, in: &sums)
            if let added { Self.insert(added, at: index, in: &extremes) }
            return
        }
        sums[index].value = try sums[index].value.adding(sum.value)
        sums[index].count += sum.count
        if let added {
            extremes[index].least = Swift.min(extremes[index].least, added.least)
            extremes[index].greatest = Swift.max(extremes[index].greatest, added.greatest)
        }
    }

    private func index(of label: ByteString) -> Int? {
        let index = lowerBound(label)
        return index < sums.count && sums[index].label == label ? index : nil
    }

    private func lowerBound(_ label: ByteString) -> Int {
        var (low, high) = (0, sums.count)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle].label < label { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Inserts without spare capacity: most groups have one or two currencies and never more.
    private static func insert<Element>(_ element: Element, at index: Int, in array: inout [Element]) {
        var grown: [Element] = []
        grown.reserveCapacity(array.count + 1)
        grown += array[..<index]
        grown.append(element)
        grown += array[index...]
        array = grown
    }

    /// The bytes on the heap.
    var approximateBytes: Int {
        sums.approximateBytes + extremes.approximateBytes + sums.reduce(0) { $0 + $1.label.text.approximateBytes }
    }
}

extension String {
    /// The bytes on the heap: texts of up to 15 bytes are stored inline.
    var approximateBytes: Int { utf8.count > 15 ? 32 + utf8.count + 1 : 0 }
}
