public import UsageKit

/// Several accounts of one provider at one address: the key of a request decides which ledger answers it.
///
/// Each tenant is a fake with its own rows, plan, behaviour and requests. A request with a key that no tenant has is
/// answered by the first one, which refuses it as its provider does.
public final class FakeTenants<Fake: ProviderFake>: HTTPTransport {
    /// The tenants, in the order in which they were given.
    public let tenants: [Fake]

    /// Creates the accounts.
    ///
    /// - Precondition: There is a tenant, and no two have the same key.
    /// - Parameter tenants: A fake for each account, each with a key of its own.
    public init(_ tenants: [Fake]) {
        precondition(!tenants.isEmpty, "expected at least one tenant")
        precondition(
            Set(tenants.map(\.apiKey)).count == tenants.count, "expected a key of its own for each tenant: pass apiKey")
        self.tenants = tenants
    }

    /// The tenant with a key.
    public subscript(key: String) -> Fake? {
        tenants.first { $0.apiKey == key } ?? tenants.first { $0.knows(key: key) }
    }

    /// Answers a request as the tenant does whose key it has.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await wireAnswer(to: request).response()
    }
}

extension FakeTenants: WireTransport {
    func wireAnswer(to request: TransportRequest) async throws -> WireAnswer {
        let key = request.headers["X-Api-Key"] ?? request.bearerKey
        return try await (key.flatMap { self[$0] } ?? tenants[0]).answer(to: request)
    }
}
