import Foundation
import Testing

@testable import UsageKit

@Suite struct JSONGrammarTests {
    @Test func readsOneValueOfEachKind() throws {
        let json = #"{"a":[null,true,-1.50,"\u00e9\n"]}"#
        let number = try #require(JSONNumber("-1.50"))
        #expect(try JSONValue(json: Array(json.utf8)) == ["a": [nil, true, .number(number), "\u{E9}\n"]])
    }

    @Test func allCasesAreHere() {
        #expect(JSONTestSuite.accepted.count == 95)
        #expect(JSONTestSuite.refused.count + 2 == 188)
        #expect(JSONTestSuite.open.count + 1 == 35)
    }

    @Test(arguments: JSONTestSuite.accepted)
    func acceptsEveryValidDocument(_ document: JSONTestSuite.Case) throws {
        let value = try JSONValue(json: document.bytes)
        #expect(try JSONValue(json: Array(value.text.utf8)) == value)
    }

    @Test(arguments: JSONTestSuite.refused)
    func refusesEveryInvalidDocument(_ document: JSONTestSuite.Case) throws {
        let error = try #require(throws: UsageError.self) { try JSONValue(json: document.bytes) }
        #expect(error.code == .malformedJSON)
        #expect((0...document.bytes.count).contains(try #require(error.byteOffset)))
        #expect(error.codingPath != nil)
    }

    /// A number has no limit, because its literal is kept; text must be valid UTF-8 without a byte order mark.
    @Test(arguments: JSONTestSuite.open)
    func handlesImplementationDefinedDocumentsAsDocumented(_ document: JSONTestSuite.Case) throws {
        if document.name.hasPrefix("number_") {
            let literal = try #require(String(bytes: document.bytes.dropFirst().dropLast(), encoding: .utf8))
            #expect(try JSONValue(json: document.bytes) == [.number(try #require(JSONNumber(literal)))])
        } else {
            let error = try #require(throws: UsageError.self) { try JSONValue(json: document.bytes) }
            #expect(error.code == .malformedJSON)
        }
    }

    @Test(arguments: [1, 2, 64, 127, 128])
    func nestingUpToTheLimitIsRead(_ depth: Int) throws {
        let arrays = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(try JSONValue(json: Array(arrays.utf8)).text == arrays)
        let objects = String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
        #expect(try JSONValue(json: Array(objects.utf8)).text == objects)
    }

