/// Numbers the requests that several rows may describe, from 1.
///
/// A request is identified by its provider and its id.
struct RequestNumbers: Sendable {
    private struct Request: Hashable, Sendable {
        // Compared first, because most requests have the same provider and different ids.
        let id: ByteString
        let provider: ByteString
    }

    private var numbers: [Request: UInt32] = [:]
    /// The last assigned number.
    private var last: UInt32 = 0

    init() {}

    mutating func number(provider: String, requestID: String) -> UInt32 {
        number(Request(id: ByteString(requestID), provider: ByteString(provider)))
    }

    /// Adds all requests of another numbering, and returns the number in this one for each number of the other.
    mutating func merge(_ other: RequestNumbers) -> [UInt32] {
        var mapping = [UInt32](repeating: 0, count: Int(other.last) + 1)
        for (request, theirs) in other.numbers { mapping[Int(theirs)] = number(request) }
        // A number without an id belongs to a forgotten request and gets a new number.
        for theirs in mapping.indices.dropFirst() where mapping[theirs] == 0 { mapping[theirs] = next() }
        return mapping
    }

    /// Notes the number that a request has; numbers that are assigned later are greater.
    mutating func restore(_ number: UInt32, provider: String, requestID: String) {
        numbers[Request(id: ByteString(requestID), provider: ByteString(provider))] = number
        passOver(number)
    }

    /// Notes that a number is taken.
    mutating func passOver(_ number: UInt32) { last = max(last, number) }

    /// Forgets all ids; their numbers are not assigned again.
    mutating func forgetIDs() {
        numbers = [:]
    }

    private mutating func number(_ request: Request) -> UInt32 {
        if let known = numbers[request] { return known }
        let number = next()
        numbers[request] = number
        return number
    }

    private mutating func next() -> UInt32 {
        last += 1
        return last
    }
}
