import Foundation
import UsageKit

/// One process of a fleet: it makes the rows of some sources and does one piece of work with them.
///
/// Tests/Interop/fleet starts many of them. Results go to files and nothing is printed.
@main
struct FleetWorker {
    static let usage = """
        usage: fleet-worker rows SEED ROWS SOURCES            makes the rows, to measure what that alone takes
               fleet-worker export SEED ROWS SOURCES FOLDER   writes them to a data set that others write to, too
               fleet-worker verify SEED ROWS all FOLDER       compares a data set with its manifest
               fleet-worker report SEED ROWS SOURCES FILE     the report of a ledger, a line of JSON for each group
               fleet-worker parts SEED ROWS SOURCES FOLDER    a sketch for each source and day
               fleet-worker sketch SEED ROWS SOURCES FILE     one sketch
               fleet-worker merge FOLDER FILE                 merges all sketches of a folder into one
               fleet-worker figures SKETCH FILE               the figures of a sketch, as `report` has them
        ROWS is the number of rows of all sources together. SOURCES are names with commas between them, or "all".

        """

    static func main() {
        do { try run(Array(CommandLine.arguments.dropFirst())) } catch { end(1, "fleet-worker: \(error)\n") }
    }

    private static func run(_ arguments: [String]) throws {
        switch (arguments.first, arguments.count) {
        case ("merge", 3):
            try FleetSketches.merge(folder: URL(filePath: arguments[1]), to: URL(filePath: arguments[2]))
        case ("figures", 3):
            try FleetSketches.writeFigures(of: URL(filePath: arguments[1]), to: URL(filePath: arguments[2]))
        case ("rows", 4): try work(arguments, nil)
        case ("export", 5), ("verify", 5), ("report", 5), ("parts", 5), ("sketch", 5):
            try work(arguments, URL(filePath: arguments[4]))
        default: end(2, usage)
        }
    }

    private static func work(_ arguments: [String], _ url: URL?) throws {
        guard let seed = UInt64(arguments[1]), let count = Int(arguments[2]), count > 0 else { end(2, usage) }
        let rows = FleetRows(seed: seed, count: count)
        let names = arguments[3].split(separator: ",").map(String.init)
        let sources = arguments[3] == "all" ? FleetSource.all : FleetSource.all.filter { names.contains($0.name) }
        guard arguments[3] == "all" || sources.count == names.count else { end(2, usage) }
        guard let url else {
            for source in sources { try rows.forEach(of: source) { _ in } }
            return
        }
        switch arguments[0] {
        case "export": for source in sources { try FleetExport.export(source, rows, to: url) }
        case "verify": try FleetExport.verify(url, rows: rows)
        case "report": try FleetReport.write(sources, rows, to: url)
        case "parts": for source in sources { try FleetSketches.writeParts(of: source, rows, to: url) }
        default: try FleetSketches.write(sources, rows, to: url)
        }
    }

    private static func end(_ code: Int32, _ message: String) -> Never {
        FileHandle.standardError.write(Data(message.utf8))
        exit(code)
    }
}
