import AsyncHTTPClient
import AsyncHTTPTransport
import Foundation
import NIOSSL
import Testing
import UsageKit

private enum OpenSSL {
    /// The path of the command; nil if it is not installed.
    static let command = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
}

@Suite(
    .enabled(if: OpenSSL.command != nil, "needs the openssl command, which is not installed"),
    .timeLimit(.minutes(60)))
struct TrustTests {
    /// Sends a request to a server with a self-signed certificate.
    private func send(named name: String, trusting: Bool) async throws -> TransportResponse {
        let folder = FileManager.default.temporaryDirectory.appending(path: "usage-kit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let maker = Process()
        maker.executableURL = URL(filePath: try #require(OpenSSL.command))
        maker.currentDirectoryURL = folder
        maker.arguments = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=\(name)"]
        maker.arguments? += ["-addext", "subjectAltName=DNS:\(name)", "-keyout", "key.pem", "-out", "cert.pem"]
        maker.standardError = FileHandle.nullDevice
        try maker.run()
        maker.waitUntilExit()
        try #require(maker.terminationStatus == 0)

        let certificates = try NIOSSLCertificate.fromPEMFile(folder.appending(path: "cert.pem").path)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: folder.appending(path: "key.pem").path, format: .pem)))
        tls.applicationProtocols = ["h2", "http/1.1"]
        let server = try await RawServer(tls: NIOSSLContext(configuration: tls)) { request in
            request.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        var configuration = HTTPClient.Configuration()
        if trusting {
            configuration.tlsConfiguration = .makeClientConfiguration()
            configuration.tlsConfiguration?.trustRoots = .certificates(certificates)
        }
        let transport = AsyncHTTPClientTransport(configuration: configuration)
        return try await transport.send(server.request(headers: ["Authorization": "Bearer key"]))
    }

    /// Over HTTP/1.1, although the server prefers HTTP/2.
    @Test func sendsToATrustedServer() async throws {
        #expect(try await send(named: "localhost", trusting: true).status == 200)
    }

    @Test(arguments: [("localhost", false), ("example.com", true)])
    func refusesAnUntrustedCertificate(name: String, trusting: Bool) async throws {
        let error = await #expect(throws: UsageError.self) { try await send(named: name, trusting: trusting) }
        #expect(error?.code == .untrustedServer)
    }
}
