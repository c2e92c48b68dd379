import Testing

@testable import UsageKit

@Suite struct WireFieldTests {
    enum Field: String, WireField {
        case id, cost
        static let table = FieldTable<Field>()
    }

    @Test func readsKnownMembersAndKeepsUnknownOnes() throws {
        let json = Array(#"{"cost":1,"z":2,"id":3}"#.utf8)
        try JSONReader.read(json) { (json) throws(UsageError) in
            var members = try json.members(of: Field.self)
            var values: [Field: JSONValue] = [:]
            while let field = try json.next(&members) { values[field] = try json.value() }
            #expect(values == [.id: 3, .cost: 1])
            #expect(members.unknown == ["z": 2])
        }
    }

    enum Many: String, WireField {
        case a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20,
            a21
        case a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42,
            a43
        case a44, a45, a46, a47, a48, a49, a50, a51, a52, a53, a54, a55, a56, a57, a58, a59, a60, a61, a62, a63

        static let table = FieldTable<Many>()
    }

    private func names(_ json: String) throws(UsageError) -> [String] {
        try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in
            var names: [String] = []
            var members = try json.members(of: Many.self)
            while let field = try json.next(&members) {
                names.append(field.rawValue)
                _ = try json.value()
            }
            return names
        }
    }

    @Test func readsEachOf64FieldsInAnyOrder() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20 {
            let names = Many.allCases.map(\.rawValue).shuffled(using: &generator)
            let members = names.map { "\"\($0)\":0" }
            #expect(try self.names("{\(members.joined(separator: ","))}") == names)
        }
    }

    @Test(arguments: Many.allCases)
    func refusesEachOf64FieldsIfRepeated(_ field: Many) {
        let members = (Many.allCases + [field]).map { "\"\($0.rawValue)\":0" }
        #expect(throws: UsageError.self) { try self.names("{\(members.joined(separator: ","))}") }
    }

    @Test func aNameThatBeginsLikeAKnownOneIsUnknown() throws {
        #expect(try names(#"{"a0":1,"a000":2,"":3,"A00":4,"a00":5}"#) == ["a00"])
    }

    enum Long: String, WireField {
        case twenty = "abcdefghijklmnopqrst"
        case twentyOne = "abcdefghijklmnopqrstu"
        case twentyTwo = "abcdefghijklmnopqrstuv"
        case accented = "é"
        case one = "a"

        static let table = FieldTable<Long>()
    }

    /// Names that are too long to be compared at once, or not ASCII, are found at every position.
    @Test(arguments: ["", " ", "\n\t"])
    func findsNamesOfAnyLength(_ space: String) throws {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<20 {
            let fields = Long.allCases.shuffled(using: &generator)
            let members = fields.map { "\(space)\"\($0.rawValue)\"\(space):\(space)0\(space)" }
            let found = try JSONReader.read(Array("{\(members.joined(separator: ","))}".utf8)) {
                (json) throws(UsageError) in
                var found: [Long] = []
                var members = try json.members(of: Long.self)
                while let field = try json.next(&members) {
                    found.append(field)
                    _ = try json.value()
                }
                #expect(members.unknown.isEmpty)
                return found
            }
            #expect(found == fields)
        }
    }
}
