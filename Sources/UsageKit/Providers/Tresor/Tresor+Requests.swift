extension Tresor.Client {
    /// Fetches the signed receipt of a request (`GET /v1/receipts/{id}`).
    ///
    /// The token is neither read nor verified: see ``Tresor/Receipt/token`` and ``Tresor/Receipt/verifiedClaims(with:by:)``.
    /// How long receipts are kept is not documented.
    ///
    /// - Parameter id: The id of the receipt, from ``Tresor/LedgerRow/receiptID`` or ``Tresor/Routing/receiptID``.
    /// - Returns: The receipt.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func receipt(id: String) async throws -> Tresor.Receipt {
        try await http.document(
            Tresor.Receipt.self, "/receipts/\(try HTTPClient.segment(id))"
        ) { (receipt) throws(UsageError) in
            guard Tresor.isSameID(receipt.id, id) else {
                throw UsageError(.mismatchedResponse, "the server answered with the receipt of another id")
            }
        }
    }

    /// Fetches the public keys with which receipts are verified (`GET /.well-known/jwks.json`).
    ///
    /// The document is at the origin of the API, not below its prefix. Keep a copy: a receipt that was signed with a key that
    /// has been replaced can be verified only with the older document.
    ///
    /// - Returns: The keys.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func receiptKeys() async throws -> Tresor.ReceiptKeys {
        try await http.withoutPrefix.document(Tresor.ReceiptKeys.self, "/.well-known/jwks.json")
    }

    /// Fetches the models that the router offers (`GET /v1/models`).
    ///
    /// - Parameters:
    ///   - region: The region, for example `eu`; nil for all.
    ///   - upstream: The provider that serves requests for the router; nil for all.
    ///   - type: The kind of requests; nil for all.
    ///   - detail: Whether to ask for ``Tresor/Model/route``, with the prices.
    /// - Returns: The models; those that show another region, provider or type than was asked for are left out.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func models(
        region: String? = nil, upstream: String? = nil, type: Tresor.Modality? = nil, detail: Bool = true
    ) async throws -> [Tresor.Model] {
        var query: [(name: String, value: String)] = detail ? [("detail", "true")] : []
        for (name, value) in [("region", region), ("provider", upstream), ("type", type?.rawValue)] {
            guard value != "" else { throw UsageError(.invalidArgument, "the filter \(name) is empty") }
            query.append(name, value)
        }
        let models = try await http.documents(Tresor.Model.self, below: "data", "/models", query: query)
        // A server may ignore a filter, so models that show another value are left out.
        func isWanted(_ value: String?, _ asked: String?) -> Bool {
            guard let value, let asked else { return true }
            return ByteString(value) == ByteString(asked)
        }
        return models.filter { model in
            guard let route = model.route else { return true }
            return isWanted(route.region, region) && isWanted(route.upstream, upstream)
                && isWanted(route.type?.rawValue, type?.rawValue)
        }
    }

    /// Walks the ledger until a row with an id (`GET /v1/usage`).
    ///
    /// The walk begins with the newest row and stops after the page with the row, so a narrow window saves requests.
    ///
    /// - Parameters:
    ///   - id: The id of the row.
    ///   - window: When the row was written.
    /// - Returns: The row; nil if the window has no such row.
    /// - Throws: ``UsageError`` or `CancellationError`; ``UsageError/Code/incompleteWalk`` if the row was not found and the
    ///   walk cannot tell that it saw all rows.
    public func row(id: String, in window: TimeWindow) async throws -> Tresor.LedgerRow? {
        try await row(in: window) { Tresor.isSameID($0.id, id) }
    }

    /// Walks the ledger until the row of a receipt (`GET /v1/usage`).
    ///
    /// The walk begins with the newest row and stops after the page with the row, so a narrow window saves requests. The
    /// response of an inference request has the id of its receipt in ``Tresor/Routing/receiptID``.
    ///
    /// - Parameters:
    ///   - receiptID: The id of the receipt.
    ///   - window: When the row was written.
    /// - Returns: The row; nil if the window has no such row.
    /// - Throws: ``UsageError`` or `CancellationError`; ``UsageError/Code/incompleteWalk`` if the row was not found and the
    ///   walk cannot tell that it saw all rows.
    public func row(receiptID: String, in window: TimeWindow) async throws -> Tresor.LedgerRow? {
        try await row(in: window) { $0.receiptID.map { Tresor.isSameID($0, receiptID) } ?? false }
    }

    private func row(
        in window: TimeWindow, where isWanted: (Tresor.LedgerRow) -> Bool
    ) async throws -> Tresor.LedgerRow? {
        var rows = usage(in: window).makeAsyncIterator()
        while let row = try await rows.next() {
            if isWanted(row) { return row }
        }
        guard let stop = rows.report.stopped else { return nil }
        var error = UsageError(.incompleteWalk, "the row was not found, and not all rows may have been seen: \(stop)")
        error.provider = .tresor
        throw error
    }
}

extension Tresor.Routing {
    /// Reads how the router answered from a response to an inference request, or from the last chunk of a stream.
    ///
    /// - Parameter response: The body, or the JSON of the chunk.
    /// - Returns: The member `tresor`; nil if it is missing or null.
    /// - Throws: ``UsageError`` with ``UsageError/Code/unexpectedShape`` and the path if the member has another form.
    public static func read(from response: JSONValue) throws(UsageError) -> Tresor.Routing? {
        guard let routing = response["tresor"], !routing.isNull else { return nil }
        do throws(UsageError) {
            return try Tresor.Routing(routing)
        } catch {
            var error = error
            error.codingPath = ["tresor", error.codingPath].compactMap(\.self).joined(separator: ".")
            error.provider = .tresor
            throw error
        }
    }
}
