extension ChatBotKit.Client {
    /// Fetches a report (`POST /report/{reportId}/fetch`).
    ///
    /// The request changes nothing, so it is repeated after a failure.
    ///
    /// - Parameters:
    ///   - id: The report.
    ///   - days: How many days it covers.
    ///   - inputs: What else the report takes, for example `userId`; which inputs a report has is not described.
    /// - Returns: The report.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func report(id: String, days: Int = 30, inputs: JSONObject = [:]) async throws -> ChatBotKit.Report {
        guard days >= 1 else { throw UsageError(.invalidArgument, "a report must cover at least a day") }
        guard inputs["periodDays"] == nil else {
            throw UsageError(.invalidArgument, "the days of a report have a parameter of their own")
        }
        let body = JSONObject([JSONObject.Member("periodDays", JSONValue(days))] + inputs.members)
        return try await document(
            ChatBotKit.Report.self, "/report/\(try HTTPClient.segment(id))/fetch", content: .asking(body))
    }

    /// Returns the walk over the reports that the platform offers (`GET /platform/report/list`), newest first unless the
    /// order says otherwise.
    ///
    /// - Parameters:
    ///   - window: When the reports were made; the service has no filter for it.
    ///   - order: The order by that time.
    ///   - pageSize: The number of reports a page, 1 to 100.
    /// - Returns: The walk.
    public func platformReports(
        in window: TimeWindow = .all, order: ListingOrder = .descending, pageSize: Int = 100
    ) -> Walk<ChatBotKit.PlatformReport> {
        let query = ChatBotKit.Filter(order: order, pageSize: pageSize)
        return Walk("reports", of: http, in: window) { (window) throws(UsageError) in
            try query.listing("/platform/report/list", in: window)
        }
    }

    /// Generates a report of the platform (`POST /platform/report/{reportId}/generate`).
    ///
    /// The request changes nothing, so it is repeated after a failure.
    ///
    /// - Parameters:
    ///   - id: The report.
    ///   - inputs: What it takes, for example `periodDays`; which inputs a report has is not described.
    /// - Returns: The report.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func generatePlatformReport(id: String, inputs: JSONObject = [:]) async throws -> ChatBotKit.Report {
        try await document(
            ChatBotKit.Report.self, "/platform/report/\(try HTTPClient.segment(id))/generate", content: .asking(inputs))
    }

    /// Generates several reports of the platform in one request (`POST /platform/report/generate`).
    ///
    /// The request changes nothing, so it is repeated after a failure.
    ///
    /// - Parameter inputs: What each report takes, by its id; at least one.
    /// - Returns: Each report that was asked for, or the error for which it could not be made.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func generatePlatformReports(
        inputs: [String: JSONObject]
    ) async throws -> [String: Result<ChatBotKit.Report, UsageError>] {
        guard !inputs.isEmpty else { throw UsageError(.invalidArgument, "no report was asked for") }
        let ids = inputs.keys.sorted { ByteString($0) < ByteString($1) }
        let body = JSONObject(ids.map { JSONObject.Member($0, .object(inputs[$0] ?? [:])) })
        let text = ErrorText(secrets: [http.authorization.fixedKey].compactMap(\.self))
        let path = "/platform/report/generate"
        let endpoint = TransportRequest(method: "POST", url: try http.baseURL.url(path: path, query: [])).endpoint
        return try await http.fetch(path, content: .asking(body), fields: dayFields) { response in
            if let refusal = ChatBotKit.UsagePage.refusal(in: response.body) { throw refusal }
            let results = try response.read { (json, envelope) throws(UsageError) in
                try envelope?.requireSuccess()
                return try NamedValues<JSONValue>(from: &json)
            }
            return Dictionary(
                uniqueKeysWithValues: ids.map { id in
                    let result = ChatBotKit.Report.result(results[id], of: id)
                    return (
                        id,
                        result.mapError {
                            $0.completed(
                                provider: .chatBotKit, endpoint: endpoint, status: response.status, text: text)
                        }
                    )
                })
        }
    }
}

extension ChatBotKit.Report {
    /// Reads one of several reports, in whose place the service may put an error.
    fileprivate static func result(_ json: JSONValue?, of id: String) -> Result<ChatBotKit.Report, UsageError> {
        guard let json else {
            return .failure(UsageError(.unexpectedShape, "the response does not have the report \(id)"))
        }
        if let error = json["error"], let refusal = UsageError.stated("the report could not be made", in: error) {
            return .failure(refusal)
        }
        if let code = json["code"]?.string, let message = json["message"]?.string {
            return .failure(ChatBotKit.UsagePage.refusal(code, message))
        }
        return Result { () throws(UsageError) in
            let report = try ChatBotKit.Report(json)
            if case .object(let object) = json { try ResponseEnvelope(object).requireContent(of: Self.self) }
            return report
        }
    }
}
