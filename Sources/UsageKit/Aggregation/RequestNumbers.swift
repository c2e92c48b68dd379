/// Numbers the requests that several rows may describe, from 1; a request is known by its provider and its id.
struct RequestNumbers: Sendable {
    private struct Request: Hashable, Sendable {
        let provider: InternTable.Bytes
        let id: InternTable.Bytes
    }

    private var numbers: [Request: UInt32] = [:]

    init() {}

    mutating func number(provider: String, requestID: String) -> UInt32 {
        number(Request(provider: InternTable.Bytes(text: provider), id: InternTable.Bytes(text: requestID)))
    }

    /// Takes in all requests of another numbering; gives the new number for each of its numbers.
    mutating func merge(_ other: RequestNumbers) -> [UInt32] {
        var mapping = [UInt32](repeating: 0, count: other.numbers.count + 1)
        for (request, old) in other.numbers { mapping[Int(old)] = number(request) }
        return mapping
    }

    private mutating func number(_ request: Request) -> UInt32 {
        if let known = numbers[request] { return known }
        let number = UInt32(numbers.count + 1)
        numbers[request] = number
        return number
    }
}
