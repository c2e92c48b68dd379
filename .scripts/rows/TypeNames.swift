/// The public types of the providers, by which a name that is short in a declaration is written out in full.
struct TypeNames {
    private var names: Set<String> = []

    /// Finds the types that the extensions of a source file declare.
    mutating func add(_ source: String) {
        var namespace = ""
        for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("extension ") {
                namespace = String(line.dropFirst("extension ".count).prefix { $0 != ":" && $0 != " " })
            }
            for kind in ["    public struct ", "    public enum "] where line.hasPrefix(kind) {
                names.insert("\(namespace).\(line.dropFirst(kind.count).prefix { $0.isLetter || $0.isNumber })")
            }
        }
    }

    /// Writes out a type that a declaration inside `scope` names, for example `[Part]`.
    func qualified(_ type: String, in scope: String) -> String {
        var result = ""
        var name = ""
        func flush() {
            if name.contains(where: \.isLetter) { result += full(name, in: scope) } else { result += name }
            name = ""
        }
        for character in type {
            if character.isLetter || character.isNumber || character == "." {
                name.append(character)
            } else {
                flush()
                result.append(character)
            }
        }
        flush()
        return result
    }

    private func full(_ name: String, in scope: String) -> String {
        var scope = scope[...]
        while true {
            if names.contains("\(scope).\(name)") { return "\(scope).\(name)" }
            guard let dot = scope.lastIndex(of: ".") else { return name }
            scope = scope[..<dot]
        }
    }
}
