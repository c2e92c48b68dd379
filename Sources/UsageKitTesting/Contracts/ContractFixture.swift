public import UsageKit

/// A documented response of an endpoint, with the changes that a reader of it must survive.
///
/// Its sample is written from the provider's documentation, with values of its own and without the models of this
/// package, so that it can test any decoder and any server:
///
/// ```swift
/// for fixture in ContractFixture.all where fixture.provider == .tresor {
///     let failures = await fixture.failures { body in try MyModel(body).json }
///     #expect(failures.isEmpty)
/// }
/// ```
public struct ContractFixture: Sendable {
    /// The provider.
    public let provider: ProviderID
    /// The name of the endpoint, as `usage-report --endpoint` takes it.
    public let endpoint: String
    /// What sets the sample apart from others of the endpoint, for example `flat envelope`; empty for the only one.
    public let variation: String
    /// The method of the request.
    public let method: String
    /// The path of the request below the provider's prefix.
    public let path: String
    /// The body of the response.
    public let sample: JSONValue
    /// The member that holds the rows of a listing; nil for a model of its own.
    public let rows: String?
    /// The members that may be null or missing, by paths such as `data[].completed_at`.
    public let optional: [String]
    /// The members whose number may be written as a text.
    public let numbers: [String]
    /// The members that hold a word of an open set.
    public let words: [String]
    /// The members that hold an RFC 3339 instant, which may have fractions of a second or not.
    public let instants: [String]

    init(
        _ provider: ProviderID, _ endpoint: String, _ variation: String = "", method: String = "GET", path: String,
        rows: String? = nil, optional: [String] = [], numbers: [String] = [], words: [String] = [],
        instants: [String] = [], _ sample: String
    ) {
        self.provider = provider
        self.endpoint = endpoint
        self.variation = variation
        self.method = method
        self.path = path
        // A test makes sure that each sample is a document.
        self.sample = (try? JSONValue(json: Array(sample.utf8))) ?? .null
        self.rows = rows
        self.optional = optional
        self.numbers = numbers
        self.words = words
        self.instants = instants
    }
}

extension ContractFixture: CustomStringConvertible {
    /// The provider, the endpoint and the variation.
    public var description: String {
        "\(provider) \(endpoint)\(variation.isEmpty ? "" : " (\(variation))")"
    }
}
