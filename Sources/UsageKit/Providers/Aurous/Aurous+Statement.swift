import Foundation

extension Statement {
    /// The figures of Aurous' buckets, to be compared with its events.
    ///
    /// Buckets and events have other words. Types of inference (`t2i`, `t2v`) become those of events (`image`, `video`);
    /// several that become one are added up. Ids of keys and users have other forms in some versions of the service; where
    /// they do, a mapping is needed.
    ///
    /// Buckets of images and videos have zero tokens, and events of these types need not have any. So a zero is not compared in
    /// buckets that are grouped by these types.
    ///
    /// A figure that a bucket with requests does not state is named in ``notCompared``: always the requests and the credits,
    /// and the tokens, the requests of each status, and the latencies if another bucket states them.
    ///
    /// - Parameters:
    ///   - buckets: The buckets, all grouped by the same dimensions.
    ///   - ids: For an id of a key or a user in buckets, the one in events; ids are compared by their bytes.
    ///   - madeAt: When they were read.
    ///   - report: The report of their walk.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if a bucket is grouped by what events do not have, if
    ///   types are not known in events, an id has a form that events do not have and no mapping, an id is mapped twice, or a
    ///   bucket ends before it begins; with ``UsageError/Code/inexactNumber`` if a number needs more than 38 digits; with
    ///   ``UsageError/Code/unexpectedShape`` if a value of a group is neither a text nor null.
    public init(
        _ buckets: some Sequence<Aurous.Bucket>,
        mapping ids: some Sequence<(key: String, value: String)> = [:] as [String: String], madeAt: Timestamp? = nil,
        report: WalkReport? = nil
    ) throws(UsageError) {
        let ids = try NameMapping(ids)
        var typesWithoutTokens: Set<String> = []
        var unstated = Aurous.UnstatedFigures()
        var dimensions: [UsageDimension]?
        var entries: [Entry] = []
        var span: TimeWindow?
        for bucket in buckets {
            let window = try TimeWindow(from: bucket.start, to: bucket.end)
            span = span?.hull(window) ?? window
            for group in bucket.groups {
                let key = try Aurous.key(of: group, ids)
                let names = key.map(\.dimension)
                guard dimensions ?? names == names else {
                    throw UsageError(.invalidArgument, "the buckets are not all grouped by the same dimensions")
                }
                dimensions = names
                var entry = Entry(window: window, key: key.map(\.value))
                let type = key.first { $0.dimension == .type }?.value
                let needsNoTokens = type == "image" || type == "video"
                let figures = try group.metrics.statedFigures()
                unstated.add(figures, of: window)
                for (figure, value) in figures {
                    if needsNoTokens, value == .zero, figure == .inputTokens || figure == .outputTokens {
                        typesWithoutTokens.insert(type ?? "")
                    } else {
                        entry.set(figure, exact: value)
                    }
                }
                entries.append(entry)
            }
        }
        self.init("buckets", by: dimensions ?? [], entries: entries, madeAt: madeAt, gap: report?.gap)
        // A bucket without groups had no usage.
        window = span
        // The documented row of the event stream has neither.
        optionalFigures = [.quantity("image_count"), .quantity("video_seconds")]
        notCompared = typesWithoutTokens.sorted().map {
            "tokens of the type \($0): they are stated as 0, and events need not have any"
        }
        notCompared += unstated.sentences
    }
}

extension Aurous {
    /// The types of events by the types of inference of buckets.
    private static let types = [
        "chat": "chat", "embedding": "embedding", "image": "image", "video": "video", "t2i": "image", "i2i": "image",
        "t2v": "video", "i2v": "video",
    ]

