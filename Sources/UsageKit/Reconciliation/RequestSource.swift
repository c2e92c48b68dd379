/// Rows or notes of requests, by their positions.
protocol RequestSource: Sendable {
    var count: Int { get }

    /// The id of the request; nil if a row names none.
    func id(_ position: Int) -> String?
    func charge(_ position: Int) -> Money?
    func time(_ position: Int) -> Timestamp?
    /// Whether others with the same id describe other parts of the same request.
    func isPart(_ position: Int) -> Bool
}

/// Rows in memory.
struct RecordSource: RequestSource {
    let records: [UsageRecord]
    let key: RequestKey

    var count: Int { records.count }

    @inline(__always)
    func id(_ position: Int) -> String? { key.text(of: records[position]) }
    @inline(__always)
    func charge(_ position: Int) -> Money? { records[position].charge }
    @inline(__always)
    func time(_ position: Int) -> Timestamp? { records[position].time }
    @inline(__always)
    func isPart(_ position: Int) -> Bool { records[position].repeatsRequest }
}

/// Notes in memory.
struct NoteSource: RequestSource {
    let notes: [StatedRequest]

    var count: Int { notes.count }

    @inline(__always)
    func id(_ position: Int) -> String? { notes[position].requestID }
    @inline(__always)
    func charge(_ position: Int) -> Money? { notes[position].charge }
    @inline(__always)
    func time(_ position: Int) -> Timestamp? { notes[position].time }
    @inline(__always)
    func isPart(_ position: Int) -> Bool { notes[position].isPart }
}
