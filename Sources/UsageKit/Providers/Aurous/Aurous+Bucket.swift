// Document declaration: .scripts/generate-rows writes Aurous+Bucket+JSON.swift from it.

extension Aurous {
    /// The server's aggregates over one span of time.
    public struct Bucket: Sendable {  // document, writes object usage.bucket
        /// The first instant inside.
        public var start: Timestamp  // bucket_start
        /// The first instant outside.
        public var end: Timestamp  // bucket_end
        /// One group for each combination of the dimensions that were asked for; a single group without dimensions.
        public var groups: [Group]  // groups
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Aurous.Bucket {
    /// The aggregates of one combination of dimensions.
    public struct Group: Sendable {  // document
        /// The dimensions and their values, under the names of the wire.
        public var key: JSONObject  // key, empty
        /// The figures.
        public var metrics: Aurous.BucketMetrics  // metrics
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Aurous.Bucket: ListedRow {
    var identity: RowIdentity { RowIdentity(id: start.description, time: nil) }

    var contentHash: UInt64 { UInt64(bitPattern: Int64(hashValue)) }

    var traits: RowTraits { [] }

    /// The pages of `GET /v1/usage`.
    static let pageFormat = PageFormat(
        rows: "data", cursor: "next_page", hasMore: "has_more", others: ["object"],
        otherContract: PageFormat.OtherContract(
            member: "total_credits_used",
            message: "the server answers with its lifetime totals and has no buckets: fetch them with lifetimeTotals()")
    )

    /// What follows a page.
    static func info(_ page: PageContents<Self>) -> PageInfo {
        PageInfo(cursorOf: page.envelope, pageFormat, parameter: "page_token")
    }
}
