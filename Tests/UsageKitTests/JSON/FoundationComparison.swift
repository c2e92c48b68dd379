import Foundation
import Testing

@testable import UsageKit

/// Compares this package's reader with Foundation's.
enum FoundationComparison {
    static func parse(_ bytes: [UInt8]) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
    }

    /// Whether the document is valid.
    static func compare(_ bytes: [UInt8]) throws -> Bool {
        let theirs = try? parse(bytes)
        do {
            let value = try JSONValue(json: bytes)
            if let theirs {
                #expect(isSame(value, theirs), "\(String(decoding: bytes, as: UTF8.self))")
            } else {
                #expect(isBeyondDouble(value), "only this package accepts \(String(decoding: bytes, as: UTF8.self))")
            }
            #expect(try JSONValue(json: Array(value.text.utf8)) == value)
            return true
        } catch {
            #expect(error.code == .malformedJSON)
            let offset = try #require(error.byteOffset)
            #expect((0...bytes.count).contains(offset))
            guard theirs != nil, !isOtherEncoding(bytes), !error.message.contains("nest") else { return false }
            // The remaining difference is a comma before a closing bracket; without it, both must agree.
            let comma = bytes[..<min(offset, bytes.count)].lastIndex { !whitespace.contains($0) }
            guard let comma, bytes[comma] == UInt8(ascii: ","), offset < bytes.count,
                bytes[offset] == UInt8(ascii: "]") || bytes[offset] == UInt8(ascii: "}")
            else {
                Issue.record("only Foundation accepts \(String(decoding: bytes, as: UTF8.self)): \(error)")
                return false
            }
            var without = bytes
            without.remove(at: comma)
            return try compare(without)
        }
    }

    private static let whitespace: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]

    /// Foundation detects UTF-16 and UTF-32 by a byte order mark or a zero byte, and skips a UTF-8 byte order mark.
    private static func isOtherEncoding(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
            || bytes.prefix(4).contains(0)
    }

    private static func isBeyondDouble(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let number): Double(number.literal).map { !$0.isFinite } ?? true
        case .array(let elements): elements.contains(where: isBeyondDouble)
        case .object(let object): object.members.contains { isBeyondDouble($0.value) }
        case .null, .bool, .string: false
        }
    }

    static func isSame(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch ours {
        case .null: return theirs is NSNull
        case .bool(let flag): return (theirs as? NSNumber)?.boolValue == flag
        case .number(let number):
            guard let double = Double(number.literal), let other = (theirs as? NSNumber)?.doubleValue else {
                return false
            }
            return abs(double - other) <= abs(double) * 1e-14
        case .string(let text): return (theirs as? String).map { isSame(text, $0) } ?? false
        case .array(let elements):
            guard let array = theirs as? [Any], array.count == elements.count else { return false }
            return zip(elements, array).allSatisfy { isSame($0, $1) }
        case .object(let object):
            // Foundation keeps one of the members with the same name; `String` treats canonical equivalents as equal.
            guard let dictionary = theirs as? [String: Any] else { return false }
            return Set(object.members.map { unmarked($0.name) }) == Set(dictionary.keys.map(unmarked))
                && dictionary.allSatisfy { name, value in
                    object.members.contains { isSame($0.name, name) && isSame($0.value, value) }
                }
        }
    }

    /// Foundation drops a byte order mark at the start of any text or name and after an escape.
    private static func isSame(_ ours: String, _ theirs: String) -> Bool {
        Array(unmarked(ours).utf8) == Array(unmarked(theirs).utf8)
    }

    static func unmarked(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\u{FEFF}" }))
    }
}
