public import Foundation

/// A request for a transport.
public struct TransportRequest: Hashable, Sendable {
    /// The method, in capitals.
    public var method: String
    /// The complete URL.
    public var url: URL
    /// The header.
    public var headers: HTTPHeaders
    /// The body; empty for a GET.
    public var body: [UInt8]
    /// How long the whole attempt may take, from the call to the last byte of the response.
    public var timeout: Duration

    /// Creates a request.
    public init(
        method: String = "GET", url: URL, headers: HTTPHeaders = [:], body: [UInt8] = [],
        timeout: Duration = .seconds(60)
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }

    /// The method and the path without the query, safe for errors and logs.
    public var endpoint: String { "\(method) \(url.path)" }
}

extension TransportRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The method and the path, without the query.
    public var description: String { endpoint }

    /// The same as ``description``.
    public var debugDescription: String { endpoint }

    /// A mirror that shows only ``description``.
    public var customMirror: Mirror { Mirror(self, children: ["endpoint": endpoint]) }
}
