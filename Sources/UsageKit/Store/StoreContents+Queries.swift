extension StoreContents {
    /// Calls a function with each row of a source that counts and is inside a window, in the order of the rows.
    ///
    /// - Parameters:
    ///   - source: The number of the source.
    ///   - window: The window.
    ///   - includesUntimed: Whether rows without a time are inside.
    ///   - body: Takes a row.
    func forEachRow(
        of source: Int, in window: TimeWindow, includingUntimed includesUntimed: Bool = false, _ body: (Int) -> Void
    ) {
        let bounds = window.nanoseconds
        forEachPart(of: source, in: bounds, includingUntimed: includesUntimed) { rows, times in
            let index = rows.lowerBound / PackedChunk.capacity
            let first = index * PackedChunk.capacity
            let retired = Set(columns.retiredRows(ofChunk: index))
            for row in rows where !retired.contains(row - first) {
                let time = times[row - first]
                if time == PackedColumn.missing ? includesUntimed : bounds.contains(time) { body(row) }
            }
        }
    }

    /// Calls a function with the rows of each chunk that are of a source, and the times of the chunk, if some of them can
    /// be inside bounds.
    private func forEachPart(
        of source: Int, in bounds: ClosedRange<Int64>, includingUntimed includesUntimed: Bool,
        _ body: (_ rows: Range<Int>, _ times: PackedChunk) -> Void
    ) {
        for (index, run) in runs.enumerated() where run.source == source {
            let end = index + 1 < runs.count ? runs[index + 1].start : count
            for chunkIndex in run.start / PackedChunk.capacity...max(end - 1, run.start) / PackedChunk.capacity {
                let times = columns.times.chunk(chunkIndex)
                let isTouched = times.range.map { $0.overlaps(bounds) } ?? false
                guard isTouched || times.hasMissing && includesUntimed else { continue }
                let first = chunkIndex * PackedChunk.capacity
                let rows = max(run.start, first)..<min(end, first + times.count)
                if !rows.isEmpty { body(rows, times) }
            }
        }
    }

    /// The instant of the last row of a source that counts and is inside a window; nil without such a row.
    func lastTime(of source: Int, in window: TimeWindow) -> Timestamp? {
        var last: Int64?
        forEachRow(of: source, in: window) { row in
            if let time = columns.time(ofRow: row) { last = max(last ?? time, time) }
        }
        return last.map { Timestamp(nanosecondsSince1970: $0) }
    }

    /// Whether rows of a source are in another one, too, by a sample of its rows: one with an id, or most of those without.
    ///
    /// - Complexity: O(*n*) in the number of rows in time that both have.
    func hasRows(of source: Int, in other: Int) -> Bool {
        guard let (one, two) = sources[source].flatMap({ one in sources[other].map { (one, $0) } }),
            one.source.provider == two.source.provider
        else { return false }
        let shared = one.coveredTime.windows.flatMap { window in
            two.coveredTime.windows.compactMap { $0.intersection(window) }
        }
        var (compared, same) = (0, 0)
        for row in sample(of: source, in: shared) {
            guard let time = columns.time(ofRow: row) else { continue }
            let instant = Timestamp(nanosecondsSince1970: time)
            let (id, record) = (ids[row].map(ByteString.init), record(ofRow: row))
            var isThere = false
            forEachRow(of: other, in: TimeWindow(unchecked: instant, instant.advanced(by: .nanoseconds(1)))) { known in
                let isSame = id.map { $0 == ids[known].map(ByteString.init) } ?? (self.record(ofRow: known) == record)
                isThere = isThere || isSame
            }
            if isThere, id != nil { return true }
            compared += 1
            same += isThere ? 1 : 0
        }
        return same > 1 && 2 * same > compared
    }

    /// Some rows of a source that count, from all parts of some windows.
    private func sample(of source: Int, in windows: [TimeWindow]) -> [Int] {
        let rows = windows.map { counts(of: source, in: $0).rows }.reduce(0, +)
        let step = max(rows / 16, 1)
        var (sample, number) = ([Int](), 0)
        for window in windows {
            forEachRow(of: source, in: window) { row in
                if number % step == 0 { sample.append(row) }
                number += 1
            }
        }
        return sample
    }

    /// The rows of a source that count and have no time.
    func untimedRows(of source: Int) -> [Int] {
        guard (0..<columns.times.chunkCount).contains(where: { columns.times.chunk($0).hasMissing }) else { return [] }
        var rows: [Int] = []
        forEachRow(of: source, in: .all, includingUntimed: true) { row in
            if columns.time(ofRow: row) == nil { rows.append(row) }
        }
        return rows
    }

    /// How many rows of a source count in a window, and how many of them have not ended.
    ///
    /// - Complexity: O(*n*) in the number of rows of chunks that are partly inside, or have rows that have not ended; O(1)
    ///   for every other chunk.
    func counts(of source: Int, in window: TimeWindow) -> (rows: Int, unsettled: Int) {
        let bounds = window.nanoseconds
        let isUnsettled = unsettledSymbols
        let hasUnsettled = isUnsettled.contains(true)
        var counts = (rows: 0, unsettled: 0)
        forEachPart(of: source, in: bounds, includingUntimed: true) { rows, times in
            let index = rows.lowerBound / PackedChunk.capacity
            let first = index * PackedChunk.capacity
            let retired = columns.retiredRows(ofChunk: index)
            let isInside = times.range.map { bounds.contains($0.lowerBound) && bounds.contains($0.upperBound) } ?? true
            if isInside, !hasUnsettled {
                counts.rows += rows.count - retired.count(where: { rows.contains(first + $0) })
                return
            }
            let statuses = columns.texts.status.symbols.chunk(index)
            var isRetired = [Bool](repeating: false, count: times.count)
            for offset in retired { isRetired[offset] = true }
            for offset in rows.lowerBound - first..<rows.upperBound - first where !isRetired[offset] {
                let time = times[offset]
                guard time == PackedColumn.missing || bounds.contains(time) else { continue }
                counts.rows += 1
                if isUnsettled[Int(statuses[offset])] { counts.unsettled += 1 }
            }
        }
        return counts
    }

    /// The times of the rows of a source that count and have not ended, as far as they have one.
    func unsettledTimes(of source: Int, in window: TimeWindow) -> [Timestamp] {
        let isUnsettled = unsettledSymbols
        guard isUnsettled.contains(true) else { return [] }
        var times: [Timestamp] = []
        forEachRow(of: source, in: window) { row in
            guard isUnsettled[Int(columns.texts.status.symbols[row])], let time = columns.time(ofRow: row) else {
                return
            }
            times.append(Timestamp(nanosecondsSince1970: time))
        }
        return times
    }

    /// For each symbol of a status, whether the request has not ended.
    private var unsettledSymbols: [Bool] {
        columns.texts.status.table.texts.map { text in text.map { !UsageStatus(rawValue: $0).isSettled } ?? false }
    }
}

extension TimeWindow {
    /// The bounds in nanoseconds since 1970, as columns keep times.
    var nanoseconds: ClosedRange<Int64> {
        // Columns have no instant beyond the bounds of their integers.
        func clamped(_ time: Timestamp) -> Int64 {
            (try? RecordNumbers.nanoseconds(time)) ?? (time.seconds < 0 ? .min + 1 : .max)
        }
        let first = start.map(clamped) ?? .min + 1
        let last = end.map { clamped($0) - 1 } ?? .max
        return first...max(first, last)
    }
}
