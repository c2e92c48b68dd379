public import Foundation
public import Logging
import UsageKit

/// The tenants and their providers, as a JSON file names them.
///
/// ```json
/// {"tenants": [{
///   "name": "acme",
///   "alerts": {"EUR": "25", "USD": "10.50"},
///   "providers": [{"provider": "tresor", "key": "ACME_TRESOR_KEY"}]
/// }]}
/// ```
///
/// The file holds the names of environment variables, and no keys.
public struct WarehouseConfiguration: Codable, Sendable {
    /// A tenant.
    public struct Tenant: Codable, Sendable {
        /// The label, which the database, checkpoints, logs and metrics have.
        public var name: String
        /// The amount of each currency above which today's spend is an alert.
        public var alerts: [String: String]?
        /// The tenant's accounts.
        public var providers: [Provider]

        /// Creates a tenant.
        public init(name: String, alerts: [String: String]? = nil, providers: [Provider]) {
            self.name = name
            self.alerts = alerts
            self.providers = providers
        }
    }

    /// A tenant's account at a provider.
    public struct Provider: Codable, Sendable {
        /// `aurous`, `venice`, `tresor`, `chatbotkit` or `auralytik`.
        public var provider: String
        /// The environment variable with the key.
        public var key: String
        /// The environment variable with the secret that signs requests; Auralytik only.
        public var hmacSecret: String?
        /// A server other than the documented one.
        public var baseURL: String?

        /// Creates an account.
        public init(provider: String, key: String, hmacSecret: String? = nil, baseURL: String? = nil) {
            self.provider = provider
            self.key = key
            self.hmacSecret = hmacSecret
            self.baseURL = baseURL
        }
    }

    /// The tenants.
    public var tenants: [Tenant]

    /// Creates a configuration.
    public init(tenants: [Tenant]) {
        self.tenants = tenants
    }

    /// Reads a configuration.
    ///
    /// - Throws: ``WarehouseError/configuration(_:)``.
    public init(contentsOf file: URL) throws(WarehouseError) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
        } catch {
            throw .configuration("the configuration '\(file.path)' cannot be read: \(error)")
        }
    }

    /// The bounds of all tenants.
    ///
    /// - Throws: ``WarehouseError/amountOutOfRange(_:)`` if a bound is not a decimal number.
    public func bounds(today: String? = nil) throws(WarehouseError) -> SpendBounds {
        var bounds: [String: [Currency: ExactAmount]] = [:]
        for tenant in tenants {
            for (currency, bound) in tenant.alerts ?? [:] {
                bounds[tenant.name, default: [:]][Currency(rawValue: currency)] = try ExactAmount(bound)
            }
        }
        return SpendBounds(bounds, today: today)
    }

    /// Creates the clients.
    ///
    /// Each tenant has a transport of its own, so that a slow server of one does not take the connections of another.
    ///
    /// - Parameters:
    ///   - environment: The environment with the keys.
    ///   - logger: Is told of each attempt at a request.
    /// - Returns: The sources in the order of the file.
    /// - Throws: ``WarehouseError/configuration(_:)``, or `UsageError` for a key or an address that cannot be used.
    public func sources(environment: [String: String], logger: Logger) throws -> [Source] {
        func value(_ name: String) throws(WarehouseError) -> String {
            guard let value = environment[name], !value.isEmpty else {
                throw .configuration("the environment has no '\(name)': set it to a key, or change the configuration")
            }
            return value
        }
        return try tenants.flatMap { tenant in
            let transport = URLSessionTransport()
            let observer = AttemptObserver(tenant: tenant.name, logger: logger)
            return try tenant.providers.map { provider in
                let client = ClientConfiguration(
                    baseURL: provider.baseURL, account: tenant.name, transport: transport, observer: observer.observe)
                return Source(
                    tenant: tenant.name,
                    client: try .init(
                        provider.provider, key: value(provider.key), secret: provider.hmacSecret.map(value), client))
            }
        }
    }
}

extension Source.Client {
    /// Creates the client of a provider by its name.
    ///
    /// - Throws: ``WarehouseError/configuration(_:)`` for another name, `UsageError` for a key or an address that cannot
    ///   be used.
    init(_ provider: String, key: String, secret: String?, _ configuration: ClientConfiguration) throws {
        switch ProviderID(rawValue: provider) {
        case .aurous: self = .aurous(try Aurous.Client(apiKey: key, configuration: configuration))
        case .venice: self = .venice(try Venice.Client(apiKey: key, configuration: configuration))
        case .tresor: self = .tresor(try Tresor.Client(apiKey: key, configuration: configuration))
        case .chatBotKit: self = .chatBotKit(try ChatBotKit.Client(apiKey: key, configuration: configuration))
        case .auralytik:
            if let secret {
                self = .auralytik(
                    try Auralytik.Client(apiKey: key, hmacSecret: secret, configuration: configuration))
            } else {
                self = .auralytik(try Auralytik.Client(apiKey: key, configuration: configuration))
            }
        default:
            throw WarehouseError.configuration(
                "unknown provider '\(provider)': use aurous, venice, tresor, chatbotkit or auralytik")
        }
    }
}
