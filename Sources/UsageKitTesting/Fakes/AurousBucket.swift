internal import UsageKit

/// A bucket computed from events, as the overview page documents it.
struct AurousBucket {
    let start: Int64
    let seconds: Int64
    let rows: [JSONValue]
    /// Whether the figures have the tokens, as in the newest generation.
    let hasTokens: Bool

    /// The value by which events are filtered and grouped; buckets have their own names for image and video.
    static func dimension(_ name: String, of row: JSONValue) -> JSONValue? {
        guard name == "type" else { return row[name] }
        return switch row[name]?.string {
        case "image": "t2i"
        case "video": "t2v"
        default: row[name]
        }
    }

    func json(by dimensions: [String]) throws -> JSONValue {
        var groups: [String: (key: JSONObject, rows: [JSONValue])] = [:]
        if dimensions.isEmpty { groups[""] = ([:], rows) }
        for row in rows where !dimensions.isEmpty {
            let key = JSONObject(dimensions.map { JSONObject.Member($0, Self.dimension($0, of: row) ?? .null) })
            groups[JSONValue.object(key).text, default: (key, [])].rows.append(row)
        }
        // The order of groups is not documented; sorting by key makes it deterministic.
        let sorted = try groups.sorted { $0.key < $1.key }.map { group -> JSONValue in
            try ["key": .object(group.value.key), "metrics": .object(metrics(of: group.value.rows))]
        }
        return [
            "object": "usage.bucket",
            "bucket_start": .string(Timestamp(seconds: start).wireMilliseconds),
            "bucket_end": .string(Timestamp(seconds: start + seconds).wireMilliseconds),
            "groups": .array(sorted),
        ]
    }

    private func metrics(of rows: [JSONValue]) throws -> JSONObject {
        func count(_ status: String) -> JSONValue {
            .number(JSONNumber(rows.count { $0["status"]?.string == status }))
        }
        func sum(_ name: String) throws -> JSONValue {
            .number(JSONNumber(try rows.compactMap { $0[name]?.wireDecimal }.wireSum()))
        }
        // Which rows the server's quantiles cover is not documented; completed requests are the obvious reading.
        let durations = rows.filter { $0["status"]?.string == "completed" }
            .compactMap { $0["duration_ms"]?.wireInteger }.sorted()
        var metrics: JSONObject = try [
            "request_count": .number(JSONNumber(rows.count)), "successful_count": count("completed"),
            "failed_count": count("failed"), "cancelled_count": count("cancelled"),
            "credits_used": sum("credits_charged"),
            "duration_ms_p50": JSONValue(Self.quantile(50, of: durations)),
            "duration_ms_p95": JSONValue(Self.quantile(95, of: durations)),
            "image_count": sum("image_count"), "video_seconds": sum("video_seconds"),
        ]
        if hasTokens {
            metrics.append("total_input_tokens", try sum("input_tokens"))
            metrics.append("total_output_tokens", try sum("output_tokens"))
        }
        return metrics
    }

    /// Linear interpolation (Hyndman–Fan type 7), exact to the hundredth because the percentage is whole.
    private static func quantile(_ percentage: Int, of sorted: [Int]) -> ExactDecimal? {
        guard let last = sorted.last else { return nil }
        let (index, hundredths) = ((sorted.count - 1) * percentage).quotientAndRemainder(dividingBy: 100)
        let low = sorted[index]
        let high = index + 1 < sorted.count ? sorted[index + 1] : last
        return ExactDecimal(mantissa: Int128(low * 100 + (high - low) * hundredths), exponent: -2)
    }
}
