extension StoreFiles {
    /// Texts and slots that are written together; damage of them costs the rows that have them.
    private static let dictionaryPart = PackedChunk.capacity

    /// Writes contents to a new log.
    ///
    /// Each chunk of rows is a transaction, so damage of one costs no other. What the sources have comes last: a file that
    /// ends early must not have time without its rows.
    func write(_ contents: StoreContents, generation: UInt64) throws -> (DiskFile, StoreLog) {
        let header = StoreLog.Header(
            generation: generation, labels: contents.columns.labels.names.map(\.rawValue))
        let file = try create(header)
        var log = StoreLog(writing: header)
        var rows = 0
        // Each says how many rows come before its end, so that its damage costs no more than what it has.
        func commit(_ content: [StoreFrame], _ summary: StoreSummary? = nil) throws {
            if content.isEmpty { return }
            rows = summary?.rows ?? rows
            let frames = [try StoreEditor.frame(.summary, summary ?? StoreSummary(rows: rows, runs: []))] + content
            guard frames.allSatisfy({ $0.payload.count <= StoreFrame.maximumPayload }) else {
                throw UsageError(.storeNotWritten, "the texts of rows that are written together take more than 256 MB")
            }
            let bytes = log.bytes(ofNext: frames)
            try file.append(bytes)
            log.noteCommit(bytes: bytes.count)
        }
        // A source that is lost is no longer known of.
        let states = contents.sources.values.sorted { $0.number < $1.number }.map { state in
            var state = state
            state.knownSources = contents.sources.keys.sorted()
            return state
        }
        let settings = contents.settings == StoreSettings() ? [] : [try StoreEditor.frame(.settings, contents.settings)]
        let named = try states.map { state in
            var named = state.named
            named.doubt(.all)
            return try StoreEditor.frame(.source, named)
        }
        // Twice, because rows of sources that are not known do not count. What they have comes last.
        for _ in 0..<2 { try commit(settings + named) }
        for start in stride(from: 0, to: contents.restatements.count, by: Self.dictionaryPart) {
            let part = contents.restatements[start...].prefix(Self.dictionaryPart)
            try commit([try StoreEditor.frame(.restatements, Array(part))])
        }
        var sizes = RecordColumns(keeping: contents.columns.labels.names).dictionarySizes
        while case let part = contents.columns.dictionaries(from: sizes, limit: Self.dictionaryPart), !part.isEmpty {
            try commit([part.frame])
            sizes = part.end
        }
        for part in contents.parts(of: 0..<contents.count) {
            try commit([contents.rows(part).frame], contents.summary(of: part))
        }
        let marks = contents.refreshes.sorted { $0.key < $1.key }.flatMap { source, refresh in
            [
                StoreMark(.stage, source: source, refresh.staged),
                StoreMark(.confirm, source: source, refresh.confirmed.all),
            ]
        }.filter { !$0.rows.isEmpty }
        // Twice, because rows that do not count yet would count without their marks, and texts of people would come back
        // without the settings.
        if !marks.isEmpty { try commit([StoreMark.frame(marks)]) }
        try commit(
            (marks.isEmpty ? [] : [StoreMark.frame(marks)]) + settings
                + states.map { try StoreEditor.frame(.source, $0) })
        try file.synchronize()
        return (file, log)
    }
}
