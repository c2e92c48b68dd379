import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// Options that can be given once, of all commands.
@Suite struct RepeatedOptionTests {
    /// A command line that is refused before anything is read, and the option that it repeats.
    @Test(
        arguments: [
            ("reconcile auralytik --demo --pair keys --pair summary", "--pair"),
            ("reconcile aurous --demo --against a.csv --against b.csv", "--against"),
            ("reconcile aurous --demo --format json --format=table", "--format"),
            ("reconcile aurous --base-url http://127.0.0.1:1 --base-url http://127.0.0.1:2", "--base-url"),
            ("reconcile aurous --demo --account a --account b", "--account"),
            ("reconcile aurous --demo --start 2026-05-18 --start 2026-05-19", "--start"),
            ("reconcile aurous --demo --start 2026-05-18 --end 2026-05-19 --end=2026-05-20", "--end"),
            ("reconcile aurous --demo --time-zone UTC --time-zone UTC", "--time-zone"),
            ("aurous --demo --start 2026-05-18 --start 2026-05-19", "--start"),
            ("venice --demo --format json --format csv", "--format"),
            ("tresor --demo --max-rows 1 --max-rows 2", "--max-rows"),
            ("chatbotkit --demo --time-zone UTC --time-zone UTC", "--time-zone"),
            ("auralytik --demo --format json --format csv", "--format"),
            ("replay nothing.ndjson --provider aurous --format json --format csv", "--format"),
            ("sync nowhere aurous --demo --overlap 1 --overlap 2", "--overlap"),
            ("report nowhere --format json --format csv", "--format"),
            ("store prune nowhere --before 2026-05-18 --before 2026-05-19", "--before"),
            ("store log nowhere --format table --format ndjson", "--format"),
            ("guard tresor --demo --max-age 1h --max-age 2h", "--max-age"),
        ] as [(String, String)])
    func isRefused(arguments: String, name: String) async {
        let run = await Invocation.run(arguments.split(separator: " ").map(String.init))
        #expect(run.status == 2 && run.output.isEmpty, "\(run.output)")
        #expect(run.diagnostics.contains("Give \(name) once; it is there 2 times."), "\(run.diagnostics)")
        #expect(run.diagnostics.split(separator: "\n").count == 1)
    }

    /// Options that may be repeated, flags, and what comes after the last option.
    @Test(arguments: [
        ["reconcile", "tresor", "--pair", "total", "--demo", "--tolerance", "rows=1", "--tolerance", "requests=1"],
        ["reconcile", "tresor", "--pair", "total", "--demo", "--demo"],
        ["reconcile", "--pair", "total", "--demo", "--", "tresor"],
    ])
    func othersAreTaken(arguments: [String]) async {
        let run = await Invocation.run(arguments)
        #expect(run.status == 0, "\(run.diagnostics)")
    }
}
