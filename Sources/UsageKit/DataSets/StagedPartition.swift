/// A partition that is being written.
struct StagedPartition: Sendable {
    let key: PartitionKey
    var encoder: RecordEncoder
    var digest = RunningDigest()
    var rows = 0
    var byteCount = 0
    var first: Timestamp?
    var last: Timestamp?
    var unsettled = 0
    /// Whether its folder exists.
    var hasFolder = false

    init(_ key: PartitionKey, _ format: RecordFormat) throws(UsageError) {
        self.key = key
        encoder = try RecordEncoder(format, releasesMemory: true)
    }

    /// Adds a record, and returns by how many bytes more is in memory.
    mutating func append(_ record: UsageRecord) throws(UsageError) -> Int {
        let before = encoder.bufferedBytes
        try encoder.append(record)
        rows += 1
        if record.status?.isSettled == false { unsettled += 1 }
        if let time = record.time {
            first = first.map { min($0, time) } ?? time
            last = last.map { max($0, time) } ?? time
        }
        return encoder.bufferedBytes - before
    }
}
