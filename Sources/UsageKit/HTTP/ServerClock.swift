import Synchronization

/// How far the server's clock is ahead of the one here, as far as its responses tell.
///
/// A clock here that is wrong would end a walk's window at the wrong instant, make signatures invalid, and turn the
/// date of a retry into a wait of days.
package final class ServerClock: Sendable {
    /// Differences up to this one are ignored: the header counts in whole seconds, and responses take time.
    private static let tolerance = Duration.seconds(2)

    private let difference = Mutex<Duration?>(nil)

    package init() {}

    /// How far the server's clock is ahead; nil where it is unknown or small.
    package var skew: Duration? { difference.withLock { $0 } }

    /// Learns from the `Date` of a response.
    ///
    /// The server wrote the date between the two instants; within them it says nothing against the clock here.
    ///
    /// - Parameters:
    ///   - headers: The header. A response out of a cache, which has an `Age`, says nothing about now.
    ///   - sent: When the request was sent, by the clock here.
    ///   - received: When the response was there.
    package func learn(from headers: HTTPHeaders, sent: Timestamp, received: Timestamp) {
        guard headers["Age"] == nil, let date = headers["Date"].flatMap(HTTPDate.parse) else { return }
        let ahead = date.duration(since: received)
        let behind = date.duration(since: sent)
        let skew: Duration? =
            if ahead > Self.tolerance {
                ahead
            } else if behind < .zero - Self.tolerance {
                behind
            } else {
                nil
            }
        difference.withLock { $0 = skew }
    }

    /// Whether a skew is another than the one that a signature was made with.
    static func differs(_ one: Duration?, from other: Duration?) -> Bool {
        let difference = (one ?? .zero) - (other ?? .zero)
        return max(difference, .zero - difference) > tolerance
    }
}
