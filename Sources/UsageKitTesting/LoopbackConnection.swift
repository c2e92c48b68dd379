import Synchronization
import UsageKit

/// One connection of a ``LoopbackServer``, on a thread of its own.
struct LoopbackConnection {
    let socket: LoopbackSocket
    let origin: String
    let handler: any HTTPTransport
    let answers: PendingAnswers

    /// Answers requests until either side has had enough.
    func serve() {
        var reader = LoopbackRequestReader(socket: socket, origin: origin)
        while true {
            let request: TransportRequest
            let keepsAlive: Bool
            do {
                (request, keepsAlive) = try reader.next()
            } catch {
                if error == .malformed { write(TransportResponse(status: 400), to: "GET", keepsAlive: false) }
                return
            }
            if let handler = handler as? any HTTPStreamingTransport, request.headers["Accept"] == "application/jsonl" {
                return stream(request, by: handler)
            }
            let answer = answers.wait {
                do {
                    return try await handler.answer(to: request)
                } catch {
                    return WireAnswer(error, for: request)
                }
            }
            switch answer {
            case .response(let response):
                guard write(response, to: request.method, keepsAlive: keepsAlive), keepsAlive else { return }
            case .truncated(let response, let count):
                write(response, to: request.method, keepsAlive: false, bodyLimit: count)
                return
            case .dropped, nil: return
            }
        }
    }

    /// Writes the response chunk by chunk as the handler gives it, and closes the connection.
    private func stream(_ request: TransportRequest, by handler: any HTTPStreamingTransport) {
        let opened = Mutex<StreamedResponse?>(nil)
        let head = answers.wait {
            do {
                let response = try await handler.open(request)
                opened.withLock { $0 = response }
                return .response(TransportResponse(status: response.status, headers: response.headers))
            } catch {
                return WireAnswer(error, for: request)
            }
        }
        guard let response = opened.withLock({ $0 }) else {
            if case .response(let refusal)? = head { write(refusal, to: request.method, keepsAlive: false) }
            return
        }
        defer { response.stop() }
        var text = "HTTP/1.1 \(response.status) \(response.isSuccess ? "OK" : "Refused")\r\n"
        for field in response.headers.fields where !Self.ownFields.contains(field.name.lowercased()) {
            text += "\(field.name): \(field.value)\r\n"
        }
        text += "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        guard socket.write(Array(text.utf8)) else { return }
        while true {
            let piece = answers.wait {
                do {
                    return .response(TransportResponse(status: 200, body: try await response.next() ?? []))
                } catch {
                    return .dropped
                }
            }
            guard case .response(let bytes)? = piece else { return }
            let chunk = Array("\(String(bytes.body.count, radix: 16))\r\n".utf8) + bytes.body + Array("\r\n".utf8)
            guard socket.write(chunk), !bytes.body.isEmpty else { return }
        }
    }

    /// Writes the response in one piece: a client must never see half a header.
    ///
    /// The header gives the length of the whole body, also if only a part of it is written.
    @discardableResult
    private func write(
        _ response: TransportResponse, to method: String, keepsAlive: Bool, bodyLimit: Int = .max
    ) -> Bool {
        let response = Self.isSendable(response) ? response : TransportResponse(status: 500)
        let hasNoBody = response.status == 204 || response.status == 304
        var head = "HTTP/1.1 \(response.status) \(response.isSuccess ? "OK" : "Refused")\r\n"
        for field in response.headers.fields where !Self.ownFields.contains(field.name.lowercased()) {
            head += "\(field.name): \(field.value)\r\n"
        }
        if !hasNoBody { head += "Content-Length: \(response.body.count)\r\n" }
        head += "Connection: \(keepsAlive ? "keep-alive" : "close")\r\n\r\n"
        let body = hasNoBody || method == "HEAD" ? [] : response.body.prefix(bodyLimit)
        return socket.write(Array(head.utf8) + body)
    }

    /// The fields that this server writes itself.
    private static let ownFields: Set<String> = ["content-length", "transfer-encoding", "connection"]

    private static func isSendable(_ response: TransportResponse) -> Bool {
        (200..<600).contains(response.status)
            && response.headers.fields.allSatisfy { field in
                !field.name.isEmpty && (field.name + field.value).utf8.allSatisfy { $0 >= 0x20 || $0 == 0x09 }
            }
    }
}
