import ArgumentParser
import UsageKit

/// Refuses options that are given more often than a command reads them.
///
/// The parser takes the last value of such an option and drops the others without a word.
enum RepeatedOptions {
    /// Checks the arguments of a command that was parsed from them.
    ///
    /// - Parameters:
    ///   - arguments: The arguments.
    ///   - command: The command.
    /// - Throws: `ValidationError` that names the first such option.
    static func check(_ arguments: [String], of command: any ParsableCommand.Type) throws {
        var counts: [Substring: Int] = [:]
        for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
            counts[argument.prefix { $0 != "=" }, default: 0] += 1
        }
        let repeated = counts.filter { $0.value > 1 }
        guard !repeated.isEmpty else { return }
        let single = try singleOptions(of: command)
        guard let (name, count) = repeated.filter({ single.contains(String($0.key)) }).min(by: { $0.key < $1.key })
        else { return }
        throw ValidationError("Give \(name) once; it is there \(count) times.")
    }

    /// The options of a command that have one value.
    private static func singleOptions(of command: any ParsableCommand.Type) throws -> Set<String> {
        // The parser's own description, as for shells and manuals, says which options may be repeated.
        let description = try JSONValue(json: Array(command._dumpHelp().utf8))
        guard case .array(let arguments) = description["command"]?["arguments"] else { return [] }
        var names: Set<String> = []
        for argument in arguments where argument["kind"] == "option" && argument["isRepeating"] == false {
            guard case .array(let ownNames) = argument["names"] else { continue }
            names.formUnion(ownNames.compactMap { $0["name"]?.string.map { "--\($0)" } })
        }
        return names
    }
}
