import Foundation

/// How a request proves who sends it.
package enum Authorization: Sendable {
    /// `Authorization: Bearer KEY`.
    case bearer(Credential)
    /// The key alone in a field of its own, for example `X-Api-Key`.
    case header(String, Credential)
    /// The key in `X-Api-Key` and an HMAC-SHA256 over time, method, path and body.
    ///
    /// The query is not covered: that is the provider's scheme (Auralytik).
    case hmac(key: Credential, secret: Credential)

    /// Puts the proof into a request, in place of an older one.
    ///
    /// - Parameters:
    ///   - request: The request, complete but for its proof.
    ///   - instant: The present; a signature is bound to it.
    package func sign(_ request: inout TransportRequest, at instant: Timestamp) {
        switch self {
        case .bearer(let key):
            request.headers["Authorization"] = "Bearer \(key.secret)"
        case .header(let name, let key):
            request.headers[name] = key.secret
        case .hmac(let key, let secret):
            let bodyHash = Digest.base64(Digest.sha256(request.body))
            let path = request.url.path(percentEncoded: true)
            let canonical = "\(instant.seconds).\(request.method).\(path).\(bodyHash)"
            let code = MessageAuthentication.hmacSHA256(key: Array(secret.secret.utf8), message: Array(canonical.utf8))
            request.headers["X-Api-Key"] = key.secret
            request.headers["X-Timestamp"] = String(instant.seconds)
            request.headers["X-Signature"] = Digest.base64(code)
        }
    }

    /// Whether the proof is bound to the instant at which it was made.
    package var isBoundToTime: Bool {
        switch self {
        case .bearer, .header: false
        case .hmac: true
        }
    }

    /// The texts that must not come up in an error, where a server echoes them.
    package var secrets: [String] {
        switch self {
        case .bearer(let key), .header(_, let key): [key.secret]
        case .hmac(let key, let secret): [key.secret, secret.secret]
        }
    }
}

extension Authorization: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind of proof, without the key.
    package var description: String {
        switch self {
        case .bearer: "bearer"
        case .header(let name, _): "header \(name)"
        case .hmac: "hmac"
        }
    }

    /// The same as ``description``.
    package var debugDescription: String { description }

    /// A mirror without children.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
