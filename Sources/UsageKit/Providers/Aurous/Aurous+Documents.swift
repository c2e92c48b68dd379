extension Aurous.Client {
    /// Fetches the credits of the team (`GET /v1/balance`).
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func balance() async throws -> Aurous.Balance {
        try await http.document(Aurous.Balance.self, "/balance")
    }

    /// Fetches the team that the key belongs to (`GET /v1/team`).
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func team() async throws -> Aurous.Team {
        try await http.document(Aurous.Team.self, "/team")
    }

    /// Fetches the rate card of images and videos (`GET /v1/pricing`).
    ///
    /// - Parameter version: The version of the API whose card to fetch, a date; nil for that of the client.
    /// - Returns: The card. Each version keeps its own.
    /// - Throws: ``UsageError`` or `CancellationError`; a version that Aurous does not know is refused with the
    ///   ``UsageError/providerCode`` `unknown_version`.
    public func pricing(version: String? = nil) async throws -> Aurous.Pricing {
        let pin = try version.map { (version) throws(UsageError) in try Self.checked(version: version) }
        return try await http.document(
            Aurous.Pricing.self, "/pricing", fields: pin.map { [HTTPHeaders.Field(Self.versionField, $0)] } ?? []
        ) { (card) throws(UsageError) in
            if let pin { try UsageError.check(card.version, isAsked: pin) }
        }
    }

    /// Fetches the models of chat and embeddings with the rates of the team (`GET /v1/models`).
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func models() async throws -> [Aurous.Model] {
        try await http.documents(below: "data", "/models")
    }

    /// Asks what an image would cost (`POST /v1/images/estimate`); nothing is made or charged.
    ///
    /// - Parameter request: The body with which the image would be asked for.
    /// - Returns: The estimate.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func imageEstimate(for request: JSONObject) async throws -> Aurous.Estimate {
        try await http.document(Aurous.Estimate.self, "/images/estimate", content: .asking(request))
    }

    /// Asks what a video would cost (`POST /v1/videos/estimate`); nothing is made or charged.
    ///
    /// - Parameter request: The body with which the video would be asked for.
    /// - Returns: The estimate.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func videoEstimate(for request: JSONObject) async throws -> Aurous.Estimate {
        try await http.document(Aurous.Estimate.self, "/videos/estimate", content: .asking(request))
    }

    /// Asks what an embedding would cost (`POST /v1/embeddings/estimate`); nothing is made or charged.
    ///
    /// - Parameter request: The body with which the embedding would be asked for.
    /// - Returns: The estimate.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func embeddingEstimate(for request: JSONObject) async throws -> Aurous.EmbeddingEstimate {
        try await http.document(Aurous.EmbeddingEstimate.self, "/embeddings/estimate", content: .asking(request))
    }

    /// Fetches an image or a video with its cost (`GET /v1/images/{id}`, which Aurous documents for both).
    ///
    /// - Parameter id: The id, `img_…` or `vid_…`.
    /// - Returns: The image or the video.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func generation(id: String) async throws -> Aurous.Generation {
        try await http.document(Aurous.Generation.self, "/images/" + HTTPClient.segment(id)) {
            (generation) throws(UsageError) in
            try UsageError.check(generation.id, isAsked: id)
        }
    }

    /// Fetches what the team used since it exists (`GET /v1/usage` in its oldest published generation).
    ///
    /// - Throws: ``UsageError`` or `CancellationError`; a server of a later generation is refused with
    ///   ``UsageError/Code/otherContract``: it lists buckets (``buckets(in:matching:)``).
    public func lifetimeTotals() async throws -> Aurous.LifetimeTotals {
        let message = "the server lists buckets for this path and has no lifetime totals: walk them with buckets(in:)"
        do {
            return try await http.document(
                Aurous.LifetimeTotals.self, "/usage",
                refusal: { body in
                    (try? JSONValue(json: body))?["data"].map { _ in UsageError(.otherContract, message) }
                })
        } catch let error as UsageError where error.refuses("start_time") {
            // Only the later generations have this parameter, and require it.
            throw error.ofOtherContract(message)
        }
    }
}
