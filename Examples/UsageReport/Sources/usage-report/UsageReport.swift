import Foundation
import UsageReportCommand

@main
struct UsageReport {
    static func main() {
        StandardStreams.prepare()
        let interruption = Interruption()
        let work = Task.detached {
            let status = await Program.run(
                arguments: Array(CommandLine.arguments.dropFirst()),
                environment: ProcessInfo.processInfo.environment, console: .standard)
            // Not `exit`: it would run the destructors of libraries while other threads still use them.
            _exit(status)
        }
        // An interrupted command still prints what it has read, marked as incomplete.
        interruption.wait()
        work.cancel()
        // It has two seconds for that. If it needs more, such as when nobody reads its output, it ends without.
        Thread.sleep(forTimeInterval: 1.75)
        _exit(Program.interrupted)
    }
}
