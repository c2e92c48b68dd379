/// What a store knows of a source beside its rows.
struct SourceState: Codable, Sendable {
    /// The number of the source in the store.
    let number: Int
    /// The numbers of the sources that the store had, so that one that is lost is missed.
    var knownSources: [Int] = []
    var source: StoreSource
    /// The keys that the account was read with, as salted digests.
    var keys: [AccountIdentity] = []
    /// The windows whose rows the store has, with what the walks of each did.
    var covered: [Covered] = []
    /// Windows of which a walk showed that rows may be missing, and which were not walked to the last row since.
    private(set) var doubted: [TimeWindow] = []
    /// The rows whose time is not known.
    var untimed: [UntimedRow] = []
    /// The refresh that has not ended.
    var place: Place?
    /// The last refresh if it did not reach the last row.
    var failed: WalkReport?
    /// When the last refresh ended, by the local clock.
    var refreshedAt: Timestamp?

    /// A window whose rows the store has.
    struct Covered: Codable, Sendable {
        var window: TimeWindow
        var report: WalkReport
    }

    /// A row whose time is not known.
    struct UntimedRow: Codable, Sendable {
        var row: Int
        /// The window of the last walk that delivered it.
        var window: TimeWindow
        /// Whether a later walk of a part of that window did not deliver it: it may be gone, or have a time by now.
        var isDoubted = false
    }

    /// How far a refresh has come.
    struct Place: Codable, Sendable {
        /// The window that is walked.
        var window: TimeWindow
        var report: WalkReport
        /// The checkpoint of the walk as its JSON; nil if it must begin again.
        var checkpoint: String?
        /// Whether the store has had none of the rows that were delivered so far.
        var hasOnlyNewRows = true
        /// How many rows were new.
        var added = 0
        /// How many rows had other content than the store.
        var revised = 0
    }

    init(number: Int, source: StoreSource) {
        self.number = number
        self.source = source
    }

    /// What tells a source from others, without what the store has of it.
    var named: SourceState {
        var named = SourceState(number: number, source: source)
        (named.knownSources, named.keys) = (knownSources, keys)
        return named
    }

    /// A source of which nothing is known but that it was there.
    init(lost number: Int) {
        self.init(
            number: number,
            source: StoreSource(
                provider: ProviderID(rawValue: ""), origin: nil, endpoint: "", account: nil, fingerprint: "\(number)"))
        failed = WalkReport(
            provider: source.provider, endpoint: "", window: .all,
            stopped: WalkStop(
                .damagedStore, "what the store knew of a source is damaged; compacting the store forgets it"))
    }

    /// Whether nothing is known of the source but that it was there.
    var isLost: Bool { source.provider.rawValue.isEmpty }

    /// Whether nothing was ever read of the source.
    var wasNeverRead: Bool { covered.isEmpty && doubted.isEmpty && place == nil && refreshedAt == nil && !isLost }

    /// Whether a store can have written it.
    var isPossible: Bool {
        let numbers = 0..<1 << 20
        let counts = 0...1 << 50
        return numbers.contains(number) && knownSources.allSatisfy(numbers.contains)
            && counts.contains(place?.added ?? 0) && counts.contains(place?.revised ?? 0)
    }

    var coveredTime: TimeWindows { TimeWindows(covered.map(\.window)) }

    /// The time whose rows the store has, as far as is known.
    var wholeTime: TimeWindows {
        var time = coveredTime
        for window in doubted { time.remove(window) }
        return time
    }

    /// The time of which rows may be missing or gone.
    var doubtedTime: [TimeWindow] {
        doubted + untimed.filter(\.isDoubted).map(\.window) + (place.map { [$0.window] } ?? [])
    }

    /// Notes that rows of a window may be missing, though they go on counting.
    mutating func doubt(_ window: TimeWindow) {
        doubted = TimeWindows(doubted + [window]).windows
    }

