import Foundation

/// The server that an address names: scheme, host and port.
struct HTTPOrigin: Hashable, Sendable, CustomStringConvertible {
    private let scheme: String
    private let host: String
    private let port: Int

    init(_ url: URL) {
        scheme = url.scheme?.lowercased() ?? ""
        // Foundation's URL leaves out the brackets of an IPv6 address on some systems only.
        host = (url.host ?? "").lowercased().trimming("[", "]")
        port = url.port ?? Self.defaultPort(of: scheme)
    }

    /// The host, with its port unless that is the scheme's own; safe for errors, unlike path and query.
    var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == Self.defaultPort(of: scheme) ? name : "\(name):\(port)"
    }

    private static func defaultPort(of scheme: String) -> Int { scheme == "http" ? 80 : 443 }
}

extension String {
    /// The text without a prefix and a suffix, if it has both.
    fileprivate func trimming(_ prefix: String, _ suffix: String) -> String {
        hasPrefix(prefix) && hasSuffix(suffix) ? String(dropFirst(prefix.count).dropLast(suffix.count)) : self
    }
}
