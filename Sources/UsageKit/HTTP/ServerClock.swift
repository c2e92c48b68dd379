import Synchronization

/// The difference between the server's clock and the local one, estimated from responses.
///
/// A wrong local clock would end a walk's window at the wrong instant, make signatures invalid, and turn the date of a
/// retry into a wait of days.
package final class ServerClock: Sendable {
    /// Smaller differences are ignored: the header counts in whole seconds, and responses take time.
    private static let tolerance = Duration.seconds(2)

    private let difference = Mutex<Duration?>(nil)

    package init() {}

    /// How far the server's clock is ahead; nil if that is unknown or within the tolerance.
    package var skew: Duration? { difference.withLock { $0 } }

    /// Learns from the `Date` of a response.
    ///
    /// The server wrote the date between the two instants; a date between them does not show a difference.
    ///
    /// - Parameters:
    ///   - headers: The header. A response with an `Age` comes from a cache and is ignored.
    ///   - sent: When the request was sent, by the local clock.
    ///   - received: When the response was received, by the local clock.
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

    /// Whether two skews differ by more than the tolerance.
    static func differs(_ one: Duration?, from other: Duration?) -> Bool {
        let difference = (one ?? .zero) - (other ?? .zero)
        return max(difference, .zero - difference) > tolerance
    }
}
