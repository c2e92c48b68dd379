import Foundation
import UsageKit

/// Sketches of parts, which other processes merge.
enum FleetSketches {
    /// Writes the sketch of each day of a source, as `date=2026-05-28/tresor.json`.
    static func writeParts(of source: FleetSource, _ rows: FleetRows, to folder: URL) throws {
        for day in FleetRows.days {
            var sketch = try UsageSketch(FleetReport.query)
            try rows.forEach(of: source, onDay: day) { try sketch.add($0) }
            let partition = folder.appending(path: "date=\(FleetRows.name(ofDay: day))")
            try FileManager.default.createDirectory(at: partition, withIntermediateDirectories: true)
            try write(sketch, to: partition.appending(path: "\(source.name).json"))
        }
    }

    /// Writes one sketch of all rows of some sources.
    static func write(_ sources: [FleetSource], _ rows: FleetRows, to url: URL) throws {
        var sketch = try UsageSketch(FleetReport.query)
        for source in sources { try rows.forEach(of: source) { try sketch.add($0) } }
        try write(sketch, to: url)
    }

    /// Merges all sketches below a folder, in whatever order the file system lists them.
    static func merge(folder: URL, to url: URL) throws {
        var merged = try UsageSketch(FleetReport.query)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        for path in paths where path.hasSuffix(".json") { try merged.merge(read(folder.appending(path: path))) }
        try write(merged, to: url)
    }

    /// Writes the figures of each group of a sketch.
    static func writeFigures(of sketch: URL, to url: URL) throws {
        let lines = try read(sketch).map { group in
            GroupLine(
                group, requests: group.requests, durations: group.latency?.count ?? 0,
                p50: group.latency(at: .p50), p95: group.latency(at: .p95))
        }
        try GroupLine.write(lines, to: url)
    }

    private static func read(_ url: URL) throws -> UsageSketch {
        try JSONDecoder().decode(UsageSketch.self, from: Data(contentsOf: url))
    }

    private static func write(_ sketch: UsageSketch, to url: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try encoder.encode(sketch).write(to: url)
    }
}
