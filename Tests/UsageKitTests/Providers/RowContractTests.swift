import Testing

@testable import UsageKit

@Suite struct RowContractTests {
    @Test(arguments: RowContract.all)
    func aRowSurvivesEncodingAndDecoding(contract: RowContract) throws {
        let first = try contract.read(contract.json)
        let second = try contract.read(first.json)
        #expect(second.value == first.value)
        #expect(second.json == first.json)
        #expect(try first.json.canonical == contract.json.canonical)
    }

    @Test(arguments: RowContract.all)
    func unknownFieldsAreKept(contract: RowContract) throws {
        let extra: JSONValue = ["a": [1, nil, "x"], "b": true]
        let row = try contract.read(contract.json.adding("new_field", extra).adding("other", nil))
        #expect(row.json["new_field"] == extra)
        #expect(row.json["other"] == .null)
        #expect(try contract.read(row.json).value == row.value)
        #expect(try contract.read(contract.json).value != row.value)
    }

    @Test(arguments: RowContract.all)
    func theOrderOfFieldsDoesNotMatter(contract: RowContract) throws {
        #expect(try contract.read(contract.json.reversed).value == contract.read(contract.json).value)
    }

    @Test(arguments: RowContract.all)
    func namesAMissingField(contract: RowContract) throws {
        for name in contract.essential {
            let error = #expect(throws: UsageError.self, "\(name)") {
                try contract.read(contract.json.removing(name))
            }
            #expect(error?.code == .unexpectedShape)
            if contract.survivesBadFields {
                #expect(error?.message.hasPrefix("expected a row of ") == true)
                #expect(error?.message.contains(" with \(name), found an object with the members ") == true)
            } else {
                #expect(error?.message == "the field \(name) is missing")
            }
        }
    }

    /// A field that is missing is as unknown as one that cannot be read.
    @Test(arguments: RowContract.all.filter(\.survivesBadFields))
    func aMissingFieldLeavesTheOthers(contract: RowContract) throws {
        let json = try contract.json
        for name in contract.required where !contract.essential.contains(name) {
            let row = try contract.read(json.removing(name))
            for member in json.members {
                #expect(row.json[member.name] == (member.name == name ? .null : member.value))
            }
            #expect(try row.value == contract.read(json.replacing(name, by: nil)).value)
            #expect(try contract.read(row.json).value == row.value)
        }
    }

    @Test(arguments: RowContract.all)
    func namesThePathOfAnEssentialFieldOfAnotherType(contract: RowContract) throws {
        for name in contract.essential {
            for value: JSONValue in [nil, true, ["x": 1]] {
                if contract.name == "Auralytik summary", name == "usage", value["x"] != nil { continue }
                let error = #expect(throws: UsageError.self, "\(name) \(value)") {
                    try contract.read(contract.json.replacing(name, by: value))
                }
                #expect(error?.codingPath?.hasPrefix(name) == true, "\(name) \(value)")
                #expect(error?.byteOffset != nil)
            }
        }
    }

    @Test(arguments: RowContract.all)
    func aNullableFieldMayBeAbsent(contract: RowContract) throws {
        for name in contract.nullable {
            let null = try contract.read(contract.json.replacing(name, by: nil))
            let absent = try contract.read(contract.json.removing(name))
            #expect(null.value == absent.value, "\(name)")
            #expect(try null.value != contract.read(contract.json).value, "\(name)")
            #expect(null.json[name] ?? .null == .null, "\(name)")
        }
    }

    @Test(arguments: RowContract.all)
    func aNumberMayBeWrittenAsText(contract: RowContract) throws {
        for name in contract.numbers {
            let json = try contract.json
            let text = try #require(json[name]).text
            #expect(try contract.read(json.replacing(name, by: .string(text))).value == contract.read(json).value)
            for wrong in ["", "x", " 1", "1 ", "1,5", "NaN", "0x10", "+1", "1e", "１２"] {
                let row = json.replacing(name, by: .string(wrong))
                if contract.survivesBadFields {
                    #expect(try contract.read(row).json[name] == .string(wrong))
                } else {
                    #expect(throws: UsageError.self, "\(name) \(wrong)") { try contract.read(row) }
                }
            }
        }
    }

    @Test(arguments: RowContract.all.filter(\.survivesBadFields))
    func aFieldOfAnotherTypeLeavesTheOthers(contract: RowContract) throws {
        let json = try contract.json
        for name in contract.required + contract.nullable where !contract.essential.contains(name) {
            for text in ["true", #"{"x":1}"#, "[1]", #""""#, #""x""#, "-1", "1.5", "null"] {
                if text == "null", contract.nullable.contains(name) { continue }
                // An object is what the field holds.
                if text.hasPrefix("{"), name == "inferenceDetails" { continue }
                let value = try JSONValue(json: Array(text.utf8))
                let row = try contract.read(json.replacing(name, by: value))
                for member in json.members where member.name != name {
                    #expect(row.json[member.name] == member.value, "\(name) \(value)")
                }
                #expect(row.json[name] == value, "\(name) \(value)")
                #expect(row.json.members.filter { $0.name == name }.count == 1)
                #expect(try contract.read(row.json).value == row.value, "\(name) \(value)")
            }
        }
    }

    @Test(arguments: RowContract.all)
    func refusesAFieldThatComesTwice(contract: RowContract) throws {
        for member in try contract.json.members {
            let error = #expect(throws: UsageError.self, "\(member.name)") {
                try contract.read(contract.json.adding(member.name, member.value))
            }
            #expect(error?.code == .malformedJSON)
            #expect(error?.message == "the field \(member.name) is repeated")
        }
    }

    @Test(arguments: ["null", "[]", "1", #""x""#, "true", ""])
    func refusesAnythingButAnObject(text: String) {
        for contract in RowContract.all {
            #expect(throws: UsageError.self, "\(contract.name)") { try contract.read(Array(text.utf8)) }
        }
    }
}
