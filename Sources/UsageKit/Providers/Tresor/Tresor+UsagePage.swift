extension Tresor {
    /// The pages of `GET /v1/usage`.
    enum UsagePage {
        static let format = PageFormat(
            rows: "data", total: "total_count", pageSize: "limit", offset: "offset", rowMembers: ["id", "created_at"])
    }
}
