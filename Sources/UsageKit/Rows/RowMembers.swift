/// The names of the members of a provider's row.
struct RowMembers: Sendable {
    /// The provider, as people write it.
    let provider: String
    /// Without these, an object is not a row.
    let essential: [String]
    /// Members that the provider gives with each row; one that is missing is unknown.
    let required: [String]
    /// All members that this version knows.
    let all: [String]

    /// The required members that an object does not have.
    func missing(in object: JSONObject) -> [String] { required.filter { object[$0] == nil } }

    /// Whether an object that lacks required members may be a row all the same, and not one of another provider.
    ///
    /// It must have the essential members and more than half as many known ones as are required, and more than two in
    /// three of its members must be known.
    func mayBeRow(_ object: JSONObject) -> Bool {
        let known = object.members.count { all.contains($0.name) }
        return essential.allSatisfy { object[$0] != nil } && 2 * known > essential.count + required.count
            && known > 2 * (object.members.count - known)
    }

    /// What to say of an object that is not a row.
    func refusal(of object: JSONObject, _ missing: [String]) -> String {
        let lacked = essential.filter { object[$0] == nil } + missing
        return "expected a row of \(provider) with \(Self.list(lacked)), found \(Self.description(of: object))"
    }

    /// An object by the names of its members.
    static func description(of object: JSONObject) -> String {
        object.isEmpty ? "an empty object" : "an object with the members \(list(object.members.map(\.name)))"
    }

    /// The first names of a list.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(8).map { $0.utf8.count <= 64 ? $0 : String($0.unicodeScalars.prefix(64)) + "…" }
        return shown.joined(separator: ", ")
            + (names.count > shown.count ? " and \(names.count - shown.count) more" : "")
    }
}