    fileprivate static func key(
        of group: Bucket.Group, _ ids: NameMapping
    ) throws(UsageError) -> [(dimension: UsageDimension, value: String?)] {
        var key: [(dimension: UsageDimension, value: String?)] = []
        for member in group.key.members {
            let value = member.value.string
            guard value != nil || member.value.isNull else {
                throw UsageError(
                    .unexpectedShape, "expected a text or null as \(member.name) of a group, found \(member.value.text)"
                )
            }
            switch member.name {
            case "type":
                guard let value else {
                    key.append((.type, nil))
                    break
                }
                guard let type = types[value] else {
                    throw UsageError(
                        .invalidArgument, "events have no word for the type \(value), so they cannot be compared")
                }
                key.append((.type, type))
            case "model": key.append((.model, value))
            case "status": key.append((.status, value))
            case "api_key_id": key.append((.apiKey, try mapped(value, ids, "key_")))
            case "user_id": key.append((.user, try mapped(value, ids, "usr_")))
            default:
                throw UsageError(
                    .invalidArgument, "events are not grouped by \(member.name), so they cannot be compared")
            }
        }
        return key.sorted { ByteString($0.dimension.rawValue) < ByteString($1.dimension.rawValue) }
    }

    private static func mapped(
        _ id: String?, _ ids: NameMapping, _ foreign: String
    ) throws(UsageError) -> String? {
        guard let id else { return nil }
        if let known = ids[id] { return known }
        guard !id.hasPrefix(foreign) else {
            throw UsageError(
                .invalidArgument, "buckets name \(id), which events name in another way: give a mapping of these ids")
        }
        return id
    }
}

extension Aurous {
    /// The figures that buckets do not state, although they are to be expected.
    fileprivate struct UnstatedFigures {
        private static let expected: [ReconciledFigure] = [.requests, .charge(.credits)]
        private static let usual: [ReconciledFigure] = [
            .requests(.completed), .requests(.failed), .requests(.cancelled), .inputTokens, .outputTokens,
            .latency(.p50), .latency(.p95),
        ]

        private var stated: Set<ReconciledFigure> = []
        /// For each figure, the first bucket that does not state it, and how many do not.
        private var places: [ReconciledFigure: (first: TimeWindow, count: Int)] = [:]

        mutating func add(_ figures: [ReconciledFigure: ExactDecimal], of window: TimeWindow) {
            stated.formUnion(figures.keys)
            // A bucket without requests has nothing to state.
            if figures[.requests] == .zero { return }
            for figure in Self.expected + Self.usual where figures[figure] == nil {
                let known = places[figure]
                places[figure] = (known?.first ?? window, (known?.count ?? 0) + 1)
            }
        }

        /// What is not stated, each figure with its first bucket.
        var sentences: [String] {
            places.keys.sorted().compactMap { figure in
                guard let place = places[figure], Self.expected.contains(figure) || stated.contains(figure) else {
                    return nil
                }
                let others = place.count == 1 ? "" : " and \(place.count - 1) more"
                return "\(figure) of \(place.first)\(others): not stated"
            }
        }
    }
}

extension Aurous.BucketMetrics {
    /// The figures that events have as well.
    fileprivate func statedFigures() throws(UsageError) -> [ReconciledFigure: ExactDecimal] {
        var figures: [ReconciledFigure: ExactDecimal] = [:]
        figures[.requests] = requestCount.map(ExactDecimal.init)
        figures[.requests(.completed)] = successfulCount.map(ExactDecimal.init)
        figures[.requests(.failed)] = failedCount.map(ExactDecimal.init)
        figures[.requests(.cancelled)] = cancelledCount.map(ExactDecimal.init)
        figures[.inputTokens] = inputTokens.map(ExactDecimal.init)
        figures[.outputTokens] = outputTokens.map(ExactDecimal.init)
        figures[.quantity("image_count")] = imageCount.map(ExactDecimal.init)
        for (figure, value) in [
            (ReconciledFigure.charge(.credits), creditsUsed), (.quantity("video_seconds"), videoSeconds),
            (.latency(.p50), durationP50), (.latency(.p95), durationP95),
        ] {
            if let value { figures[figure] = try ExactDecimal(value) }
        }
        return figures
    }
}
