package import Foundation

/// The address of a provider's API: scheme, host, port and the prefix that all its paths share.
///
/// The bytes of the text are validated, not what `URL` parses from them. Parsers disagree about backslashes, percent
/// signs and `@`, and a key must never be sent to a host that only another parser sees.
package struct BaseURL: Hashable, Sendable {
    /// Scheme, host and port, for example `https://api.example.com`.
    package let origin: String
    /// The prefix of each path, for example `/v1`; empty, or with a slash at the start and not at the end.
    package let prefix: String

    /// Parses a base URL.
    ///
    /// - Parameters:
    ///   - text: An `https` URL, or `http` if the host is loopback.
    ///   - defaultPrefix: The prefix that the provider documents, used if the text has no path.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidBaseURL``, which does not repeat the text.
    package init(_ text: String, defaultPrefix: String) throws(UsageError) {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) && !Self.forbidden.contains($0) }) else {
            throw Self.refused("it contains a query, a fragment, a percent sign or another invalid character")
        }
        guard let schemeEnd = Self.schemeEnd(of: bytes) else { throw Self.refused("it does not begin with https://") }
        let rest = bytes[schemeEnd...]
        let authority = rest.prefix { $0 != UInt8(ascii: "/") }
        let path = rest.dropFirst(authority.count)

        let host = try Host(authority)
        let scheme = schemeEnd == Self.https.count ? "https" : "http"
        guard scheme == "https" || host.isLoopback else {
            throw Self.refused("http is allowed for loopback only; use https")
        }
        origin = "\(scheme)://\(host.text)"
        let isBare = path.allSatisfy { $0 == UInt8(ascii: "/") }
        prefix = try Self.prefix(isBare ? Array(defaultPrefix.utf8) : Array(path))
    }

    /// Parses a base URL by its text.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidBaseURL``.
    package init(_ url: URL, defaultPrefix: String) throws(UsageError) {
        try self.init(url.absoluteString, defaultPrefix: defaultPrefix)
    }

    private init(origin: String, prefix: String) {
        self.origin = origin
        self.prefix = prefix
    }

    /// The address without the prefix, for documents that are not below it.
    var withoutPrefix: BaseURL { BaseURL(origin: origin, prefix: "") }

    /// Returns the path of an endpoint as sent, with the prefix; a signature covers this text.
    ///
    /// - Parameter path: Segments separated by slashes, not yet percent-encoded.
    /// - Returns: The path, percent-encoded, starting with a slash.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if a segment is empty, `.` or `..`, which
    ///   would lead to a different endpoint.
    package func path(to path: String) throws(UsageError) -> String {
        let segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var result = prefix
        for segment in path.utf8.first == UInt8(ascii: "/") ? segments.dropFirst() : segments[...] {
            guard !segment.isEmpty, !segment.elementsEqual(".".utf8), !segment.elementsEqual("..".utf8) else {
                throw UsageError(.invalidArgument, "a segment of the path is empty, . or ..")
            }
            result += "/" + PercentEncoding.encode(segment)
        }
        return result
    }

    /// Returns the address of an endpoint.
    ///
    /// The query keeps its order. All characters except the unreserved ones of RFC 3986 are percent-encoded, because
    /// servers read a bare `+` as a space.
    package func url(path: String, query: [(name: String, value: String)] = []) throws(UsageError) -> URL {
        var text = origin + (try self.path(to: path))
        for (index, item) in query.enumerated() {
            text += index == 0 ? "?" : "&"
            text += PercentEncoding.encode(item.name.utf8) + "=" + PercentEncoding.encode(item.value.utf8)
        }
        guard let url = URL(string: text) else {
            throw UsageError(.invalidArgument, "the path and the query do not form a valid URL")
        }
        return url
    }
}

extension BaseURL {
    /// The address in one spelling: without the port that the scheme has by itself.
    package var identity: String {
        let port = origin.hasPrefix("https:") ? ":443" : ":80"
        return (origin.hasSuffix(port) ? String(origin.dropLast(port.utf8.count)) : origin) + prefix
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
            else { throw refused("a segment of its path is empty, . or .., or contains @ or [") }
            result += "/" + String(decoding: segment, as: UTF8.self)
        }
        return result
    }

    /// A host and a port that every parser reads in the same way.
    private struct Host {
        let text: String
        let isLoopback: Bool

        init(_ authority: ArraySlice<UInt8>) throws(UsageError) {
            guard !authority.contains(UInt8(ascii: "@")) else { throw refused("it contains a user name") }
            let lowered = authority.map(lowercased)
            let isLiteral = lowered.first == UInt8(ascii: "[")
            let end = isLiteral ? lowered.firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 } : nil
            let name = lowered.prefix(upTo: end ?? lowered.firstIndex(of: UInt8(ascii: ":")) ?? lowered.endIndex)
            let port = lowered.dropFirst(name.count)
            let host = String(decoding: name, as: UTF8.self)
            let address = isLiteral && end != nil ? IPv6Address(host.dropFirst().dropLast()) : nil
            guard isLiteral ? address != nil : Self.isName(name) else {
                throw refused("its host is empty or not a host name")
            }
            guard port.isEmpty || Self.isPort(port) else { throw refused("its port is not between 1 and 65535") }
            // In one spelling: parsers compare hosts as texts.
            text = (address.map { "[\($0)]" } ?? host) + String(decoding: port, as: UTF8.self)
            // Not an IPv4 address inside one of IPv6: some systems connect to it as to another address.
            isLoopback = address?.isLoopback ?? (host == "localhost" || Self.isIPv4Loopback(host))
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

        /// Whether the host is four decimal numbers without leading zeros that begin with 127.
        ///
        /// Some parsers read other spellings as another address.
        private static func isIPv4Loopback(_ host: String) -> Bool {
            let parts = host.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count == 4 && parts[0] == "127"
                && parts.allSatisfy { part in UInt8(part).map { String($0) == part } ?? false }
        }
    }
}
