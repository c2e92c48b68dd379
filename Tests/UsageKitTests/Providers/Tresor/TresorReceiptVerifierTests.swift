import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct TresorReceiptVerifierTests {
    /// Accepts what was expected, and records the rest.
    private struct Expecting: Tresor.ReceiptVerifier {
        var key = [UInt8](repeating: 0, count: 65)
        var failure: UsageError?

        func isValid(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) throws -> Bool {
            if let failure { throw failure }
            return publicKey == key && signature == TresorReceiptTests.raw
                && message == Array(TresorReceiptTests.token().utf8.prefix(message.count))
        }
    }

    private static func coordinate(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

    private static func key(
        _ id: String? = "router-receipt-1", _ byte: UInt8 = 1, change: (inout Tresor.ReceiptKey) -> Void = { _ in }
    ) -> Tresor.ReceiptKey {
        var key = Tresor.ReceiptKey(
            type: "EC", id: id, curve: "P-256", x: Base64URL.text(coordinate(byte)),
            y: Base64URL.text(coordinate(byte + 1)), algorithm: "ES256", use: "sig")
        change(&key)
        return key
    }

    private static let point: [UInt8] = [4] + coordinate(1) + coordinate(2)

    private func claims(
        _ header: String = TresorReceiptTests.header, keys: [Tresor.ReceiptKey] = [key()],
        _ verifier: Expecting = Expecting(key: point)
    ) throws -> Tresor.ReceiptClaims {
        try Tresor.ReceiptToken(TresorReceiptTests.token(header))
            .verifiedClaims(with: Tresor.ReceiptKeys(keys: keys), by: verifier)
    }

    @Test func theVerifierGetsTheRawSignatureTheInputAndThePoint() throws {
        #expect(try claims().routedModel == "eu/tresor/gpt-oss-120b")
        #expect(throws: UsageError.self) { try claims(keys: [Self.key("router-receipt-1", 9)]) }
    }

    @Test func aDERSignatureIsPassedOnInTheRawForm() throws {
        let der = try Tresor.ReceiptSignature(TresorReceiptTests.raw).der
        let token = try Tresor.ReceiptToken(TresorReceiptTests.token(signature: der))
        #expect(token.signature.form == .der)
        let claims = try token.verifiedClaims(
            with: Tresor.ReceiptKeys(keys: [Self.key()]), by: Expecting(key: Self.point))
        #expect(claims.promptTokens == 12)
    }

    @Test(arguments: ["none", "None", "HS256", "ES384", "es256", "", "ES256\u{301}"])
    func otherAlgorithmsAreRefused(name: String) {
        let error = #expect(throws: UsageError.self) {
            try claims(#"{"alg":"\#(name)","kid":"router-receipt-1"}"#)
        }
        #expect(error?.code == .invalidSignature)
        #expect(error?.message.contains("another algorithm than ES256") == true)
    }

    @Test func extensionsThatMustBeKnownAreRefused() {
        let error = #expect(throws: UsageError.self) {
            try claims(#"{"alg":"ES256","kid":"router-receipt-1","crit":["b64"],"b64":false}"#)
        }
        #expect(error?.code == .invalidSignature)
    }

    @Test func keysInTheHeaderAreNeverUsed() {
        let own = #"{"alg":"ES256","jwk":{"kty":"EC"},"jku":"https://example.com/keys","kid":"own"}"#
        let error = #expect(throws: UsageError.self) { try claims(own) }
        #expect(error?.message.contains("no P-256 key for signatures with the id") == true)
    }

    @Test func onlyKeysOfTheNamedIDAreUsed() throws {
        #expect(throws: UsageError.self) { try claims(keys: [Self.key("other"), Self.key(nil)]) }
        #expect(throws: UsageError.self) { try claims(keys: []) }
        #expect(try claims(keys: [Self.key("other", 7), Self.key()]).promptTokens == 12)
        // Two keys of one id, of which the second one is right.
        #expect(try claims(keys: [Self.key("router-receipt-1", 7), Self.key()]).promptTokens == 12)
        // Equal to Swift, but other bytes.
        let header = #"{"alg":"ES256","kid":"\#u{e9}"}"#
        #expect(throws: UsageError.self) { try claims(header, keys: [Self.key("e\u{301}")]) }
    }

    @Test func withoutAnIDEachKeyIsTried() throws {
        let keys = [Self.key("a", 7), Self.key("b")]
        let token = try Tresor.ReceiptToken(
            [Array(#"{"alg":"ES256"}"#.utf8), Array("{}".utf8), TresorReceiptTests.raw].map(Base64URL.text)
                .joined(separator: "."))
        struct Point: Tresor.ReceiptVerifier {
            func isValid(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
                publicKey == TresorReceiptVerifierTests.point
            }
        }
        #expect(try token.verifiedClaims(with: Tresor.ReceiptKeys(keys: keys), by: Point()) == Tresor.ReceiptClaims())
    }

    @Test(
        arguments: [
            { $0.type = "RSA" }, { $0.type = "oct" }, { $0.curve = "P-384" }, { $0.curve = nil }, { $0.x = nil },
            { $0.y = nil }, { $0.x = "AA" }, { $0.y = $0.y.map { $0 + "A" } }, { $0.x = $0.x.map { $0 + "=" } },
            { $0.algorithm = "ES384" }, { $0.use = "enc" }, { $0.unknown = ["key_ops": ["sign"]] },
            { $0.unknown = ["key_ops": "verify"] },
        ] as [@Sendable (inout Tresor.ReceiptKey) -> Void])
    func keysOfOtherKindsAreNotUsed(change: @Sendable (inout Tresor.ReceiptKey) -> Void) {
        let error = #expect(throws: UsageError.self) {
            try claims(keys: [Self.key(change: change)])
        }
        #expect(error?.message.contains("no P-256 key") == true)
    }

    @Test(
        arguments: [
            { $0.algorithm = nil }, { $0.use = nil }, { $0.unknown = ["key_ops": ["verify"]] },
            { $0.unknown = ["key_ops": nil] },
        ] as [@Sendable (inout Tresor.ReceiptKey) -> Void])
    func whatAKeyDoesNotSayIsNoObstacle(change: @Sendable (inout Tresor.ReceiptKey) -> Void) throws {
        #expect(try claims(keys: [Self.key(change: change)]).promptTokens == 12)
    }

    @Test func theErrorOfAVerifierIsKept() {
        let failure = UsageError(.invalidArgument, "not on the curve")
        let error = #expect(throws: UsageError.self) { try claims([Self.key()], Expecting(failure: failure)) }
        #expect(error?.code == .invalidSignature)
        #expect(error?.underlyingError as? UsageError == failure)
    }

    private func claims(_ keys: [Tresor.ReceiptKey], _ verifier: Expecting) throws -> Tresor.ReceiptClaims {
        try claims(TresorReceiptTests.header, keys: keys, verifier)
    }

    @Test func aReceiptMustBeThatOfItsID() throws {
        let keys = Tresor.ReceiptKeys(keys: [Self.key()])
        let verifier = Expecting(key: Self.point)
        for id in ["7c9e6679-7425-40de-944b-e07fc1f90ae7", "7C9E6679-7425-40DE-944B-E07FC1F90AE7"] {
            let receipt = Tresor.Receipt(id: id, compact: TresorReceiptTests.token())
            #expect(try receipt.verifiedClaims(with: keys, by: verifier).promptTokens == 12)
        }
        let other = Tresor.Receipt(id: "other", compact: TresorReceiptTests.token())
        let error = #expect(throws: UsageError.self) { try other.verifiedClaims(with: keys, by: verifier) }
        #expect(error?.code == .mismatchedResponse)
    }

    @Test func thePlaceholderOfTheFakeHasTheRightForm() async throws {
        let fake = TresorFake(rows: [
            TresorFake.row(at: .at("2026-05-20T12:00:00Z"), with: ["receipt_id": "r-1", "failover": true])
        ])
        let client = try Tresor.Client(apiKey: fake.apiKey, configuration: .test(fake))
        let receipt = try await client.receipt(id: "r-1")
        let claims = try receipt.token.unverifiedClaims
        #expect(claims.id == "r-1")
        #expect(claims.issuedAt == .at("2026-05-20T12:00:00Z"))
        #expect(claims.routedModel == "eu/example/model-a")
        #expect(claims.requestedRoute == "model-a")
        let keys = try await client.receiptKeys()
        struct Refusing: Tresor.ReceiptVerifier {
            func isValid(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool { false }
        }
        let error = #expect(throws: UsageError.self) { try receipt.verifiedClaims(with: keys, by: Refusing()) }
        #expect(error?.message.contains("does not match") == true)
    }

    #if canImport(CryptoKit)
        /// The example of RFC 7515, appendix A.3.
        @Test func cryptoKitVerifiesTheTokenOfTheStandard() throws {
            let compact =
                "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
                + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
            let keys = try Tresor.ReceiptKeys(["keys": .array(TresorFake.ReceiptSigner.placeholder.keys)])
            #expect(try Tresor.ReceiptToken(compact).verifiedClaims(with: keys).unknown["iss"] == "joe")
            let changed = compact.replacing("eyJpc3MiOiJqb2Ui", with: "eyJpc3MiOiJqb2Ui".replacing("Ui", with: "Vi"))
            #expect(throws: UsageError.self) { try Tresor.ReceiptToken(changed).verifiedClaims(with: keys) }
        }
    #endif
}
