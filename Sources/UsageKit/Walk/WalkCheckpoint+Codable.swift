internal import Foundation

extension WalkCheckpoint: Codable {
    private enum CodingKeys: String, CodingKey {
        case version, checksum
    }

    /// Reads a checkpoint.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/checkpointMismatch`` for another version of the format, and with
    ///   ``UsageError/Code/checkpointDamaged`` for anything that was not written by ``encode(to:)``.
    public init(from decoder: any Decoder) throws {
        do {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            let version = try container.decode(Int.self, forKey: .version)
            guard version == Self.currentVersion else {
                throw UsageError(
                    .checkpointMismatch,
                    "the checkpoint has version \(version) of its format, and only version \(Self.currentVersion) can be "
                        + "read: walk again from the beginning")
            }
            let contents = try Contents(from: decoder)
            try contents.validate()
            guard try container.decode(String.self, forKey: .checksum) == contents.checksum() else {
                throw UsageError(.checkpointDamaged, "the checkpoint was changed: its checksum differs")
            }
            self.init(contents)
        } catch let error as UsageError where [.checkpointMismatch, .checkpointDamaged].contains(error.code) {
            throw error
        } catch {
            throw UsageError(.checkpointDamaged, "the checkpoint cannot be read: \(Self.reason(error))")
        }
    }

    /// Writes the checkpoint, with a checksum of all that it holds.
    public func encode(to encoder: any Encoder) throws {
        try contents.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.currentVersion, forKey: .version)
        try container.encode(try contents.checksum(), forKey: .checksum)
    }

    private static func reason(_ error: any Error) -> String {
        func text(_ problem: String, _ path: [any CodingKey]) -> String {
            path.isEmpty ? problem : "\(problem) at \(path.map(\.stringValue).joined(separator: "."))"
        }
        return switch error {
        case DecodingError.keyNotFound(let key, let context): text("\(key.stringValue) is missing", context.codingPath)
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            text("a value does not fit", context.codingPath)
        default: (error as? UsageError)?.message ?? "a value does not fit"
        }
    }
}

extension WalkCheckpoint.Contents {
    /// A digest of all members; it shows damage, not intent.
    fileprivate func checksum() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Digest.base64(Digest.sha256([UInt8](try encoder.encode(self))))
    }

    /// Throws if a walk cannot have written one of the values.
    ///
    /// Whatever is computed from a checkpoint, its numbers then lead to no overflow.
    func validate() throws(UsageError) {
        try require(
            source.provider == report.provider && source.endpoint == report.endpoint && !report.isFinished, "report")
        try require(source.window.mayBePinned(to: report.window), "window")
        try require(
            WalkOptions.possibleShards.contains(source.shards)
                && WalkOptions.possibleSpans.contains(source.lookBack ?? .zero), "plan")
        try require((0...1).contains(report.fraction ?? 0), "fraction")
        try require(report.counts.allSatisfy(\.isPossibleCount) && report.expected ?? 0 >= 0, "report")
        // A look-back comes after the shards.
        try require((0...source.shards).contains(segment), "segment")
        try require(position.isPossible && known.begun.positions.allSatisfy(\.isPossible), "position")
        try require((1...2).contains(known.pass) && known.passRows.isPossibleCount, "pass")
        try require(known.totals.isPossible && known.totals.rows <= known.passRows, "totals")
        try require(known.changedTotal.map { min($0.first, $0.later) >= 0 } ?? true, "changed total")
        try require((0...report.pages).contains(known.pagesBeforeRestart ?? 0), "number of pages before a restart")
        try require(known.consumed?.isPossibleCount ?? true, "number of consumed rows")
        try require((0...report.rows).contains(known.unreadableCharges), "number of unreadable charges")
        try require(known.damaged?.isPossible ?? true, "number of damaged texts")
        let counts = 0...report.rows
        try require(counts.contains(known.idCount), "number of ids")
        try require(known.ids.isEmpty || known.ids.count == known.idCount, "ids")
        try require((0...known.idCount).contains(known.deliveredBefore ?? 0), "number of rows before the listing")
        try require(known.lastIDs?.count ?? 0 <= PageJudge.maximumLastIDs, "last ids")
        try require(known.knownRows.isPossibleCount && known.outsideRows.isPossibleCount, "number of known rows")
        try require(known.confirmation?.isPossible ?? true, "confirmation of the end")
        try require(counts.contains(known.frontier.count), "number of the last rows")
        try require(
            known.frontier.time.map(report.window.contains) ?? (known.frontier.count == 0), "instant of the last row")
    }

    private func require(_ condition: Bool, _ name: String) throws(UsageError) {
        guard condition else {
            throw UsageError(.checkpointDamaged, "the checkpoint is damaged: its \(name) cannot be right")
        }
    }
}

extension TimeWindow {
    /// Whether a walk of this window can have had these bounds: an open end is pinned, a window of the last hours moves with
    /// the server's clock, and a day or a month that had not passed is cut at the present.
    fileprivate func mayBePinned(to pinned: TimeWindow) -> Bool {
        if start == pinned.start, end == nil || end == pinned.end { return true }
        guard let start, let end, let pinnedStart = pinned.start, let pinnedEnd = pinned.end else { return false }
        // At most a month can be cut off, and the server's clock may show another one, with more days.
        let cut = end.duration(since: start) - pinnedEnd.duration(since: pinnedStart)
        return (.seconds(-4 * 86_400) ... .seconds(32 * 86_400)).contains(cut)
    }
}

extension WalkReport {
    /// All counts; a walk that continues goes on counting from them.
    fileprivate var counts: [Int] {
        [
            pages, rows, duplicates, revised, revisedCharges, unsettled, outsideWindow, gaps, rewalks, restarts,
        ] + notes.map(\.count)
    }
}
