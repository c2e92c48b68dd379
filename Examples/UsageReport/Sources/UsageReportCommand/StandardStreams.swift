#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#elseif canImport(Glibc)
    import Glibc
#endif

/// The standard streams of the process: descriptors 0, 1 and 2.
public enum StandardStreams {
    /// Makes failures of the streams visible as errors.
    ///
    /// Call it first in the process, before anything opens a file or a socket.
    public static func prepare() {
        // A write to a closed pipe then fails with an error instead of ending the process.
        _ = signal(SIGPIPE, SIG_IGN)
        // The same for a write beyond the size that the shell allows files to have.
        _ = signal(SIGXFSZ, SIG_IGN)
        // The system gives the lowest free descriptor to the next file or socket. If a standard stream is closed, that
        // would be a connection to a server, and the result would be sent there. The placeholder refuses all uses.
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
            _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
