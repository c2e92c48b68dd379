import Crypto
import Foundation
import ReceiptVerification
import Testing
import UsageKit
import UsageKitTesting

@Suite struct SwiftCryptoVerifierTests {
    private let signingKey = P256.Signing.PrivateKey()
    private let verifier = SwiftCryptoVerifier()

    private static func base64URL(_ data: Data) -> String {
        let standard = data.base64EncodedString()
        return String(standard.filter { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }

    /// The public key in the form of the document of keys.
    private static func webKey(_ key: P256.Signing.PrivateKey, id: String = "router-receipt-1") -> JSONValue {
        let point = key.publicKey.rawRepresentation
        return [
            "kty": "EC", "kid": .string(id), "crv": "P-256", "alg": "ES256", "use": "sig",
            "x": .string(base64URL(point.prefix(32))), "y": .string(base64URL(point.suffix(32))),
        ]
    }

    private static func token(
        _ key: P256.Signing.PrivateKey, header: String = #"{"alg":"ES256","kid":"router-receipt-1"}"#,
        claims: String = #"{"jti":"r-1","iat":1780000000,"routed_model":"eu/example/model-a"}"#, isDER: Bool = false
    ) throws -> String {
        let input = [header, claims].map { base64URL(Data($0.utf8)) }.joined(separator: ".")
        let signature = try key.signature(for: Data(input.utf8))
        return "\(input).\(base64URL(isDER ? signature.derRepresentation : signature.rawRepresentation))"
    }

    private func keys(_ keys: JSONValue...) throws -> Tresor.ReceiptKeys {
        try Tresor.ReceiptKeys(["keys": .array(keys)])
    }

    private func code(_ body: () throws -> Tresor.ReceiptClaims) -> UsageError.Code? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? UsageError)?.code
        }
    }

    @Test(arguments: [false, true])
    func aReceiptIsVerifiedInBothForms(isDER: Bool) throws {
        let token = try Tresor.ReceiptToken(try Self.token(signingKey, isDER: isDER))
        #expect(token.signature.form == (isDER ? .der : .raw))
        let claims = try token.verifiedClaims(with: try keys(Self.webKey(signingKey)), by: verifier)
        #expect(claims.routedModel == "eu/example/model-a")
    }

    /// The forms of both libraries agree, for numbers of any length.
    @Test func theFormsAreConvertedAsSwiftCryptoDoes() throws {
        for number in 0..<400 {
            let signature = try signingKey.signature(for: Data("\(number)".utf8))
            let der = try Tresor.ReceiptSignature(signature.derRepresentation)
            #expect(der.form == .der)
            #expect(der.raw == Array(signature.rawRepresentation))
            let raw = try Tresor.ReceiptSignature(signature.rawRepresentation)
            #expect(raw.form == .raw)
            #expect(raw.der == Array(signature.derRepresentation))
        }
    }

    @Test func anotherKeyIsRefused() throws {
        let other = P256.Signing.PrivateKey()
        let token = try Tresor.ReceiptToken(try Self.token(signingKey))
        #expect(
            code { try token.verifiedClaims(with: try keys(Self.webKey(other)), by: verifier) } == .invalidSignature)
        #expect(code { try token.verifiedClaims(with: try keys(), by: verifier) } == .invalidSignature)
        let named = try keys(Self.webKey(signingKey, id: "router-receipt-2"))
        #expect(code { try token.verifiedClaims(with: named, by: verifier) } == .invalidSignature)
        // The right key is found beside a wrong one of the same id.
        let both = try keys(Self.webKey(other), Self.webKey(signingKey))
        #expect(try token.verifiedClaims(with: both, by: verifier).id == "r-1")
    }

    @Test func aChangedClaimIsRefused() throws {
        let compact = try Self.token(signingKey)
        let changed = Self.base64URL(Data(#"{"jti":"r-1","iat":1780000000,"routed_model":"eu/example/model-b"}"#.utf8))
        var parts = compact.split(separator: ".").map(String.init)
        parts[1] = changed
        let token = try Tresor.ReceiptToken(parts.joined(separator: "."))
        #expect(token.unverifiedClaims.routedModel == "eu/example/model-b")
        #expect(
            code { try token.verifiedClaims(with: try keys(Self.webKey(signingKey)), by: verifier) }
                == .invalidSignature)
    }

    @Test func aChangedHeaderIsRefused() throws {
        var parts = try Self.token(signingKey).split(separator: ".").map(String.init)
        parts[0] = Self.base64URL(Data(#"{"kid":"router-receipt-1","alg":"ES256"}"#.utf8))
        let token = try Tresor.ReceiptToken(parts.joined(separator: "."))
        #expect(
            code { try token.verifiedClaims(with: try keys(Self.webKey(signingKey)), by: verifier) }
                == .invalidSignature)
    }

    @Test func eachChangedBitOfTheSignatureIsRefused() throws {
        let compact = try Self.token(signingKey)
        let raw = try Tresor.ReceiptToken(compact).signature.raw
        let input = compact.split(separator: ".").prefix(2).joined(separator: ".")
        let keys = try keys(Self.webKey(signingKey))
        for index in stride(from: 0, to: 64, by: 3) {
            var changed = raw
            changed[index] ^= 1
            let token = try Tresor.ReceiptToken("\(input).\(Self.base64URL(Data(changed)))")
            #expect(code { try token.verifiedClaims(with: keys, by: verifier) } == .invalidSignature)
        }
    }

    /// A token that its key has signed is refused all the same if its header names another algorithm.
    @Test(arguments: ["none", "HS256", "ES384"])
    func otherAlgorithmsAreRefused(name: String) throws {
        let header = #"{"alg":"\#(name)","kid":"router-receipt-1"}"#
        let token = try Tresor.ReceiptToken(try Self.token(signingKey, header: header))
        #expect(
            code { try token.verifiedClaims(with: try keys(Self.webKey(signingKey)), by: verifier) }
                == .invalidSignature)
    }

    @Test func aPointThatIsNotOnTheCurveIsRefused() throws {
        var key = try Tresor.ReceiptKey(Self.webKey(signingKey))
        key.y = key.x
        let token = try Tresor.ReceiptToken(try Self.token(signingKey))
        let error = #expect(throws: UsageError.self) {
            try token.verifiedClaims(with: Tresor.ReceiptKeys(keys: [key]), by: verifier)
        }
        #expect(error?.code == .invalidSignature)
        #expect(error?.underlyingError != nil)
    }

    /// The example of RFC 7515, appendix A.3.
    @Test func theTokenOfTheStandardIsVerified() throws {
        let compact =
            "eyJhbGciOiJFUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        let keys = try Tresor.ReceiptKeys(["keys": .array(TresorFake.ReceiptSigner.placeholder.keys)])
        let claims = try Tresor.ReceiptToken(compact).verifiedClaims(with: keys, by: verifier)
        #expect(claims.unknown["iss"] == "joe")
    }

    /// From the row of a ledger to verified claims, with a fake whose receipts are signed.
    @Test func aReceiptOfTheLedgerIsVerified() async throws {
        let key = signingKey
        let signer = TresorFake.ReceiptSigner(
            keyID: "router-receipt-1", keys: [Self.webKey(key)],
            sign: { message in Array(try key.signature(for: Data(message)).rawRepresentation) })
        let noon = try Timestamp("2026-05-20T12:00:00Z")
        let fake = TresorFake(
            rows: [TresorFake.row(at: noon, with: ["receipt_id": "r-7"])], receiptSigner: signer)
        let client = try Tresor.Client(
            apiKey: fake.apiKey, configuration: ClientConfiguration(transport: fake))
        let window = try TimeWindow(from: noon.advanced(by: .seconds(-60)), to: noon.advanced(by: .seconds(60)))
        let row = try #require(try await client.row(receiptID: "r-7", in: window))
        let receipt = try await client.receipt(id: try #require(row.receiptID))
        let claims = try receipt.verifiedClaims(with: try await client.receiptKeys(), by: verifier)
        #expect(claims.routedModel == row.model)
        #expect(claims.promptTokens == row.promptTokens)
        #expect(claims.issuedAt == noon)

        // The placeholder of a fake without a signer is never accepted.
        let unsigned = TresorFake(rows: fake.rows)
        let other = try Tresor.Client(
            apiKey: unsigned.apiKey, configuration: ClientConfiguration(transport: unsigned))
        let wrong = try await other.receipt(id: "r-7")
        let wrongKeys = try await other.receiptKeys()
        #expect(code { try wrong.verifiedClaims(with: wrongKeys, by: verifier) } == .invalidSignature)
    }
}