    /// Notes that the store has all rows of a window.
    mutating func cover(_ window: TimeWindow, _ report: WalkReport) {
        doubted = doubted.flatMap { $0.parts(outside: window) }
        let time = TimeWindows(covered.map(\.window) + [window])
        // What earlier walks of this time did does not matter any more.
        let others = covered.filter { !$0.window.parts(outside: window).isEmpty }
        let parts = others + [Covered(window: window, report: report)]
        covered = time.windows.map { window in
            let reports = parts.filter { $0.window.intersection(window) != nil }.map(\.report)
            return Covered(window: window, report: WalkReport(combining: reports, window: window) ?? report)
        }
    }

    /// The windows that a refresh walks, in ascending order.
    ///
    /// - Parameters:
    ///   - target: The time that the store is to have.
    ///   - again: A window that is walked though it may be covered; nil for none.
    ///   - overlap: How much of what is covered is walked again, before the last instant that is covered.
    ///   - unsettled: The times of rows that have not ended.
    ///   - isFiltered: Whether the provider filters by time; otherwise one window is walked, since each would begin with
    ///     the newest row.
    /// - Returns: The windows; the end of the last one is open if that of the target is.
    func windows(
        for target: TimeWindow, with again: TimeWindow?, overlap: Duration, unsettled: [Timestamp], isFiltered: Bool
    ) -> [TimeWindow] {
        let known = coveredTime
        // Servers cut instants off, at milliseconds or seconds, and a row can be lost between two windows.
        let missing = wholeTime.missing(in: target).compactMap { $0.inWholeSeconds.intersection(target) }
        var parts = TimeWindows(missing + (again.map { [$0] } ?? []))
        for window in known.windows where overlap > .zero {
            // What lies after the time that is asked for needs no second look.
            guard let end = [window.end, target.end].compactMap(\.self).min(),
                target.start.map({ end >= $0 }) ?? true, window.start.map({ $0 < end }) ?? true
            else { continue }
            let start = Timestamp(seconds: end.advanced(by: .zero - overlap).seconds)
            guard let again = TimeWindow(unchecked: start, end).intersection(window) else { continue }
            // Rows that were written late are at the end of what was read at one time, which is what follows it now.
            parts.insert(again)
        }
        for window in Self.windows(around: unsettled) { parts.insert(window) }
        guard !isFiltered, let first = parts.windows.first, let end = parts.windows.last else { return parts.windows }
        return [first.hull(end)]
    }

    /// Windows that hold some instants, not more than a few: a walk over the time between two costs less than two walks.
    private static func windows(around times: [Timestamp]) -> [TimeWindow] {
        let seconds = times.map(\.seconds).sorted()
        for gap in [3600, 86_400, 30 * 86_400, .max] as [Int64] {
            var windows: [ClosedRange<Int64>] = []
            for second in seconds {
                if let last = windows.last, second - last.upperBound <= gap {
                    windows[windows.count - 1] = last.lowerBound...second
                } else {
                    windows.append(second...second)
                }
            }
            guard windows.count <= 16 else { continue }
            return windows.map {
                TimeWindow(unchecked: Timestamp(seconds: $0.lowerBound), Timestamp(seconds: $0.upperBound + 1))
            }
        }
        return []
    }

    /// Notes that rows before an instant are no longer kept.
    mutating func prune(before instant: Timestamp) {
        let pruned = TimeWindow(unchecked: nil, instant)
        uncover(pruned)
        doubted = doubted.flatMap { $0.parts(outside: pruned) }
        for index in untimed.indices {
            if let left = untimed[index].window.parts(outside: pruned).first {
                untimed[index].window = left
            } else {
                // No walk can show any more what became of it.
                untimed[index].isDoubted = false
            }
        }
    }

    /// Notes that rows of a window may be missing.
    mutating func uncover(_ window: TimeWindow) {
        covered = covered.flatMap { known in
            known.window.parts(outside: window).map { Covered(window: $0, report: known.report) }
        }
    }
}

extension TimeWindow {
    /// The window with the whole of its first and last second.
    fileprivate var inWholeSeconds: TimeWindow {
        let last = end.map { $0.nanoseconds == 0 ? $0 : Timestamp(seconds: $0.seconds).advanced(by: .seconds(1)) }
        return TimeWindow(unchecked: start.map { Timestamp(seconds: $0.seconds) }, last)
    }
}
