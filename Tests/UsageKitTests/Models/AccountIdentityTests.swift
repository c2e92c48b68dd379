import Foundation
import Testing

@testable import UsageKit

@Suite struct AccountIdentityTests {
    private static let key = "sk-CANARY-0123456789"

    private func parts(_ identity: AccountIdentity) throws -> (salt: Data, digest: Data) {
        guard case .key(let salt, let digest) = identity else { throw UsageError(.unexpectedShape, "not a key") }
        return (try #require(Data(base64Encoded: salt)), try #require(Data(base64Encoded: digest)))
    }

    @Test func aDigestIsSaltedAndShowsNoKey() throws {
        let one = AccountIdentity(key: Self.key)
        let other = AccountIdentity(key: Self.key)
        #expect(one != other)
        #expect(try parts(one).salt.count == 32)
        #expect(try parts(one).salt != parts(other).salt)
        #expect(try parts(one).digest != parts(other).digest)
        let plain = Data(Digest.sha256(Array(Self.key.utf8)))
        for identity in [one, other] {
            #expect(try parts(identity).digest.count == 32)
            #expect(try parts(identity).digest != plain)
            #expect(!"\(identity)".contains("CANARY"))
        }
    }

    @Test func aKeyIsRecognizedWithItsSalt() {
        let known = AccountIdentity(key: Self.key)
        #expect(known.recognized(label: nil, key: Self.key) == known)
        #expect(known.recognized(label: nil, key: Self.key + "x") == nil)
        #expect(known.recognized(label: nil, key: "") == nil)
        #expect(known.recognized(label: "a", key: "other") == .label("a"))
    }

    @Test func aLabelStandsForAnyKey() {
        let known = AccountIdentity.label("a")
        #expect(known.recognized(label: "a", key: "one") == known)
        #expect(known.recognized(label: "a", key: "two") == known)
        #expect(known.recognized(label: "b", key: "one") == nil)
        #expect(known.recognized(label: nil, key: "one") == nil)
        #expect(AccountIdentity.label("\u{E9}").recognized(label: "e\u{301}", key: "one") == nil)
    }

    @Test(arguments: [AccountIdentity.label("a"), .label(""), .label("\u{0}\n\"é"), AccountIdentity(key: key)])
    func isReadAsItWasWritten(identity: AccountIdentity) throws {
        let bytes = try JSONEncoder().encode(identity)
        #expect(try JSONDecoder().decode(AccountIdentity.self, from: bytes) == identity)
    }
}
