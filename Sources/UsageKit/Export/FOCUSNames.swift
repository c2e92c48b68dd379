/// What FOCUS calls the parties to a charge; usage APIs do not say it.
public struct FOCUSNames: Hashable, Sendable {
    /// The id of the billing account, for records without the label of an account (``UsageDimension/account``).
    public var account: String
    /// The name of the billing account; nil if it has none.
    public var accountName: String?
    /// The names of providers, also as that of the service; a provider without one has its id as its name.
    public var providers: [ProviderID: String]
    /// Who issues the invoices; nil if the provider does.
    public var invoiceIssuer: String?
    /// Who produced the service (version 1.2); nil if the provider did.
    public var publisher: String?

    /// Creates the names.
    ///
    /// - Parameters:
    ///   - account: The id of the billing account, which must not be empty.
    ///   - accountName: The name of the billing account.
    ///   - providers: The names of providers.
    ///   - invoiceIssuer: Who issues the invoices, if it is not the provider.
    ///   - publisher: Who produced the service, if it is not the provider.
    public init(
        account: String, accountName: String? = nil, providers: [ProviderID: String] = [:],
        invoiceIssuer: String? = nil,
        publisher: String? = nil
    ) {
        self.account = account
        self.accountName = accountName
        self.providers = providers
        self.invoiceIssuer = invoiceIssuer
        self.publisher = publisher
    }
}
