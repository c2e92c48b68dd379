import Foundation
import Testing

@testable import UsageKit

/// A sample payload of a provider, as its documentation shows it.
enum Fixture {
    static func bytes(_ path: String) throws -> [UInt8] {
        let url = Bundle.module.bundleURL.appending(path: "Fixtures/\(path).json")
        return [UInt8](try Data(contentsOf: url))
    }

    static func json(_ path: String) throws -> JSONValue {
        try JSONValue(json: bytes(path))
    }

    static func response(_ path: String) throws -> TransportResponse {
        TransportResponse(status: 200, headers: ["Content-Type": "application/json"], body: try bytes(path))
    }
}
