import UsageKit

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#elseif canImport(Glibc)
    import Glibc
#endif

/// The signals that ask the process to stop: SIGINT, SIGTERM and SIGHUP.
///
/// They are blocked in all threads and taken by one that waits for them, so no code runs inside a signal handler.
public struct Interruption: ~Copyable {
    /// Why a result is incomplete after one of the signals.
    static var reason: WalkStop { WalkStop(WalkStop.Code(rawValue: "interrupted"), "the command was interrupted") }

    private var signals = sigset_t()

    /// Takes the signals over.
    ///
    /// Create it on the main thread, before there are others: each thread inherits what is blocked.
    public init() {
        _ = unsafe sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] where !Self.isIgnoredHangup(number) {
            // A handler that does nothing, because the system drops a blocked signal that is ignored, and the first
            // process of a container does not even have default actions.
            var action = sigaction()
            #if canImport(Darwin)
                unsafe action.__sigaction_u.__sa_handler = { _ in }
            #else
                unsafe action.__sigaction_handler.sa_handler = { _ in }
            #endif
            _ = unsafe sigaction(number, &action, nil)
            _ = unsafe sigaddset(&signals, number)
        }
        _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Waits until one of the signals comes.
    public borrowing func wait() {
        var signals = signals
        var number: Int32 = 0
        // An error other than an interruption is not possible for a valid set; waiting goes on in any case.
        while unsafe sigwait(&signals, &number) != 0 {}
    }

    /// Whether the process was started to survive a hangup, as `nohup` does.
    ///
    /// SIGINT is not asked for: a shell ignores it for commands in the background, which may still be interrupted by it.
    private static func isIgnoredHangup(_ number: Int32) -> Bool {
        guard number == SIGHUP else { return false }
        var action = sigaction()
        guard unsafe sigaction(number, nil, &action) == 0 else { return false }
        #if canImport(Darwin)
            let handler = unsafe action.__sigaction_u.__sa_handler
        #else
            let handler = unsafe action.__sigaction_handler.sa_handler
        #endif
        return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
