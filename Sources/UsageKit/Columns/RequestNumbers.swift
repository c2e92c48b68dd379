/// Numbers the requests that several rows may describe, from 1; a request is known by its provider and its id.
struct RequestNumbers: Sendable {
    private struct Request: Hashable, Sendable {
        // In front, because ids differ where providers are the same.
        let id: ByteString
        let provider: ByteString
    }

    private var numbers: [Request: UInt32] = [:]
    /// The last number given.
    private var last: UInt32 = 0

    init() {}

    mutating func number(provider: String, requestID: borrowing Span<UInt8>) -> UInt32 {
        let id = requestID.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        return number(Request(id: ByteString(id), provider: ByteString(provider)))
    }

    /// Takes in all requests of another numbering; gives the new number for each of its numbers.
    mutating func merge(_ other: RequestNumbers) -> [UInt32] {
        var mapping = [UInt32](repeating: 0, count: Int(other.last) + 1)
        for (request, old) in other.numbers { mapping[Int(old)] = number(request) }
        // Numbers without an id are those of forgotten requests: each is a request of its own.
        for old in mapping.indices.dropFirst() where mapping[old] == 0 { mapping[old] = next() }
        return mapping
    }

    /// Lets all ids go; their numbers stay taken.
    mutating func forget() {
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
