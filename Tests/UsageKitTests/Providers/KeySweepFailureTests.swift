import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// The same sweep for every way in which a walk can fail, with servers that repeat the key wherever they can.
@Suite(.endsSometime) struct KeySweepFailureTests {
    private static let echo = "Bearer \(KeySweepTests.key) \(KeySweepTests.secret)"

    private func expectSilence(_ value: Any, _ name: String) {
        // A client without the secret cannot recognise it in a response.
        let secrets = [KeySweepTests.key] + (name == "auralytik signed" ? [KeySweepTests.secret] : [])
        let found = Exposure(of: value).texts(with: secrets)
        #expect(found.isEmpty, "\(name): \(found.first?.prefix(200) ?? "")")
    }

    /// Runs every request of the subject and checks what it returns or throws.
    private func sweep(_ name: String, _ configuration: ClientConfiguration) async throws -> [UsageError.Code] {
        let subject = try KeySweepTests.subject(name, configuration)
        var codes: [UsageError.Code] = []
        for walk in subject.walks {
            let outcome = await walk()
            if let failure = outcome.failure { codes.append(failure.code) }
            expectSilence(outcome.error as Any, name)
            expectSilence(outcome.report, name)
        }
        for call in subject.calls {
            do {
                _ = try await call()
            } catch {
                expectSilence(error, name)
            }
        }
        expectSilence(subject.client, name)
        return codes
    }

    private static let headers: HTTPHeaders = [
        "Aurous-Request-Id": KeySweepTests.key, "x-request-id": KeySweepTests.key, "CF-RAY": KeySweepTests.key,
        "WWW-Authenticate": echo, "Location": "https://\(KeySweepTests.key).example.com/", "Set-Cookie": echo,
        "Retry-After": KeySweepTests.key, "Link": "<https://a/\(KeySweepTests.key)>; rel=\"successor-version\"",
    ]

    @Test(
        arguments: [302, 400, 401, 402, 403, 404, 410, 422, 429, 500, 503],
        [
            #"{"error":{"message":"\#(echo)","code":"\#(KeySweepTests.key)","request_id":"\#(KeySweepTests.secret)"}}"#,
            #"{"error":"\#(echo)"}"#, #"{"message":"\#(echo)","code":"\#(KeySweepTests.key)"}"#, "<p>\(echo)</p>", echo,
            String(repeating: "x", count: 190) + echo,
        ])
    func noRefusalShowsTheKey(status: Int, body: String) async throws {
        for name in KeySweepTests.names {
            let response = TransportResponse(status: status, headers: Self.headers, body: body)
            let stubs = Array(repeating: ScriptedTransport.Stub.response(response), count: 12)
            let codes = try await sweep(name, .test(Veil(ScriptedTransport(stubs))))
            #expect(codes.count == 2, "\(name)")
        }
    }

    @Test(arguments: [
        echo, "<html>\(echo)", #"{"data":[{"id":"\#(KeySweepTests.key)"}]}"#, #"{"\#(KeySweepTests.key)":1}"#,
        #"{"data":"\#(KeySweepTests.key)"}"#, #"{"items":[{"\#(KeySweepTests.key)":{}}]}"#,
        #"{"code":"\#(KeySweepTests.key)","message":"\#(echo)"}"#, #"{"data":[{"id":1,"\#(KeySweepTests.key)":01}]}"#,
        #"{"success":false,"error":{"code":"\#(KeySweepTests.key)","message":"\#(echo)"}}"#,
    ])
    func noPageThatCannotBeReadShowsTheKey(body: String) async throws {
        for name in KeySweepTests.names {
            let stubs = Array(repeating: ScriptedTransport.Stub.json(body), count: 12)
            let codes = try await sweep(name, .test(Veil(ScriptedTransport(stubs))))
            // Auralytik's rows keep any field, so they accept what the rows of other providers refuse.
            #expect(!codes.isEmpty, "\(name)")
        }
    }

    /// A transport that fails with an error that holds the whole request.
    private struct Leaky: HTTPTransport {
        struct Failure: LocalizedError {
            let request: TransportRequest
            let header: String
            var errorDescription: String? { header }
        }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            let header = request.headers.fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            throw Failure(request: request, header: header)
        }
    }

    @Test(arguments: KeySweepTests.names)
    func noErrorOfATransportShowsTheKey(name: String) async throws {
        #expect(try await sweep(name, .test(Veil(Leaky()))) == [.transport, .transport])
        let codes: [UsageError.Code] = [
            .transport, .deadlineExceeded, .untrustedServer, .responseTooLarge, .invalidArgument,
        ]
        for code in codes {
            var failure = UsageError(code, Self.echo)
            failure.requestID = KeySweepTests.key
            failure.providerCode = KeySweepTests.key
            failure.codingPath = KeySweepTests.key
            let stubs = Array(repeating: ScriptedTransport.Stub.failure(failure), count: 12)
            #expect(try await sweep(name, .test(Veil(ScriptedTransport(stubs)))) == [code, code])
        }
    }

    @Test(arguments: KeySweepTests.names)
    func aCancelledWalkShowsNoKey(name: String) async throws {
        let task = Task { () -> [any Error] in
            while !Task.isCancelled { await Task.yield() }
            var errors: [any Error] = []
            let subject = try KeySweepTests.subject(name, .test(ScriptedTransport()))
            for walk in subject.walks {
                if let error = await walk().error { errors.append(error) }
            }
            return errors
        }
        task.cancel()
        let errors = try await task.value
        #expect(errors.count == 2)
        for error in errors {
            #expect(error is CancellationError)
            expectSilence(error, name)
        }
    }

    /// Over a real socket; the server repeats the whole head of the request, and the transport itself is checked too.
    @Test(.sockets, arguments: KeySweepTests.names)
    func noEchoOfTheRequestShowsTheKey(name: String) async throws {
        for status in [400, 401, 429, 500] {
            let server = try FaultServer { connection, request in
                let head = request.headers.fields.map { "\($0.name): \($0.value)" }.joined(separator: "|")
                connection.write(FaultServer.response(status, ["X-Request-Id: \(head)"], "you said \(head)"))
            }
            let transport = URLSessionTransport()
            let codes = try await sweep(name, .test(transport, baseURL: server.baseURL, retry: .none))
            #expect(codes.count == 2)
            let request = try #require(server.requests.first)
            #expect(request.headers.fields.contains { $0.value.contains(KeySweepTests.key) })
            expectSilence(transport, "transport")
        }
    }
}
