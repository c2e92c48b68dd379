/// How a walk is carried out.
///
/// Only ``lag`` has an effect on which rows a walk delivers; a limit that is reached ends the walk with an error.
public struct WalkOptions: Hashable, Sendable {
    /// The limits of the walk.
    public var limits: WalkLimits
    /// How many pages are fetched ahead of the one that is being read.
    ///
    /// Each costs the memory of its rows, and a loop that is left early has asked for pages that it does not need.
    ///
    /// If the listing is counted and has a total (Tresor, Auralytik, the retired listing of Venice), the first page
    /// tells where the others are. That many of them, and at most 64, are then in flight at the same time; with
    /// ``shards`` as many for each shard. Rows, sums and report are those of the walk page by page: a page that
    /// does not fit the one before it, because the server gave fewer rows or rows were written or deleted meanwhile, is
    /// dropped and fetched again.
    ///
    /// If pages show their cursor beside the rows (Aurous, Venice) and 2 or more pages are fetched ahead, the next page is
    /// requested before the rows of this one are decoded. The cursor that was read early is compared with the decoded
    /// page: a wrong one costs one request, whose answer is dropped, and no further page of that listing is requested early.
    ///
    /// Pages that overlap (Tresor) show each such change. Without an overlap only the total does: if as many rows are
    /// deleted as are written while two pages are in flight, a row can be missed, as it can between two pages of any
    /// walk of that listing.
    public var prefetch: Int
    /// Into how many parts the window is cut, which are walked at the same time: 1 to 64, each with a request in flight.
    ///
    /// The rows come in the same order as without shards: the pages of later shards are held until the earlier ones are
    /// delivered, up to 256 pages a shard. If pages show their cursor beside the rows, the next page is requested early,
    /// as with ``prefetch``. Only a window with a start can be cut, and only if the provider filters by time.
    ///
    /// Nil is one part, or as many as the checkpoint has after which the walk continues.
    public var shards: Int?
    /// How much earlier than it is the present is taken to be.
    ///
    /// Rows that are written late, with an instant shortly before the present, are then left to the next walk. An open end
    /// is pinned to that instant, both bounds of ``TimeWindow/last(hours:)`` are moved, so that walks at equal distances
    /// leave no gap, and a day or a month is the one of that instant: ``TimeWindow/yesterday(in:)`` shortly after midnight
    /// can be the day before. Bounds that the caller gave stay as they are.
    public var lag: Duration
    /// The length of the part at the end of the window that is read a second time, for rows that were written late.
    ///
    /// This works only if rows have ids, because new rows are told from delivered ones by their id. Nil means no such part,
    /// or that of the checkpoint after which the walk continues.
    public var lookBack: Duration?
    /// Whether text that is not UTF-8, or half of a surrogate pair, is read as U+FFFD.
    ///
    /// Otherwise the walk ends at the first page with such text. The note ``WalkNote/Code/replacedText`` counts what
    /// was replaced, with the pages. Text that decides what counts makes the walk incomplete, as
    /// ``Replay/replacingBadText()`` says of a file, and a cursor in which text was replaced ends it. What was replaced
    /// in ids before a checkpoint is not known after it: a row that comes again under such an id, and was not asked for
    /// again, makes the walk incomplete.
    public var replacesBadText: Bool
    /// What pages are held to.
    var checks = PageChecks.all

    /// Creates options.
    public init(
        limits: WalkLimits = WalkLimits(), prefetch: Int = 0, shards: Int? = nil, lag: Duration = .zero,
        lookBack: Duration? = nil, replacesBadText: Bool = false
    ) {
        self.limits = limits
        self.prefetch = prefetch
        self.shards = shards
        self.lag = lag
        self.lookBack = lookBack
        self.replacesBadText = replacesBadText
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
    var lookahead: Int { min(max(prefetch, shards ?? 1 > 1 ? 2 : 0), Self.maximumConcurrency) }

    /// Takes over the plan of a walk for what is nil here.
    mutating func follow(_ source: WalkSource) {
        shards = shards ?? source.shards
        lookBack = lookBack ?? source.lookBack
    }

    func validate() throws(UsageError) {
        guard prefetch >= 0 else {
            throw UsageError(
                .invalidArgument, "the number of pages to fetch ahead must be 0 or more, not \(prefetch)")
        }
        guard Self.possibleShards.contains(shards ?? 1) else {
            throw UsageError(.invalidArgument, "the number of shards must be 1 to 64, not \(shards ?? 1)")
        }
        guard Self.possibleSpans.contains(lag), Self.possibleSpans.contains(lookBack ?? .zero) else {
            throw UsageError(.invalidArgument, "the lag and the look-back must be 0 s to \(1 << 40 as Int64) s")
        }
    }
}
