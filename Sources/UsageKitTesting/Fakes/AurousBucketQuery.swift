internal import UsageKit

/// A query of the buckets; a page token carries the whole query, because it is sent without other parameters.
struct AurousBucketQuery {
    let limit: Int
    private let start: Timestamp
    private let end: Timestamp
    private let width: String
    private let dimensions: [String]
    private let filters: [(name: String, values: [String])]
    private let expiry: Timestamp
    private let pageToken: String?
    /// The start of the last bucket of the page before, in seconds.
    private let lastStart: Int64?
    private let generation: Aurous.UsageGeneration

    private static let tokenKind = "buckets"
    private static let tokenVersion = "1"
    private static let widths: [(name: String, seconds: Int64)] = [
        ("1m", 60), ("5m", 300), ("15m", 900), ("1h", 3600), ("1d", 86_400), ("7d", 604_800), ("30d", 2_592_000),
    ]
    private static let allDimensions = ["type", "model", "api_key_id", "user_id", "status"]
    /// The second generation has neither the widest buckets nor models, and takes two dimensions at most.
    private static let olderWidths = ["1m", "5m", "15m", "1h", "1d", "7d"]
    private static let olderDimensions = ["status", "api_key_id", "user_id", "type"]
    private static let listFilters = ["status", "type", "model", "api_key_id", "user_id", "lora_id"]
    private static let types = ["chat", "embedding", "t2i", "t2v"]

    /// - Throws: ``AurousRefusal``.
    init(
        _ query: RequestQuery, now: Timestamp, maximumBuckets: Int,
        generation: Aurous.UsageGeneration = .bucketsWithTokens
    ) throws {
        guard let text = query["page_token"] else {
            try self.init(
                items: query, now: now, expiry: now.advanced(by: .seconds(86_400)), maximumBuckets: maximumBuckets,
                generation: generation)
            return
        }
        guard let token = OpaqueToken(text, kind: Self.tokenKind, fieldCount: 5), token.fields[0] == Self.tokenVersion,
            let expiry = Int64(token.fields[2])
        else { throw Self.invalidToken("the page token is malformed") }
        guard now < Timestamp(seconds: expiry) else { throw Self.invalidToken("token_expired") }
        let original = RequestQuery(text: token.fields[4])
        // Parameters that are sent with a token must equal those of page 1; otherwise the fingerprints do not match.
        for name in query.names where name != "page_token" {
            guard query.list(name) == original.list(name) else { throw Self.invalidToken("fingerprint mismatch") }
        }
        try self.init(
            items: original, now: now, expiry: Timestamp(seconds: expiry), maximumBuckets: maximumBuckets,
            generation: generation, pageToken: text, lastStart: Int64(token.fields[3]))
    }

    private init(
        items query: RequestQuery, now: Timestamp, expiry: Timestamp, maximumBuckets: Int,
        generation: Aurous.UsageGeneration, pageToken: String? = nil, lastStart: Int64? = nil
    ) throws {
        self.generation = generation
        let (start, end) = try AurousRules.window(in: query, now: now)
        self.start = start
        self.end = end
        limit = try AurousRules.limit(in: query, default: 24, maximum: 100)
        let span = end.seconds - start.seconds
        // The default is a day, as the reference says, or wider if that makes too many buckets, as the overview says.
        let standard = Self.widths.first { $0.seconds >= 86_400 && span / $0.seconds < maximumBuckets }
        width = query["bucket_width"] ?? standard?.name ?? "30d"
        let name = width
        guard let seconds = Self.widths.first(where: { $0.name == name })?.seconds,
            generation == .bucketsWithTokens || Self.olderWidths.contains(name)
        else {
            throw AurousRefusal("value_out_of_range", "unknown bucket_width", parameter: "bucket_width")
        }
        guard span / seconds < maximumBuckets else {
            throw AurousRefusal(
                "too_many_buckets", "the range has more than \(maximumBuckets) buckets", parameter: "bucket_width",
                hint: "use a wider bucket_width")
        }
        let known = generation == .bucketsWithTokens ? Self.allDimensions : Self.olderDimensions
        dimensions = try AurousRules.checked(query.list("group_by"), of: known, parameter: "group_by") ?? []
        guard generation == .bucketsWithTokens || dimensions.count <= 2 else {
            throw AurousRefusal("value_out_of_range", "group_by takes two dimensions", parameter: "group_by")
        }
        var filters: [(String, [String])] = []
        for name in Self.listFilters {
            guard var values = query.list(name) else { continue }
            if name == "type" {
                values = try AurousRules.checked(values, of: Self.types, parameter: name) ?? []
            }
            filters.append((name, values))
        }
        if let character = query["character_id"] { filters.append(("character_id", [character])) }
        self.filters = filters
        self.expiry = expiry
        self.pageToken = pageToken
        self.lastStart = lastStart
    }