    @Test(arguments: [129, 130, 500, 512, 513, 100_000])
    func nestingBeyondTheLimitIsRefusedAtItsFirstBracket(_ depth: Int) throws {
        let arrays = Array(String(repeating: "[", count: depth).utf8) + Array(String(repeating: "]", count: depth).utf8)
        let array = try #require(throws: UsageError.self) { try JSONValue(json: arrays) }
        #expect(array.code == .malformedJSON)
        #expect(array.byteOffset == 128)
        #expect(array.codingPath == String(repeating: "[0]", count: 128))

        let objects = Array(String(repeating: #"[{"":"#, count: depth).utf8)
        let object = try #require(throws: UsageError.self) { try JSONValue(json: objects) }
        #expect(object.code == .malformedJSON)
        #expect(object.byteOffset == 64 * 5)
    }

    @Test func siblingsDoNotCountAsNesting() throws {
        let siblings = Array("[\(Array(repeating: "[[]]", count: 1000).joined(separator: ","))]".utf8)
        #expect(try JSONValue(json: siblings).text.utf8.count == siblings.count)
    }

    @Test func longTextIsRead() throws {
        let text = String(repeating: "x", count: 10_000_000)
        #expect(try JSONValue(json: Array("\"\(text)\"".utf8)) == .string(text))
    }

    @Test func manyMembersAreRead() throws {
        var bytes = Array("{".utf8)
        for index in 0..<100_000 { bytes += Array("\(index == 0 ? "" : ",")\"\(index)\":0".utf8) }
        bytes += Array("}".utf8)
        guard case .object(let object) = try JSONValue(json: bytes) else { throw UsageError(.unexpectedShape, "") }
        #expect(object.members.count == 100_000)
    }

    @Test(arguments: [
        "", "%20", "%09%0A%0D%20", "%00", "%EF%BB%BF", "%EF%BB%BF[]", "%FF%FE[%00]%00", "%FE%FF%00[%00]", "[%00]%00",
        "[]%00", "[]%0C", "%0B[]", "%C2%A0[]", "[]%E2%80%A8", "[]//", "/**/[]", "[]#", "['a']", "{a:1}", "{'a':1}",
        "[1]]", "[1][2]", "1 2", "truefalse", "nullnull", "\"a\"\"b\"", "{}{}", "[NaN]", "[Infinity]", "[-Infinity]",
        "[nan]", "[undefined]", "[None]", "[True]", "[NULL]", "[0x10]", "[1_000]", "[+1]", "[.5]", "[5.]", "[00]",
        "[-]",
        "[1e]", "[1e+]", "[01]", "[-01]", "[1,]", "[,]", "[,1]", "[1,,2]", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\":}",
        "{:1}", "{1:1}", "{null:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "[1 2]", "[1:2]", "[}", "{]", "[\"a%0Ab\"]",
        "[\"a%00b\"]", "[\"%1F\"]", #"["\x41"]"#, #"["\u12"]"#, #"["\u12G4"]"#, #"["\U0041"]"#, #"["\'"]"#, #"["\"#,
        "<html></html>", "%D9", "\"%C3\"", "\"%C3%28\"", "\"%E2%82\"", "\"%F0%9F%98\"", "\"%F5%80%80%80\"",
        "\"%C1%81\"", "\"%E0%80%AF\"", "\"%F0%80%80%AF\"", "\"%ED%BF%BF\"", "\"%ED%A0%BD%ED%B8%80\"", "{\"%FF\":1}",
        #""\ud83d\ude""#, #""\ud83d\ue000""#, #""\ud83d\udbff""#, #""\ud83d\\ude00""#, #""\ude00\ud83d""#,
    ])
    func refusesFurtherInvalidDocuments(_ document: String) throws {
        let error = try #require(throws: UsageError.self) { try JSONValue(json: JSONTestSuite.bytes(of: document)) }
        #expect(error.code == .malformedJSON)
    }

    @Test func refusesEveryPrefixOfADocument() throws {
        let document = Array(#"{"a":[1.5e+3,true,false,null,"é\n\u00e9😀\ud83d\ude00",{"b":{}},[]],"c":-0}"#.utf8)
        for end in 0..<document.count {
            let error = try #require(throws: UsageError.self) { try JSONValue(json: Array(document[..<end])) }
            #expect(error.code == .malformedJSON)
            #expect(try #require(error.byteOffset) <= end)
            let isAtEnd = error.message.hasSuffix("found the end of the document")
            #expect(isAtEnd || (error.byteOffset ?? end) < end, "\(error)")
        }
        #expect(throws: Never.self) { try JSONValue(json: document) }
    }

    @Test func handlesEveryByteInsideAndOutsideAString() throws {
        for byte in UInt8.min...UInt8.max {
            let alone = Result { try JSONValue(json: [byte]) }
            #expect((try? alone.get()) == (0x30...0x39 ~= byte ? .number(JSONNumber(Int(byte) - 0x30)) : nil))
            let quoted = try? JSONValue(json: [0x22, byte, 0x22])
            let isPlain = 0x20..<0x80 ~= byte && byte != 0x22 && byte != 0x5C
            #expect(quoted == (isPlain ? .string(String(Unicode.Scalar(byte))) : nil))
            let escaped = try? JSONValue(json: [0x22, 0x5C, byte, 0x22])
            #expect((escaped != nil) == Array(#""\/bfnrt"#.utf8).contains(byte))
        }
    }

    @Test func refusesAStringAtItsFirstInvalidByte() throws {
        let edges: [UInt8] = [
            0x20, 0x61, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
            0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFC, 0xFE, 0xFF,
        ]
        var generator = SeededGenerator(seed: 17)
        for _ in 0..<10_000 {
            let bytes = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                edges[Int.random(in: edges.indices, using: &generator)]
            }
            let text = String(validating: bytes, as: UTF8.self)
            do {
                let value = try JSONValue(json: [0x22] + bytes + [0x22])
                if value.string != text { Issue.record("\(bytes) became \(value)") }
            } catch {
                let validCount = bytes.indices.last { String(validating: bytes[..<$0], as: UTF8.self) != nil } ?? 0
                if text != nil || error.byteOffset != validCount + 1 { Issue.record("\(bytes): \(error)") }
            }
        }
    }

    /// The reader examines eight bytes at once; the end of a run can be at any of the eight.
    @Test func aRunOfPlainBytesMayEndAtAnyPosition() throws {
        for length in 0..<40 {
            let run = String(repeating: "x", count: length)
            #expect(try JSONValue(json: Array("\"\(run)\"".utf8)) == .string(run))
            #expect(try JSONValue(json: Array("\"\(run)\\n\(run)é\(run)\"".utf8)) == .string("\(run)\n\(run)é\(run)"))
            #expect(try JSONValue(json: Array("\"\(run)\u{7F}!#[]\(run)\"".utf8)) == .string("\(run)\u{7F}!#[]\(run)"))
            for control in UInt8(0)..<0x20 {
                let bytes = Array("\"\(run)".utf8) + [control] + Array("\(run)\"".utf8)
                let error = try #require(throws: UsageError.self) { try JSONValue(json: bytes) }
                #expect(error.byteOffset == length + 1)
            }
        }
    }
}
