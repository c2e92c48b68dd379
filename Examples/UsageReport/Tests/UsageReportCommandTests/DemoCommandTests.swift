import Synchronization
import Testing
import UsageReportCommand

@Suite struct DemoCommandTests {
    @Test func printsATableForEachProviderAndOneForAll() async {
        let run = await Invocation.run([])
        #expect(run.status == 0)
        #expect(run.diagnostics.isEmpty)
        for heading in ["aurous\n", "venice\n", "tresor\n", "chatbotkit\n", "auralytik\n", "All five, by model\n"] {
            #expect(run.output.contains(heading))
        }
        #expect(!run.output.contains("INCOMPLETE"))
    }
}

/// The exit status and the output of one run of the command line.
struct Invocation {
    let status: Int32
    let output: String
    let diagnostics: String

    static func run(
        _ arguments: [String], environment: [String: String] = [:], isInteractive: Bool = false
    ) async -> Invocation {
        let written = Written()
        let console = Console(
            output: { text in written.texts.withLock { $0.output += text } },
            diagnostics: { text in written.texts.withLock { $0.diagnostics += text } },
            isInteractive: isInteractive)
        let status = await Program.run(arguments: arguments, environment: environment, console: console)
        let texts = written.texts.withLock { $0 }
        return Invocation(status: status, output: texts.output, diagnostics: texts.diagnostics)
    }

    private final class Written: Sendable {
        let texts = Mutex((output: "", diagnostics: ""))
    }
}
