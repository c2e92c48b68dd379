import Foundation

/// How a request is authenticated.
package enum Authorization: Sendable {
    /// `Authorization: Bearer KEY`.
    case bearer(Credential)
    /// The key alone in a header field, for example `X-Api-Key`.
    case header(String, Credential)
    /// The key in `X-Api-Key`, and an HMAC-SHA256 of time, method, path and body.
    ///
    /// The signature does not cover the query; the provider's scheme (Auralytik) leaves it out.
    case hmac(key: Credential, secret: Credential)

    /// Adds the credentials to a request, or replaces older ones.
    ///
    /// - Parameters:
    ///   - request: The request, complete except for its credentials.
    ///   - instant: The current instant, which a signature includes.
    package func sign(_ request: inout TransportRequest, at instant: Timestamp) {
        switch self {
        case .bearer(let key):
            request.headers["Authorization"] = "Bearer \(key.secret)"
        case .header(let name, let key):
            request.headers.setKey(key.secret, in: name)
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

    /// Whether the request is valid only near the instant at which it was signed.
    package var isBoundToTime: Bool {
        switch self {
        case .bearer, .header: false
        case .hmac: true
        }
    }

    /// The key by which the provider knows the account.
    package var key: Credential {
        switch self {
        case .bearer(let key), .header(_, let key), .hmac(let key, _): key
        }
    }

    /// The texts that an error must not contain, even if a server echoes them.
    package var secrets: [String] {
        switch self {
        case .bearer(let key), .header(_, let key): [key.secret]
        case .hmac(let key, let secret): [key.secret, secret.secret]
        }
    }
}

extension Authorization: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The scheme, without the key.
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
