import Foundation
import Testing
import UsageKit

/// A response of a fake, with its body read by Foundation: an oracle that shares no code with the package.
struct FakeReply {
    let status: Int
    let headers: HTTPHeaders
    let text: String
    let body: JSONValue

    init(_ response: TransportResponse) throws {
        status = response.status
        headers = response.headers
        text = String(decoding: response.body, as: UTF8.self)
        body = try JSONDecoder().decode(Wire.self, from: Data(response.body)).value
    }

    func list(_ name: String) -> [JSONValue] {
        if case .array(let elements)? = body[name] { elements } else { [] }
    }

    private struct Wire: Decodable {
        let value: JSONValue

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                value = .null
            } else if let flag = try? container.decode(Bool.self) {
                value = .bool(flag)
            } else if let text = try? container.decode(String.self) {
                value = .string(text)
            } else if let number = try? container.decode(Decimal.self) {
                value = JSONNumber(number.description).map(JSONValue.number) ?? .null
            } else if let elements = try? container.decode([Wire].self) {
                value = .array(elements.map(\.value))
            } else {
                let members = try container.decode([String: Wire].self).sorted { $0.key < $1.key }
                value = .object(JSONObject(members.map { JSONObject.Member($0.key, $0.value.value) }))
            }
        }
    }
}

extension HTTPTransport {
    /// Sends a GET request to a path with its query, without encoding either.
    func get(_ path: String, headers: HTTPHeaders) async throws -> FakeReply {
        let url = try #require(URL(string: "https://fake.example" + path))
        return try FakeReply(await send(TransportRequest(url: url, headers: headers)))
    }
}

extension JSONValue {
    var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    var number: String? {
        if case .number(let number) = self { number.literal } else { nil }
    }

    var memberNames: [String] {
        if case .object(let object) = self { object.members.map(\.name) } else { [] }
    }
}
