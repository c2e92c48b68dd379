internal import Foundation
internal import UsageKit

/// The path and the query of a request, decoded as servers decode them.
///
/// A `+` in a query is a space, as in `application/x-www-form-urlencoded`. A client that does not escape the plus sign of
/// a time zone therefore fails with the fake instead of in production.
struct RequestQuery: Sendable {
    struct Item: Sendable {
        let name: String
        let value: String
    }

    let path: String
    /// The path as it was sent.
    let rawPath: String
    let items: [Item]

    init(_ url: URL) {
        var rest = Substring(url.absoluteString)
        if let fragment = rest.firstIndex(of: "#") { rest = rest[..<fragment] }
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var location = parts.first ?? ""
        if let scheme = location.range(of: "://") {
            location = location[scheme.upperBound...]
            location = location.firstIndex(of: "/").map { location[$0...] } ?? "/"
        }
        self.init(path: String(location), text: parts.count > 1 ? parts[1] : "")
    }

    /// Reads a query that is not part of a URL.
    init(path: String = "", text: some StringProtocol) {
        rawPath = path
        self.path = Self.decoded(path, plusIsSpace: false)
        items = text.split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Item(
                name: Self.decoded(sides[0], plusIsSpace: true),
                value: sides.count > 1 ? Self.decoded(sides[1], plusIsSpace: true) : "")
        }
    }

    /// The percent-encoded text of a query.
    static func text(_ items: [(name: String, value: String)]) -> String {
        items.map { name, value in
            "\(PercentEncoding.encode(name.utf8))=\(PercentEncoding.encode(value.utf8))"
        }.joined(separator: "&")
    }

    /// The first value of a parameter.
    subscript(name: String) -> String? {
        items.first { $0.name == name }?.value
    }

    var names: Set<String> { Set(items.map(\.name)) }

    /// The values of a list parameter, which may be repeated, written as `name[]`, or separated by commas.
    func list(_ name: String) -> [String]? {
        let values = items.filter { $0.name == name || $0.name == name + "[]" }
        guard !values.isEmpty else { return nil }
        return values.flatMap { $0.value.split(separator: ",").map(String.init) }
    }

    /// The path below one of the prefixes, or nil if it has none of them.
    func path(below prefixes: [String]) -> String? {
        for prefix in prefixes where path.hasPrefix(prefix + "/") {
            return String(path.dropFirst(prefix.count))
        }
        return nil
    }

    private static func decoded(_ text: some StringProtocol, plusIsSpace: Bool) -> String {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = hexDigit(bytes[index + 1]), let low = hexDigit(bytes[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                let isSpace = plusIsSpace && bytes[index] == UInt8(ascii: "+")
                decoded.append(isSpace ? UInt8(ascii: " ") : bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension TransportRequest {
    /// The key of `Authorization: Bearer <key>`.
    var bearerKey: String? {
        guard let value = headers["Authorization"], value.lowercased().hasPrefix("bearer ") else { return nil }
        return String(value.dropFirst(7))
    }
}
