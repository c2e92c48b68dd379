import Foundation
import UsageKit

/// An answer of the server, correct or faulty; the path of a request names the answer that it gets.
enum Fault: String, CaseIterable, Sendable {
    case echo, challenge, redirect, tooLarge, gzip, gzipBomb, truncated, reset, empty, drip, slow, limited

    /// A body of `{"ok":true}`, compressed.
    private static let gzipBody =
        Data(base64Encoded: "H4sIAAAAAAACA6tWys9WsiopKk2tBQCQX9SnCwAAAA==") ?? Data()
    /// 200,000 spaces, compressed; most of the body is one repetition.
    private static let bombBody =
        Data(base64Encoded: bombHead + String(repeating: "A", count: 256) + "AK8BMWFiEEANAwA=") ?? Data()
    private static let bombHead = "H4sIAAAAAAACA+3BMQEAAADCoCrrn9IM/kAB"

    /// The maximum size of a decompressed body that the client accepts.
    static let maximumBodyBytes = 100_000

    /// Answers a request after the number of microseconds in its query.
    func answer(_ connection: FaultServer.Connection, _ request: TransportRequest) {
        Thread.sleep(forTimeInterval: (Double(request.url.query() ?? "") ?? 0) / 1_000_000)
        switch self {
        case .echo:
            reply(connection, "200 OK", body: request.url.path)
        case .challenge:
            reply(connection, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n", body: "{}")
        case .redirect:
            reply(connection, "302 Found", "Location: http://127.0.0.1:9/\r\n", body: "gone")
        case .tooLarge:
            // Without a length, so that the body is refused while it arrives and not at its header.
            connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            let piece = [UInt8](repeating: 0x20, count: 50_000)
            for _ in 0..<20 where !connection.write(piece) { return }
        case .gzip:
            reply(connection, gzip: Self.gzipBody)
        case .gzipBomb:
            reply(connection, gzip: Self.bombBody)
        case .truncated:
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf")
        case .reset:
            connection.reset()
        case .empty:
            break
        case .drip:
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(Self.maximumBodyBytes)\r\nConnection: close\r\n\r\n")
            connection.drip(every: 0.005)
        case .slow:
            Thread.sleep(forTimeInterval: 0.1)
            reply(connection, "200 OK", body: "late")
        case .limited:
            reply(connection, "429 Too Many Requests", "Retry-After: 7\r\n", body: "{}")
        }
    }

    /// Whether an undisturbed request may end with this result.
    func allows(_ result: Result<TransportResponse, any Error>) -> Bool {
        switch (self, result) {
        case (.echo, .success(let response)): response.status == 200 && response.body.starts(with: "/echo".utf8)
        case (.gzip, .success(let response)): response.body.elementsEqual(#"{"ok":true}"#.utf8)
        case (.slow, .success(let response)): response.body.elementsEqual("late".utf8)
        case (.challenge, .success(let response)): response.status == 401
        case (.redirect, .success(let response)): response.status == 302
        case (.limited, .success(let response)): response.status == 429
        case (.tooLarge, .failure(let error)), (.gzipBomb, .failure(let error)):
            (error as? UsageError)?.code == .responseTooLarge
        case (.truncated, .failure(let error)), (.reset, .failure(let error)), (.empty, .failure(let error)):
            (error as? UsageError)?.code == .transport
        case (.drip, .failure(let error)): (error as? UsageError)?.code == .deadlineExceeded
        default: false
        }
    }

    private func reply(_ connection: FaultServer.Connection, _ status: String, _ fields: String = "", body: String) {
        let length = body.utf8.count
        connection.write(
            "HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(length)\r\nConnection: close\r\n\r\n\(body)")
    }

    private func reply(_ connection: FaultServer.Connection, gzip body: Data) {
        let head =
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        connection.write(Array(head.utf8) + body)
    }
}
