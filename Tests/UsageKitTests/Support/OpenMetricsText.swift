import Foundation

/// A strict reader of the part of OpenMetrics 1.0 that is also Prometheus' classic text format, for gauges.
///
/// It follows the grammar of the specification: families whose samples stand together, one HELP, TYPE and UNIT each,
/// before the samples; names, labels and escapes as they must be; no series twice; `# EOF` as the last line.
struct OpenMetricsText {
    struct Sample {
        let name: String
        let labels: [String: String]
        let value: String
    }

    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var samples: [Sample] = []
    private(set) var families: [String] = []
    private(set) var units: [String: String] = [:]

    init(_ text: String) throws {
        // By bytes: to Swift, a carriage return and a line feed are one character.
        guard text.utf8.last == 0x0A else { throw Malformed(description: "no line feed at the end") }
        var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
        lines.removeLast()
        guard lines.popLast() == Array("# EOF".utf8) else { throw Malformed(description: "no # EOF at the end") }
        var helps: Set<String> = []
        var types: Set<String> = []
        for line in lines {
            let words = line.split(separator: 0x20, maxSplits: 3, omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            guard words[0] == "#" else {
                let sample = try Self.sample(line)
                guard sample.name == families.last, types.contains(sample.name), helps.contains(sample.name) else {
                    throw Malformed(description: "a sample outside its family: \(sample.name)")
                }
                samples.append(sample)
                continue
            }
            guard words.count == 4, Self.isName(words[2]) else { throw Malformed(description: "a bad comment") }
            let name = words[2]
            if name != families.last {
                guard !families.contains(name) else { throw Malformed(description: "\(name) comes twice") }
                families.append(name)
            }
            guard samples.last?.name != name else { throw Malformed(description: "metadata after samples of \(name)") }
            let isNew: Bool
            switch words[1] {
            case "HELP":
                isNew = helps.insert(name).inserted && !words[3].contains { "\\\"\n".contains($0) }
            case "TYPE":
                // The suffixes that other types have.
                let suffixes = ["_total", "_created", "_count", "_sum", "_bucket", "_gcount", "_gsum", "_info"]
                isNew = types.insert(name).inserted && words[3] == "gauge" && !suffixes.contains(where: name.hasSuffix)
            case "UNIT":
                isNew = units.updateValue(words[3], forKey: name) == nil && name.hasSuffix("_" + words[3])
            default: isNew = false
            }
            guard isNew else { throw Malformed(description: "a bad or repeated \(words[1]) of \(name)") }
        }
        var known: Set<[[UInt8]]> = []
        for sample in samples {
            // An empty label counts as missing.
            let labels = sample.labels.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            let series = [Array(sample.name.utf8)] + labels.flatMap { [Array($0.key.utf8), Array($0.value.utf8)] }
            guard known.insert(series).inserted else { throw Malformed(description: "\(sample) comes twice") }
        }
    }

    private static func isName(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-zA-Z_][a-zA-Z0-9_]*/) != nil
    }

    private static func sample(_ line: [UInt8]) throws -> Sample {
        func bad(_ what: String) -> Malformed {
            Malformed(description: "\(what) in \(String(decoding: line, as: UTF8.self))")
        }
        var rest = line[...]
        func word(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
        let name = word(rest.prefix { $0 != UInt8(ascii: "{") && $0 != 0x20 })
        guard isName(name) else { throw bad("a bad name") }
        rest = rest.dropFirst(name.utf8.count)
        var labels: [String: String] = [:]
        if rest.first == UInt8(ascii: "{") {
            repeat {
                rest = rest.dropFirst()
                let label = word(rest.prefix { $0 != UInt8(ascii: "=") })
                rest = rest.dropFirst(label.utf8.count)
                guard isName(label), !label.hasPrefix("__"), rest.starts(with: "=\"".utf8), labels[label] == nil else {
                    throw bad("a bad or repeated label")
                }
                rest = rest.dropFirst(2)
                var text: [UInt8] = []
                while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
                    guard byte != 0 else { throw bad("a zero byte") }
                    guard byte == UInt8(ascii: "\\") else {
                        text.append(byte)
                        continue
                    }
                    switch rest.popFirst() {
                    case UInt8(ascii: "n"): text.append(0x0A)
                    case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
                    case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
                    default: throw bad("a bad escape")
                    }
                }
                labels[label] = word(text[...])
            } while rest.first == UInt8(ascii: ",")
            guard rest.popFirst() == UInt8(ascii: "}") else { throw bad("no closing brace") }
        }
        guard rest.popFirst() == 0x20 else { throw bad("no space before the value") }
        let value = word(rest)
        guard value.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?/) != nil else { throw bad("a bad value") }
        return Sample(name: name, labels: labels, value: value)
    }

    /// The value of a series without the prefix of the package; nil without such a series.
    func value(_ name: String, _ labels: [String: String] = [:]) -> String? {
        samples.first { $0.name == "usagekit_\(name)" && $0.labels == labels }?.value
    }

    /// The values of a family without the prefix of the package, in their order.
    func values(_ name: String) -> [String] { samples.filter { $0.name == "usagekit_\(name)" }.map(\.value) }
}
