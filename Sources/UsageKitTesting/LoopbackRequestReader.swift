import Foundation
package import UsageKit

/// Reads the requests that come over one connection, one after the other.
package struct LoopbackRequestReader {
    /// What is wrong with a request.
    package enum Failure: Error {
        /// The connection ended, between requests or inside one.
        case ended
        /// The bytes are not a request that this server takes.
        case malformed
    }

    private static let maximumHeadBytes = 65_536
    private static let maximumBodyBytes = 16 << 20

    private let socket: LoopbackSocket
    private let origin: String
    private var buffer: [UInt8] = []

    package init(socket: LoopbackSocket, origin: String) {
        self.socket = socket
        self.origin = origin
    }

    /// Reads one request, waiting for it.
    ///
    /// - Returns: The request, and whether the connection stays open after it.
    /// - Throws: ``Failure``.
    package mutating func next() throws(Failure) -> (request: TransportRequest, keepsAlive: Bool) {
        let head = try readHead()
        var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)[...]
        let start = (lines.popFirst() ?? "").split(separator: " ", omittingEmptySubsequences: false)
        guard start.count == 3, start[1].hasPrefix("/"), start[2].hasPrefix("HTTP/1."),
            let url = URL(string: origin + start[1])
        else { throw .malformed }
        var fields: [HTTPHeaders.Field] = []
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { throw .malformed }
            fields.append(.init(String(line[..<colon]), Self.trimmed(line[line.index(after: colon)...])))
        }
        let headers = HTTPHeaders(fields)
        guard headers["Transfer-Encoding"] == nil, let length = Int(headers["Content-Length"] ?? "0"),
            (0...Self.maximumBodyBytes).contains(length)
        else { throw .malformed }
        while buffer.count < length { try fill() }
        let request = TransportRequest(
            method: String(start[0]), url: url, headers: headers, body: Array(buffer.prefix(length)))
        buffer.removeFirst(length)
        let keepsAlive = start[2] == "HTTP/1.1" && headers["Connection"]?.lowercased() != "close"
        return (request, keepsAlive)
    }

    private mutating func readHead() throws(Failure) -> String {
        var searched = 0
        while true {
            while searched + 4 <= buffer.count {
                if buffer[searched..<searched + 4].elementsEqual("\r\n\r\n".utf8) {
                    let head = String(decoding: buffer[..<searched], as: UTF8.self)
                    buffer.removeFirst(searched + 4)
                    return head
                }
                searched += 1
            }
            guard buffer.count < Self.maximumHeadBytes else { throw .malformed }
            try fill()
        }
    }

    private mutating func fill() throws(Failure) {
        let bytes = socket.read()
        guard !bytes.isEmpty else { throw .ended }
        buffer += bytes
    }

    private static func trimmed(_ text: Substring) -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