    func page(of ledger: WireLedger, _ options: PageOptions, fillsEmptyBuckets: Bool) throws -> TransportResponse {
        let seconds = Self.widths.first { $0.name == width }?.seconds ?? 86_400
        let from = ledger.entries.partitioningIndex { $0.position.instant < end }
        var buckets: [Int64: [JSONValue]] = [:]
        for entry in ledger.entries[from...].prefix(while: { $0.position.instant >= start }) where isWanted(entry.row) {
            buckets[Self.bucketStart(entry.position.instant, seconds), default: []].append(entry.row)
        }
        if fillsEmptyBuckets {
            var bucket = Self.bucketStart(start, seconds)
            while Timestamp(seconds: bucket) < end {
                buckets[bucket, default: []] += []
                bucket += seconds
            }
        }
        let starts = buckets.keys.sorted(by: >).filter { $0 < lastStart ?? .max }
        let page = options.isEmpty ? [] : starts.prefix(options.size)
        let hasMore = starts.count > page.count || options.repeatsCursor || options.withholdsCursor
        var next: String?
        if options.withholdsCursor {
            next = nil
        } else if options.repeatsCursor {
            next = pageToken ?? token(after: nil, serial: 0)
        } else if options.isEmpty, hasMore {
            next = token(after: lastStart, serial: options.number)
        } else if hasMore {
            next = token(after: page.last, serial: 0)
        }
        let data = try page.map { start in
            try AurousBucket(
                start: start, seconds: seconds, rows: buckets[start] ?? [], hasTokens: generation == .bucketsWithTokens
            ).json(by: dimensions)
        }
        return .json([
            "object": "list", "data": .array(data), "has_more": .bool(hasMore), "next_page": JSONValue(next),
        ])
    }

    private func isWanted(_ row: JSONValue) -> Bool {
        filters.allSatisfy { name, values in
            AurousBucket.dimension(name, of: row)?.string.map(values.contains) ?? false
        }
    }

    /// A token with version, fingerprint, expiry, last bucket and query, as the pagination page lists them.
    private func token(after lastStart: Int64?, serial: Int) -> String {
        var items = [
            ("start_time", start.description), ("end_time", end.description), ("bucket_width", width),
            ("limit", String(limit)),
        ]
        if !dimensions.isEmpty { items.append(("group_by", dimensions.joined(separator: ","))) }
        for (name, values) in filters { items.append((name, values.joined(separator: ","))) }
        let query = RequestQuery.text(items)
        let fingerprint = String(OpaqueToken.hash(query), radix: 16) + "." + String(serial)
        let last = lastStart.map { String($0) } ?? ""
        return OpaqueToken([Self.tokenVersion, fingerprint, String(expiry.seconds), last, query])
            .text(kind: Self.tokenKind)
    }

    private static func bucketStart(_ instant: Timestamp, _ seconds: Int64) -> Int64 {
        instant.seconds - instant.seconds.flooredDivision(by: seconds).remainder
    }

    private static func invalidToken(_ message: String) -> AurousRefusal {
        AurousRefusal("invalid_page_token", message, parameter: "page_token")
    }
}
