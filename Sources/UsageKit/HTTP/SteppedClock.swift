/// A clock that a test moves, and whose sleeps take no time: a sleep to a deadline would reach it at once.
package protocol SteppedClock: Clock<Duration> {
    /// Runs an action once when the clock is advanced to an instant after this duration.
    ///
    /// - Returns: Removes the action.
    func schedule(after duration: Duration, _ action: @escaping @Sendable () -> Void) -> @Sendable () -> Void
}
