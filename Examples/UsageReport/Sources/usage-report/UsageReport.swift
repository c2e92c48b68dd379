import Dispatch
import Foundation
import UsageReportCommand

@main
struct UsageReport {
    static func main() async {
        StandardStreams.prepare()
        let work = Task {
            await Program.run(
                arguments: Array(CommandLine.arguments.dropFirst()),
                environment: ProcessInfo.processInfo.environment, console: .standard)
        }
        // An interrupted walk still prints what it has read, marked as incomplete.
        signal(SIGINT, SIG_IGN)
        let interruption = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        interruption.setEventHandler { work.cancel() }
        interruption.resume()
        let status = await work.value
        interruption.cancel()
        exit(status)
    }
}
