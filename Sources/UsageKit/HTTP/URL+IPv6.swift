import Foundation

extension URL {
    /// The address with its IPv6 host percent-encoded, brackets included; nil for other hosts.
    ///
    /// `URLSession` on Linux, up to Swift 6.4, refuses an IPv6 host because it compares two spellings of it (issue 5496 of
    /// swift-corelibs-foundation). Encoded, both are the same, and curl decodes the host before it connects.
    var withEncodedIPv6Host: URL? {
        let text = absoluteString
        guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]"),
            text[..<open].hasSuffix("://")
        else { return nil }
        let host = PercentEncoding.encode(text[open...close].utf8)
        return URL(string: text[..<open] + host + text[text.index(after: close)...])
    }
}
