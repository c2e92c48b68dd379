extension TimeWindow {
    /// How the bounds of a window follow from the local clock.
    struct Rule: Sendable {
        /// What the local clock showed when the window was made.
        let localNow: Timestamp
        /// Whether the window has the same length at any instant and ends with it.
        let keepsLength: Bool
        /// The window for another present.
        let window: @Sendable (Timestamp) -> TimeWindow
    }

    /// Creates a window that depends on the present.
    ///
    /// - Parameters:
    ///   - localNow: What the local clock shows.
    ///   - keepsLength: Whether the window has the same length at any instant and ends with it.
    ///   - window: Returns the window for a present.
    /// - Returns: The window at the instant, which a walk can correct.
    package static func followingClock(
        at localNow: Timestamp, keepsLength: Bool, window: @escaping @Sendable (Timestamp) -> TimeWindow
    ) -> TimeWindow {
        window(localNow).following(Rule(localNow: localNow, keepsLength: keepsLength, window: window))
    }

    /// Whether the bounds follow from the local clock, so that a walk corrects them if that clock is wrong.
    package var followsClock: Bool { rule != nil }

    /// Returns the window that a walk reads: resolved once, with no bound that depends on a clock.
    ///
    /// An open end becomes the present. The end of a day or a month that has not passed does, too, so that rows that are
    /// written during the walk do not shift its pages. Other bounds are the caller's and stay.
    ///
    /// - Parameters:
    ///   - present: The present, less the lag of the walk.
    ///   - correction: How much is added to the local clock to have that present.
    /// - Returns: The window.
    package func resolved(at present: Timestamp, correction: Duration) -> TimeWindow {
        guard let rule else { return pinned(to: present) }
        let window = rule.window(rule.localNow.advanced(by: correction))
        let resolved = TimeWindow(unchecked: window.start, window.end)
        guard !rule.keepsLength, let start = resolved.start, let end = resolved.end, start < present, present < end
        else { return resolved }
        return TimeWindow(unchecked: start, present)
    }

    /// Returns the window with an open end replaced by an instant, or unchanged if the window begins after it.
    package func pinned(to now: Timestamp) -> TimeWindow {
        guard end == nil, start.map({ $0 < now }) ?? true else { return self }
        return TimeWindow(unchecked: start, now)
    }

    /// Whether a walk of this window, whose bounds may be open or follow the clock, can have led to a pinned window.
    package func canLead(to pinned: TimeWindow) -> Bool {
        guard let rule else { return start == pinned.start && (end == nil || end == pinned.end) }
        guard let start, let end, let pinnedStart = pinned.start, let pinnedEnd = pinned.end else { return false }
        if rule.keepsLength { return pinnedStart.duration(to: pinnedEnd) == start.duration(to: end) }
        // The same day or month, of which less had passed.
        return start == pinnedStart && pinnedEnd <= end
    }
}
