import Foundation
import UsageKit

/// All texts that a value shows to a log, a debugger, a crash report or an encoder.
struct Exposure {
    private(set) var texts: [String] = []
    private var known: Set<ObjectIdentifier> = []
    private static let maximumDepth = 24

    init(of value: Any) {
        add(value)
        collect(value, depth: 0)
    }

    private mutating func add(_ value: Any) {
        var dumped = ""
        dump(value, to: &dumped)
        texts += ["\(value)", String(describing: value), String(reflecting: value), dumped]
        if let value = value as? any CustomDebugStringConvertible { texts.append(value.debugDescription) }
        if let error = value as? any Error {
            let bridged = error as NSError
            texts += [error.localizedDescription, bridged.description, "\(bridged.userInfo)", bridged.domain]
        }
        if let value = value as? any Encodable, let data = try? JSONEncoder().encode(value) {
            texts.append(String(decoding: data, as: UTF8.self))
        }
    }

    /// Collects the texts of every mirror, including those of superclasses, visiting each object once.
    private mutating func collect(_ value: Any, depth: Int) {
        guard depth < Self.maximumDepth else { return }
        if type(of: value) is AnyClass {
            guard known.insert(ObjectIdentifier(value as AnyObject)).inserted else { return }
        }
        var mirror: Mirror? = Mirror(reflecting: value)
        while let current = mirror {
            for child in current.children {
                texts += [child.label ?? "", "\(child.value)", String(reflecting: child.value)]
                if let error = child.value as? any Error { texts.append(error.localizedDescription) }
                collect(child.value, depth: depth + 1)
            }
            mirror = current.superclassMirror
        }
    }

    /// The texts that contain one of the secrets, or its base64 form.
    func texts(with secrets: [String]) -> [String] {
        let forbidden = secrets.map { Data($0.utf8) }.flatMap { [$0, Data($0.base64EncodedString().utf8)] }
        return texts.filter { text in
            let text = Data(text.utf8)
            return forbidden.contains { text.range(of: $0) != nil }
        }
    }
}

/// Hides a transport of the tests, which holds the key itself, from the mirrors of a client.
struct Veil: HTTPTransport {
    private let answer: @Sendable (TransportRequest) async throws -> TransportResponse

    init(_ transport: any HTTPTransport) {
        answer = { try await transport.send($0) }
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse { try await answer(request) }
}
