public import UsageKit

extension Marlow {
    /// The listing of calls, newest first (`GET /v2/calls`).
    static let calls = CustomProvider.Listing<Call>(
        "calls", of: .marlow, path: "/calls", rows: "calls",
        paging: .cursor("cursor", in: "next", hasMore: "has_more"),
        pageSize: .init("limit", in: 1...200),
        window: .init(start: "since", end: "until"),
        order: .descending,
        filters: [.init("model", shownIn: "model")])

    /// Reads calls that were saved.
    public static let replay = calls.replay

    /// A client of Marlow.
    public struct Client: Sendable {
        private let client: CustomProvider.Client

        /// Creates a client.
        public init(
            apiKey: String, configuration: ClientConfiguration = ClientConfiguration()
        ) throws(UsageError) {
            client = try CustomProvider.Client(
                .marlow, origin: "https://api.marlow.example", prefix: "/v2", apiKey: apiKey,
                keyField: "X-Marlow-Key", configuration: configuration)
        }

        /// Returns the walk over the calls of a window.
        public func calls(in window: TimeWindow, model: String? = nil, pageSize: Int? = nil) -> Walk<Call> {
            client.walk(
                Marlow.calls, in: window, matching: model.map { [(name: "model", value: $0)] } ?? [],
                pageSize: pageSize)
        }
    }
}
