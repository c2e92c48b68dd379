internal import Foundation

/// Changes of what a store holds that are committed together.
struct StoreEditor {
    private(set) var contents: StoreContents
    private let firstRow: Int
    private let sizes: ColumnDictionaries.Sizes
    private var marks: [(kind: StoreMark.Kind, source: Int, rows: [Int])] = []
    private var restatements: [StoredRestatement] = []
    private var hasSettings = false
    private var changed: [Int] = []
    /// The sources before the changes.
    private let earlier: [Int: StoreSource]

    init(_ contents: consuming StoreContents) {
        earlier = contents.sources.mapValues(\.source)
        firstRow = contents.count
        sizes = contents.columns.dictionarySizes
        self.contents = contents
    }

    /// Gives the contents away.
    consuming func takeContents() -> StoreContents { contents }

    var isEmpty: Bool {
        firstRow == contents.count && marks.isEmpty && restatements.isEmpty && changed.isEmpty && !hasSettings
    }

    /// Adds a row, which counts, and returns its number.
    mutating func append(_ record: UsageRecord, source: Int) throws(UsageError) -> Int {
        try contents.append(record, source: source)
        return contents.count - 1
    }

    mutating func mark(_ kind: StoreMark.Kind, source: Int, _ rows: some Collection<Int>) {
        guard !rows.isEmpty else { return }
        for row in rows { contents.apply(kind, to: row, of: source) }
        if let last = marks.last, last.kind == kind, last.source == source {
            marks[marks.count - 1].rows += rows
        } else {
            marks.append((kind, source, Array(rows)))
        }
    }

    /// Begins a walk of a source, so that what an earlier one delivered does not matter any more.
    mutating func begin(_ source: Int) {
        guard let earlier = contents.refreshes[source] else { return }
        mark(.retire, source: source, earlier.staged)
        contents.refreshes[source] = nil
        marks.append((.begin, source, []))
    }

    mutating func add(_ added: [StoredRestatement]) {
        contents.restatements += added
        restatements += added
    }

    /// Replaces what is known of a source; if no refresh of it is under way then, the rows of one are forgotten.
    mutating func set(_ state: SourceState) {
        var state = state
        state.knownSources = Set(contents.sources.keys).union([state.number]).sorted()
        contents.sources[state.number] = state
        if state.place == nil { contents.refreshes[state.number] = nil }
        if !changed.contains(state.number) { changed.append(state.number) }
    }

    /// Replaces what is known of a source, and leaves a refresh of it as it is.
    mutating func update(_ state: SourceState) {
        let refresh = contents.refreshes[state.number]
        set(state)
        contents.refreshes[state.number] = refresh
    }

    /// The entries of the changes.
    func frames() throws -> [StoreFrame] {
        var frames: [StoreFrame] = []
        let dictionaries = contents.columns.dictionaries(from: sizes)
        if !dictionaries.isEmpty { frames.append(dictionaries.frame) }
        let parts = contents.parts(of: firstRow..<contents.count)
        if !isEmpty {
            var summary = contents.summary(of: firstRow..<contents.count)
            summary.sources = Set(changed + marks.map(\.source)).sorted()
            summary.named = changed.filter { earlier[$0] != contents.sources[$0]?.source }
                .compactMap { contents.sources[$0]?.named }
            summary.doubts = changed.flatMap { number in
                TimeWindows(contents.sources[number]?.doubtedTime ?? []).windows
                    .map { StoreSummary.Doubt(source: number, window: $0) }
            }
            for mark in marks where mark.kind == .retire || mark.kind == .activate {
                summary.touched.append(contents.run(of: mark.rows, source: mark.source))
            }
            frames.append(try Self.frame(.summary, summary))
        }
        frames += parts.map { contents.rows($0).frame }
        if !marks.isEmpty {
            frames.append(StoreMark.frame(marks.map { StoreMark($0.kind, source: $0.source, $0.rows) }))
        }
        if !restatements.isEmpty { frames.append(try Self.frame(.restatements, restatements)) }
        for number in changed { frames.append(try Self.frame(.source, contents.sources[number])) }
        return frames
    }

    /// An entry that is JSON.
    static func frame(_ kind: StoreFrame.Kind, _ value: some Encodable) throws -> StoreFrame {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return StoreFrame(kind: kind, payload: [UInt8](try encoder.encode(value)))
    }
}
