/// How a walk is carried out; nothing here changes which rows it delivers.
struct WalkOptions: Sendable {
    /// The limits of the walk.
    var limits = WalkLimits()
    /// How many pages are fetched ahead of the one that is being read.
    var prefetch = 0
    /// Into how many parts the window is to be cut; nil for the plan of the checkpoint, or for no cut.
    var requestedShards: Int?
    /// How much earlier than it is the present is taken to be.
    var lag = Duration.zero
    /// The length of the part at the end of the window that is to be read a second time; nil for the plan of the
    /// checkpoint, or for no such part.
    var requestedLookBack: Duration?
    /// The checkpoint after which the walk continues.
    var checkpoint: WalkCheckpoint?
    /// What pages are held to.
    var checks = PageChecks.all

    /// Into how many parts the window is cut.
    var shards: Int {
        get { requestedShards ?? checkpoint?.source.shards ?? 1 }
        set { requestedShards = newValue }
    }
    /// The length of the part at the end of the window that is read a second time.
    var lookBack: Duration? {
        get { requestedLookBack ?? checkpoint?.source.lookBack }
        set { requestedLookBack = newValue }
    }

    /// How many parts a window can be cut into.
    static let possibleShards = 1...64
    /// How long a lag or a look-back can be: 35,000 years, with which instants can be computed without overflow.
    static let possibleSpans = Duration.zero ... .seconds(1 << 40)
    /// Up to this many pages of a shard wait until the shards before it are delivered.
    static let bufferedPagesPerShard = 256
    /// Up to this many pages of a listing are in flight at the same time.
    static let maximumConcurrency = 64

    /// How many pages of a listing may be in flight at the same time if their positions can be predicted.
    var concurrency: Int { min(prefetch, Self.maximumConcurrency) }

    /// How many pages of a listing may be in flight or being decoded at the same time if cursors are read before rows
    /// are: a shard keeps a request in flight while it decodes.
    var lookahead: Int { min(max(prefetch, shards > 1 ? 2 : 0), Self.maximumConcurrency) }

    func validate() throws(UsageError) {
        guard prefetch >= 0 else {
            throw UsageError(
                .invalidArgument, "the number of pages to fetch ahead must be 0 or more, not \(prefetch)")
        }
        guard Self.possibleShards.contains(shards) else {
            throw UsageError(.invalidArgument, "the number of shards must be 1 to 64, not \(shards)")
        }
        guard Self.possibleSpans.contains(lag), Self.possibleSpans.contains(lookBack ?? .zero) else {
            throw UsageError(.invalidArgument, "the lag and the look-back must be 0 s to \(1 << 40 as Int64) s")
        }
    }
}
