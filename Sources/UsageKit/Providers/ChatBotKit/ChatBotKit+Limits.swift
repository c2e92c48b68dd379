extension ChatBotKit {
    /// The window of the limit `rate/poll`, in which the service counts the calls of lists.
    ///
    /// Its refusals have the code `LIMITS_REACHED` and no `Retry-After`. An exhausted quota has the same code, so the waits
    /// for the window can be in vain.
    @Sendable static func limitWindow(of error: UsageError) -> Duration? {
        error.code == .rateLimited && error.providerCode == "LIMITS_REACHED" ? .seconds(60) : nil
    }
}
