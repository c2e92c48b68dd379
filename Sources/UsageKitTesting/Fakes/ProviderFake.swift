public import UsageKit

/// What all fakes have in common, for helpers that work with any of them.
public protocol ProviderFake: HTTPTransport, AnyObject {
    /// The key that the fake accepts.
    var apiKey: String { get }
    /// How the fake differs from a server without faults; setting it restarts the counts of requests and pages at 1.
    var behavior: FakeBehavior { get set }
    /// All requests so far, in order.
    var requests: [TransportRequest] { get }
    /// The faults that have not happened yet, by the requests that they are for.
    var unusedFaults: [RequestMatch] { get }
    /// Changes the ledger at once.
    func apply(_ change: FakeBehavior.Change)
    /// Whether the fake knows a key, whatever the key may do.
    func knows(key: String) -> Bool
}

extension ProviderFake {
    /// Whether this is the key that the fake accepts.
    public func knows(key: String) -> Bool { key == apiKey }
}
