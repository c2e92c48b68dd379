package import Foundation

/// Where a provider's API stands: scheme, host, port and the prefix that all its paths share.
///
/// The text is judged by its own bytes, not by what `URL` makes of them: parsers disagree about backslashes, percent
/// signs and `@`, and a key must never travel to a host that another parser sees.
package struct BaseURL: Hashable, Sendable {
    /// Scheme, host and port, for example `https://api.example.com`.
    package let origin: String
    /// What precedes each path, for example `/v1`; empty or starting with a slash, never ending with one.
    package let prefix: String

    /// Takes a base URL in.
    ///
    /// - Parameters:
    ///   - text: An `https` URL, or `http` where the host is loopback.
    ///   - defaultPrefix: The prefix that the provider documents; it holds unless the text has a path of its own.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidBaseURL``, which does not repeat the text.
    package init(_ text: String, defaultPrefix: String) throws(UsageError) {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) && !Self.forbidden.contains($0) }) else {
            throw Self.refused("it holds a query, a fragment, a percent sign or a character that no base URL needs")
        }
        guard let schemeEnd = Self.schemeEnd(of: bytes) else { throw Self.refused("it is not an https URL") }
        let rest = bytes[schemeEnd...]
        let authority = rest.prefix { $0 != UInt8(ascii: "/") }
        let path = rest.dropFirst(authority.count)

        let host = try Host(authority)
        let scheme = schemeEnd == Self.https.count ? "https" : "http"
        guard scheme == "https" || host.isLoopback else { throw Self.refused("http is for loopback only") }
        origin = "\(scheme)://\(host.text)"
        let isBare = path.allSatisfy { $0 == UInt8(ascii: "/") }
        prefix = try Self.prefix(isBare ? Array(defaultPrefix.utf8) : Array(path))
    }

    /// Takes a base URL in, judged by its text.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidBaseURL``.
    package init(_ url: URL, defaultPrefix: String) throws(UsageError) {
        try self.init(url.absoluteString, defaultPrefix: defaultPrefix)
    }

    /// Returns the path of an endpoint as it goes over the wire, prefix included: what a signature covers.
    ///
    /// - Parameter path: Segments parted by slashes, not yet percent-encoded.
    /// - Returns: The path, percent-encoded, starting with a slash.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` where a segment is empty, `.` or `..`, which
    ///   would lead to another endpoint than the one named.
    package func path(to path: String) throws(UsageError) -> String {
        let segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var result = prefix
        for segment in path.utf8.first == UInt8(ascii: "/") ? segments.dropFirst() : segments[...] {
            guard !segment.isEmpty, !segment.elementsEqual(".".utf8), !segment.elementsEqual("..".utf8) else {
                throw UsageError(.invalidArgument, "a segment of the path is empty or made of dots")
            }
            result += "/" + PercentEncoding.encode(segment)
        }
        return result
    }

    /// Returns the address of an endpoint.
    ///
    /// Names and values of the query keep their order; all but the unreserved characters of RFC 3986 are
    /// percent-encoded in them, because servers read a bare `+` as a space.
    package func url(path: String, query: [(name: String, value: String)] = []) throws(UsageError) -> URL {
        var text = origin + (try self.path(to: path))
        for (position, item) in query.enumerated() {
            text += position == 0 ? "?" : "&"
            text += PercentEncoding.encode(item.name.utf8) + "=" + PercentEncoding.encode(item.value.utf8)
        }
        guard let url = URL(string: text) else {
            throw UsageError(.invalidArgument, "the path and the query do not make an address")
        }
        return url
    }
}

extension BaseURL: CustomStringConvertible {
    /// The origin and the prefix.
    package var description: String { origin + prefix }
}

extension BaseURL {
    private static let https = Array("https://".utf8)
    private static let http = Array("http://".utf8)
    /// Bytes that are legal somewhere in a URL, but not in a base URL.
    private static let forbidden = Set(#"?#%\"<>^`{|}"#.utf8)

    private static func refused(_ reason: String) -> UsageError {
        UsageError(.invalidBaseURL, "the base URL is refused: \(reason)")
    }

    private static func schemeEnd(of bytes: [UInt8]) -> Int? {
        [https, http].first { scheme in
            bytes.count > scheme.count && zip(bytes, scheme).allSatisfy { lowercased($0) == $1 }
        }?.count
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func prefix(_ path: [UInt8]) throws(UsageError) -> String {
        let segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let withoutFirstSlash = segments.drop(while: \.isEmpty)
        var result = ""
        for segment in withoutFirstSlash.reversed().drop(while: \.isEmpty).reversed() {
            guard !segment.isEmpty, !segment.elementsEqual(".".utf8), !segment.elementsEqual("..".utf8),
                !segment.contains(UInt8(ascii: "@")), !segment.contains(UInt8(ascii: "["))
            else { throw refused("a segment of its path is empty or made of dots") }
            result += "/" + String(decoding: segment, as: UTF8.self)
        }
        return result
    }

    /// A host and a port, with nothing that another parser might read differently.
    private struct Host {
        let text: String
        let isLoopback: Bool

        init(_ authority: ArraySlice<UInt8>) throws(UsageError) {
            guard !authority.contains(UInt8(ascii: "@")) else { throw refused("it holds a user") }
            let lowered = authority.map(lowercased)
            let isLiteral = lowered.first == UInt8(ascii: "[")
            let end = isLiteral ? lowered.firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 } : nil
            let name = lowered.prefix(upTo: end ?? lowered.firstIndex(of: UInt8(ascii: ":")) ?? lowered.endIndex)
            let port = lowered.dropFirst(name.count)
            guard isLiteral ? end != nil && Self.isIPv6(name) : Self.isName(name) else {
                throw refused("its host is empty or no host name")
            }
            guard port.isEmpty || Self.isPort(port) else { throw refused("its port is not between 1 and 65535") }
            text = String(decoding: lowered, as: UTF8.self)
            let host = String(decoding: name, as: UTF8.self)
            isLoopback = host == "localhost" || host == "[::1]" || Self.isIPv4Loopback(host)
        }

        private static func isIPv6(_ name: ArraySlice<UInt8>) -> Bool {
            name.count > 3
                && name.dropFirst().dropLast().allSatisfy {
                    (0x30...0x3A).contains($0) || (0x61...0x66).contains($0) || $0 == UInt8(ascii: ".")
                }
        }

        private static func isName(_ name: ArraySlice<UInt8>) -> Bool {
            name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
                !label.isEmpty
                    && label.allSatisfy {
                        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
                            || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                    }
            }
        }

        private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
            let digits = text.dropFirst()
            guard text.first == UInt8(ascii: ":"), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return false
            }
            return UInt16(String(decoding: digits, as: UTF8.self)).map { $0 > 0 } ?? false
        }

        /// Four decimal numbers without leading zeros, the first of them 127: other spellings mean another address to
        /// some parsers.
        private static func isIPv4Loopback(_ host: String) -> Bool {
            let parts = host.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count == 4 && parts[0] == "127"
                && parts.allSatisfy { part in UInt8(part).map { String($0) == part } ?? false }
        }
    }
}
