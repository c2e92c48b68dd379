extension UsageError {
    /// The kind of a failure: an open set, so a new kind can be added without breaking a caller.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        private init(_ name: String) {
            self.name = name
        }

        /// The name of the kind, from a small fixed set: safe as a label of a metric.
        public var description: String { name }

        /// A parameter is outside the range that the provider or this package accepts.
        public static let invalidArgument = Self("invalidArgument")
        /// A key is empty or holds a character that a header cannot hold.
        public static let invalidCredential = Self("invalidCredential")
        /// The closure that supplies the key failed; ``UsageError/underlyingError`` is its error.
        public static let keyUnavailable = Self("keyUnavailable")
        /// A signature is malformed, too old, or was not made with the expected key.
        public static let invalidSignature = Self("invalidSignature")
        /// A base URL is not https (or http on loopback), or holds a query, a fragment or a user.
        public static let invalidBaseURL = Self("invalidBaseURL")
        /// Amounts of two currencies were to be added.
        public static let currencyMismatch = Self("currencyMismatch")
        /// An amount was to be converted, and no rate of its currency applies on its day.
        public static let missingExchangeRate = Self("missingExchangeRate")
        /// A record lacks what a format of export demands, or is not final; the message says what.
        public static let notExportable = Self("notExportable")
        /// A number cannot be held exactly.
        public static let inexactNumber = Self("inexactNumber")

        /// The bytes are not JSON (RFC 8259).
        public static let malformedJSON = Self("malformedJSON")
        /// The bytes are not CSV (RFC 4180), or a row does not fit its header.
        public static let malformedCSV = Self("malformedCSV")
        /// The document does not have the shape that the provider documents.
        public static let unexpectedShape = Self("unexpectedShape")
        /// A file does not exist, is a directory, cannot be read, or changed while it was read.
        public static let unreadableFile = Self("unreadableFile")
        /// A text is not an RFC 3339 instant.
        public static let invalidTimestamp = Self("invalidTimestamp")

        /// The response is for another request: it names another page or another period than was asked for.
        public static let mismatchedResponse = Self("mismatchedResponse")

        /// The key is missing, wrong or revoked (401).
        public static let unauthorized = Self("unauthorized")
        /// The key does not have permission for the request (403).
        public static let forbidden = Self("forbidden")
        /// Payment is required (402).
        public static let paymentRequired = Self("paymentRequired")
        /// The address does not exist (404).
        public static let notFound = Self("notFound")
        /// The endpoint has been retired (410); the message names its successor if the provider does.
        public static let endpointRetired = Self("endpointRetired")
        /// The provider refused the request for another reason (4xx).
        public static let requestRefused = Self("requestRefused")
        /// The provider asks the client to slow down (429).
        public static let rateLimited = Self("rateLimited")
        /// The provider failed (5xx).
        public static let serverFailure = Self("serverFailure")
        /// The provider answered with a redirect; redirects are never followed.
        public static let redirectRefused = Self("redirectRefused")

        /// The connection failed or was lost.
        public static let transport = Self("transport")
        /// The server's certificate is not trusted.
        public static let untrustedServer = Self("untrustedServer")
        /// The time limit was reached.
        public static let deadlineExceeded = Self("deadlineExceeded")
        /// The response is larger than the limit.
        public static let responseTooLarge = Self("responseTooLarge")

        /// The pages repeat without bringing anything new.
        public static let paginationStalled = Self("paginationStalled")
        /// The provider reports more rows, but no cursor to them.
        public static let missingCursor = Self("missingCursor")
        /// A checkpoint belongs to another walk, or was written in another format.
        public static let checkpointMismatch = Self("checkpointMismatch")
        /// A checkpoint or a store belongs to another account, or its key was rotated and the account has no label.
        public static let accountMismatch = Self("accountMismatch")
        /// A checkpoint has values that no walk writes.
        public static let checkpointDamaged = Self("checkpointDamaged")
        /// The server speaks another of the contracts that the provider publishes for the address; the message names the
        /// call for it.
        public static let otherContract = Self("otherContract")
        /// A row was not found by a walk that is not complete, so it may exist; or a list is shorter than it promises.
        public static let incompleteWalk = Self("incompleteWalk")
        /// Another process, or another value of this one, writes the store, or its source is being refreshed.
        public static let storeInUse = Self("storeInUse")
        /// The disk is full, so nothing was added to the store, or a file was not written.
        public static let storageFull = Self("storageFull")
        /// The store could not be written for another reason, so nothing was added to it.
        public static let storeNotWritten = Self("storeNotWritten")
        /// A file of records, or a data set, is being written by another process or another value of this one.
        public static let outputInUse = Self("outputInUse")
        /// A file of records, or a data set, could not be written; each file is whole, and mostly as it was before.
        public static let outputNotWritten = Self("outputNotWritten")
        /// The store was written by a later version of this package.
        public static let newerStore = Self("newerStore")
        /// A file is not one of a store, or its beginning is damaged.
        public static let unreadableStore = Self("unreadableStore")
        /// A walk has more pages or rows than its limits allow.
        public static let ceilingReached = Self("ceilingReached")
    }
}
