public import Foundation

extension UsageError: LocalizedError {
    /// The provider, what failed and where in the document, in one line for a person.
    ///
    /// ``description`` adds what belongs into a log: the status, the request and its id.
    public var errorDescription: String? { summary }

    /// Why such a call fails, in English; nil if the message has said it all.
    public var failureReason: String? {
        if let connectionFailure { return connectionFailure.reason }
        return reasons[code]
    }

    /// What a person can do, in English; nil if nothing general can be said.
    public var recoverySuggestion: String? {
        switch retry {
        case .after(let wait): return "Try again in \(Self.text(of: wait))."
        case .later: return connectionFailure == .offline ? "Try again with a network connection." : "Try again later."
        case .never: return connectionFailure.flatMap(\.suggestion) ?? suggestions[code]
        }
    }

    /// The wait in words, rounded up to the second or, from two minutes on, to the minute.
    private static func text(of wait: Duration) -> String {
        let (whole, rest) = wait.attoseconds.flooredDivision(by: 1_000_000_000_000_000_000)
        let seconds = rest > 0 ? whole + 1 : whole
        if seconds == 1 { return "1 second" }
        return seconds < 120 ? "\(seconds) seconds" : "\((seconds + 59) / 60) minutes"
    }
}

private let reasons: [UsageError.Code: String] = [
    .invalidCredential: "A key must be visible ASCII text, without spaces and line breaks.",
    .keyUnavailable: "The app could not read its key. Try again once its keychain or vault is available.",
    .invalidBaseURL: "Keys are sent over https only, or over http to this machine.",
    .currencyMismatch: "Amounts of two currencies have no sum.",
    .missingExchangeRate: "An amount is converted by a rate of its day or an earlier one, and never without a rate.",
    .notExportable: "The format needs a value that these records lack, or takes only records that are final.",
    .inexactNumber: "The value cannot be held exactly, and nothing is rounded.",
    .malformedJSON: "The response or the file is not JSON.",
    .malformedCSV: "The file is not CSV, or one of its lines has other columns than its header.",
    .unexpectedShape: "The response or the file does not have the expected form.",
    .unauthorized: "The key is missing, wrong or revoked.",
    .forbidden: "The key does not have permission for this request.",
    .paymentRequired: "The provider asks for a payment first.",
    .notFound: "The provider does not have this address.",
    .endpointRetired: "The provider has retired this endpoint.",
    .requestRefused: "The provider refused the request.",
    .rateLimited: "The provider limits how many requests it accepts in a span of time.",
    .serverFailure: "The provider could not process the request.",
    .redirectRefused: "The provider answered with a redirect. It is not followed, because that would pass the key on.",
    .untrustedServer: "The identity of the server could not be verified.",
    .deadlineExceeded: "The time limit was reached.",
    .responseTooLarge: "The response is larger than the transport accepts.",
    .paginationStalled: "The provider sends the same page again and again.",
    .missingCursor: "The provider reports more rows, but does not say how to ask for them.",
    .checkpointMismatch: "The saved position belongs to another walk.",
    .accountMismatch: "The saved position belongs to another account, or the key was rotated.",
    .checkpointDamaged: "The saved position was changed or is incomplete.",
    .otherContract: "The provider publishes several contracts for this address, and the server speaks another one.",
    .incompleteWalk: "The walk did not reach all rows.",
    .outputInUse: "Another process is writing this file or data set.",
    .outputNotWritten: "The file or the data set could not be written.",
    .ceilingReached: "The ledger has more pages or rows than the limits of the walk allow.",
]

private let suggestions: [UsageError.Code: String] = [
    .invalidCredential: "Copy the key again, as the provider shows it.",
    .invalidBaseURL: "Check the address of the server.",
    .missingExchangeRate: "Add a rate of the currency from an earlier day.",
    .notExportable: "Leave these records out, or use another format.",
    .unauthorized: "Check the key, or create a new one at the provider.",
    .forbidden: "Use a key that may read usage and billing, or ask the owner of the account for one.",
    .paymentRequired: "Check the balance of the account at the provider.",
    .notFound: "Check the address of the server and the id that was asked for.",
    .endpointRetired: "Use the endpoint that replaces it.",
    .redirectRefused: "Use the address that the provider documents.",
    .untrustedServer: "Check the clock and the network of this machine, and the address of the server.",
    .responseTooLarge: "Ask for smaller pages, or let the transport accept larger responses.",
    .checkpointMismatch: "Begin the walk from its start, or resume it with the query that it began with.",
    .accountMismatch: "If only the key was rotated, name the account; otherwise begin the walk from its start.",
    .checkpointDamaged: "Begin the walk from its start.",
    .ceilingReached: "Raise the limits of the walk, or ask for a shorter window.",
    .unreadableFile: "Check that the file exists, that it can be read, and that nothing writes to it.",
]

extension UsageError.ConnectionFailure {
    fileprivate var reason: String? {
        switch self {
        case .nameNotFound: "The name of the server or of the proxy was not found."
        case .refused: "The server or the proxy refused the connection."
        case .broken: "The connection was lost, or the response cannot be read."
        case .offline: "There is no network connection."
        case .timedOut: "The server did not answer in time."
        case .notSent: "The request was not sent in time."
        case .tls: "No secure connection could be set up."
        case .proxyAuthentication: "The proxy asks for credentials."
        case .proxyUnusable: "The proxy cannot be used."
        case .unknownEncoding: "The response has a compression that is not known."
        default: nil
        }
    }

    fileprivate var suggestion: String? {
        switch self {
        case .tls: "Check the clock and the network of this machine, and the address of the server."
        case .proxyAuthentication: "Enter the credentials of the proxy in the settings of the system."
        case .proxyUnusable: "Check the settings of the proxy."
        default: nil
        }
    }
}
