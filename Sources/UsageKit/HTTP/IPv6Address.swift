/// An IPv6 address, read by the grammar of RFC 4291 and written in the form of RFC 5952.
struct IPv6Address: Hashable, Sendable {
    private let groups: [UInt16]

    /// Reads an address; nil if the text is not an address, or has a zone.
    init?(_ text: Substring) {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard (1...2).contains(halves.count), !text.contains(":::"), let first = Self.groups(halves[0]) else {
            return nil
        }
        guard halves.count == 2 else {
            guard first.count == 8 else { return nil }
            groups = first
            return
        }
        // Only the last groups of an address can be written as an IPv4 address.
        guard !halves[0].contains("."), let last = Self.groups(halves[1]), first.count + last.count < 8 else {
            return nil
        }
        groups = first + [UInt16](repeating: 0, count: 8 - first.count - last.count) + last
    }

    /// Whether the address is `::1`.
    var isLoopback: Bool { groups == [0, 0, 0, 0, 0, 0, 0, 1] }

    /// Whether the address represents an IPv4 address, as `::ffff:127.0.0.1` does.
    var isMappedIPv4: Bool { groups[..<6] == [0, 0, 0, 0, 0, 0xFFFF] }

    private static func groups(_ text: Substring) -> [UInt16]? {
        if text.isEmpty { return [] }
        var parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var result: [UInt16] = []
        var ipv4: [UInt16] = []
        if let last = parts.last, last.contains(".") {
            guard let bytes = ipv4Bytes(last) else { return nil }
            ipv4 = [bytes[0] << 8 | bytes[1], bytes[2] << 8 | bytes[3]]
            parts.removeLast()
        }
        for part in parts {
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
                let group = UInt16(part, radix: 16)
            else { return nil }
            result.append(group)
        }
        return result + ipv4
    }

    /// Four decimal numbers without leading zeros.
    private static func ipv4Bytes(_ text: Substring) -> [UInt16]? {
        let bytes = text.split(separator: ".", omittingEmptySubsequences: false)
            .compactMap { part in UInt8(part).flatMap { String($0) == part ? UInt16($0) : nil } }
        return bytes.count == 4 && text.filter({ $0 == "." }).count == 3 ? bytes : nil
    }
}

extension IPv6Address: CustomStringConvertible {
    /// The address without brackets: lower case, without leading zeros, and with the longest run of zeros left out.
    var description: String {
        if isMappedIPv4 {
            let bytes = groups[6...].flatMap { [$0 >> 8, $0 & 0xFF] }
            return "::ffff:" + bytes.map(String.init).joined(separator: ".")
        }
        let texts = groups.map { String($0, radix: 16) }
        guard let zeros = longestRunOfZeros else { return texts.joined(separator: ":") }
        return texts[..<zeros.lowerBound].joined(separator: ":") + "::"
            + texts[zeros.upperBound...].joined(separator: ":")
    }

    /// The first of the longest runs of two or more groups that are zero.
    private var longestRunOfZeros: Range<Int>? {
        var longest = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            guard group == 0 else {
                start = index + 1
                continue
            }
            if index + 1 - start > longest.count { longest = start..<index + 1 }
        }
        return longest.count > 1 ? longest : nil
    }
}
