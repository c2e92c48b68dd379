/// Exact sums, one for each currency or unit, and if wanted the least and the greatest amount of each.
///
/// A sum is kept in 38 digits, and what would need more is refused. So a sum takes the same room for ever, and sums of
/// the same amounts are equal whatever their order. Labels are one where Swift takes them for equal.
struct LabelledSums: Hashable, Sendable {
    struct Sum: Hashable, Sendable {
        var label: String
        var value: ExactDecimal
        /// How many amounts there are.
        var count: Int
    }

    struct Extremes: Hashable, Sendable {
        var least: ExactDecimal
        var greatest: ExactDecimal
    }

    /// In the order of their labels.
    private(set) var sums: [Sum] = []
    /// For each sum; empty where they are not wanted.
    private(set) var extremes: [Extremes] = []

    init() {}

    /// Takes sums with ascending labels; nil where they are not, where extremes are upside down or a sum is one of no
    /// amount.
    init?(_ sums: [Sum], _ extremes: [Extremes]) {
        guard extremes.isEmpty || extremes.count == sums.count, sums.allSatisfy({ $0.count > 0 }),
            zip(sums, sums.dropFirst()).allSatisfy({ $0.label < $1.label }),
            extremes.allSatisfy({ $0.least <= $0.greatest })
        else { return nil }
        self.sums = sums
        self.extremes = extremes
    }

    var isEmpty: Bool { sums.isEmpty }

    /// The sum of a label; nil where it has none.
    func sum(of label: String) -> Sum? {
        place(of: label).map { sums[$0] }
    }

    /// The extremes of a label; nil where it has none, and where they are not wanted.
    func extremes(of label: String) -> Extremes? {
        extremes.isEmpty ? nil : place(of: label).map { extremes[$0] }
    }

    /// How many amounts there are of all labels, or the greatest number.
    var count: Int {
        sums.reduce(0) { count, sum in
            let (total, overflow) = count.addingReportingOverflow(sum.count)
            return overflow ? .max : total
        }
    }

    /// Refuses amounts whose sum could not be held.
    func check(_ amount: ExactDecimal, label: String, count: Int = 1) throws(UsageError) {
        guard let place = place(of: label) else { return }
        _ = try sums[place].value.adding(amount)
        guard !sums[place].count.addingReportingOverflow(count).overflow else {
            throw UsageError(.invalidArgument, "a summary holds fewer than 2⁶³ amounts")
        }
    }

    /// Refuses sums of which one could not be held.
    func check(_ other: LabelledSums) throws(UsageError) {
        for sum in other.sums { try check(sum.value, label: sum.label, count: sum.count) }
    }

    /// Adds an amount, or throws and changes nothing.
    mutating func add(_ amount: ExactDecimal, label: String, withExtremes: Bool) throws(UsageError) {
        let extremes = withExtremes ? Extremes(least: amount, greatest: amount) : nil
        try add(Sum(label: label, value: amount, count: 1), extremes)
    }

    /// Adds sums of the same form, which ``check(_:)`` let pass.
    mutating func merge(_ other: LabelledSums) throws(UsageError) {
        for (place, sum) in other.sums.enumerated() {
            try add(sum, other.extremes.isEmpty ? nil : other.extremes[place])
        }
    }

    private mutating func add(_ sum: Sum, _ added: Extremes?) throws(UsageError) {
        let place = lowerBound(sum.label)
        guard place < sums.count, sums[place].label == sum.label else {
            Self.insert(sum, at: place, in: &sums)
            if let added { Self.insert(added, at: place, in: &extremes) }
            return
        }
        sums[place].value = try sums[place].value.adding(sum.value)
        sums[place].count += sum.count
        // Of labels that Swift takes for equal, the spelling must not depend on which came first.
        if InternTable.precedes(sum.label, sums[place].label) { sums[place].label = sum.label }
        if let added {
            extremes[place].least = Swift.min(extremes[place].least, added.least)
            extremes[place].greatest = Swift.max(extremes[place].greatest, added.greatest)
        }
    }

    private func place(of label: String) -> Int? {
        let place = lowerBound(label)
        return place < sums.count && sums[place].label == label ? place : nil
    }

    private func lowerBound(_ label: String) -> Int {
        var (low, high) = (0, sums.count)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle].label < label { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Inserts without the room that an array takes for what may come: most groups have one currency or two.
    private static func insert<Element>(_ element: Element, at place: Int, in array: inout [Element]) {
        var grown: [Element] = []
        grown.reserveCapacity(array.count + 1)
        grown += array[..<place]
        grown.append(element)
        grown += array[place...]
        array = grown
    }

    /// The bytes on the heap.
    var approximateBytes: Int {
        sums.approximateBytes + extremes.approximateBytes + sums.reduce(0) { $0 + $1.label.approximateBytes }
    }
}

extension String {
    /// The bytes on the heap: texts of up to 15 bytes have none.
    var approximateBytes: Int { utf8.count > 15 ? 32 + utf8.count + 1 : 0 }
}
