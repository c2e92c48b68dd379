import Foundation

extension FaultServer {
    /// The kinds of faulty responses, and the right one.
    enum Fault: CaseIterable, Sendable {
        case silence, drip, stall, redirect, challenge, throttle, failure, truncated, badChunk, badCompression, empty
        case tooLarge, compressed, reset, resetInBody, sliced, quick

        /// The part of the response that is sent at once.
        private var text: String {
            switch self {
            case .silence, .empty, .reset: ""
            case .drip, .tooLarge: "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"
            case .stall, .truncated, .resetInBody: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
            case .redirect: "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
            case .challenge:
                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 2\r\n\r\n{}"
            case .throttle: "HTTP/1.1 429 Slow Down\r\nRetry-After: 1\r\nContent-Length: 2\r\n\r\n{}"
            case .failure: "HTTP/1.1 503 Gone Fishing\r\nContent-Length: 2\r\n\r\n{}"
            case .badChunk: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\nhello"
            case .badCompression: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"
            case .compressed: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 22\r\n\r\n"
            case .sliced, .quick: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
            }
        }

        /// Responds to a request in this way.
        func answer(_ connection: Connection) {
            switch self {
            case .silence, .stall:
                connection.write(text)
                connection.waitForEnd()
            case .drip:
                connection.write(text)
                connection.drip(every: 0.001)
            case .tooLarge:
                connection.write(text)
                for _ in 0..<20 { connection.write([UInt8](repeating: 0x20, count: 50_000)) }
            case .compressed:
                connection.write(Array(text.utf8) + Self.compressedObject)
            case .reset, .resetInBody:
                connection.write(text)
                Thread.sleep(forTimeInterval: 0.002)
                connection.reset()
            case .sliced:
                for byte in text.utf8 {
                    connection.write([byte])
                    Thread.sleep(forTimeInterval: 0.0005)
                }
            default:
                connection.write(text)
            }
        }

        /// `{}`, compressed.
        private static let compressedObject: [UInt8] = [
            0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0xFF, 0xAB, 0xAE, 0x05, 0, 0x43, 0xBF, 0xA6, 0xA3, 2, 0, 0, 0,
        ]
    }
}
