import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct TresorReceiptTests {
    static let header = #"{"alg":"ES256","kid":"router-receipt-1"}"#
    static let claims = #"""
        {"jti":"7c9e6679-7425-40de-944b-e07fc1f90ae7","iat":1747822288,"requested_route":"gpt-oss-120b",
         "routed_model":"eu/tresor/gpt-oss-120b","prompt_tokens":12,"request_digest":"sha256:00",
         "router_attestation":{"tee":"tdx"},"inference_attestation":null}
        """#
    static let raw = (0..<64).map { UInt8($0 + 1) }

    static func token(
        _ header: String = header, _ claims: String = claims, signature: [UInt8] = raw
    ) -> String {
        [Array(header.utf8), Array(claims.utf8), signature].map(Base64URL.text).joined(separator: ".")
    }

    @Test func aTokenIsSplitIntoItsParts() throws {
        let token = try Tresor.ReceiptToken(Self.token())
        #expect(token.unverifiedHeader == Tresor.ReceiptHeader(algorithm: "ES256", keyID: "router-receipt-1"))
        let claims = token.unverifiedClaims
        #expect(claims.id == "7c9e6679-7425-40de-944b-e07fc1f90ae7")
        #expect(claims.issuedAt == .at("2025-05-21T10:11:28Z"))
        #expect(claims.requestedRoute == "gpt-oss-120b")
        #expect(claims.routedModel == "eu/tresor/gpt-oss-120b")
        #expect(claims.promptTokens == 12)
        #expect(claims.routerAttestation == ["tee": "tdx"])
        #expect(claims.inferenceAttestation == nil)
        #expect(claims.unknown == ["request_digest": "sha256:00"])
        #expect(token.signature.form == .raw)
        #expect(token.signature.raw == Self.raw)
        let input = Self.token().split(separator: ".").prefix(2).joined(separator: ".")
        #expect(token.signingInput == Array(input.utf8))
    }

    /// The example of RFC 7515, appendix A.3.
    @Test func readsTheTokenOfTheStandard() throws {
        let token = try Tresor.ReceiptToken(
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
                + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
        #expect(token.unverifiedHeader.keyID == nil)
        #expect(token.unverifiedClaims.unknown["iss"] == "joe")
        #expect(token.signature.raw.prefix(4) == [14, 209, 33, 83])
        #expect(token.signature.raw.suffix(4) == [131, 163, 84, 213])
    }

    @Test func furtherPartsOfAReceiptAreRead() throws {
        let header = #"{"alg":"ES256","typ":"JWT","kid":"k"}"#
        let token = try Tresor.ReceiptToken(Self.token(header, #"{"inference_attestation":{"tee":"sev"}}"#))
        #expect(token.unverifiedHeader.type == "JWT")
        #expect(token.unverifiedClaims.inferenceAttestation == ["tee": "sev"])
    }

    @Test func claimsAreOpen() throws {
        let claims = #"{"jti":7,"prompt_tokens":"many","routed_model":["a"],"requested_route":null}"#
        let token = try Tresor.ReceiptToken(Self.token(Self.header, claims))
        #expect(token.unverifiedClaims.id == nil)
        #expect(token.unverifiedClaims.promptTokens == nil)
        #expect(token.unverifiedClaims.unknown == ["jti": 7, "prompt_tokens": "many", "routed_model": ["a"]])
        #expect(try Tresor.ReceiptToken(Self.token(Self.header, "{}")).unverifiedClaims == Tresor.ReceiptClaims())
    }

    @Test(arguments: [
        "", ".", "a.b", "e30.e30.AA.AA", "e30..AAAA", "e30=.e30.AA", "e30.e3 0.AA", "e+0.e30.AA", "bm8.e30.AA",
        "W10.e30.AA", "eyJhbGciOiJFUzI1NiJ9.bm8.AA", "eyJhbGciOiJFUzI1NiJ9.W10.AA", "e30.e30.AA",
        "eyJhbGciOiJFUzI1NiJ9.e30.A", "\u{e9}.e30.AA",
    ])
    func refusesWhatIsNoToken(text: String) throws {
        let error = #expect(throws: UsageError.self) { try Tresor.ReceiptToken(text) }
        #expect(error?.code == .unexpectedShape)
        #expect(error?.provider == .tresor)
        #expect(error?.message.hasPrefix("the receipt is not a compact JSON Web Signature: ") == true)
    }

    @Test(arguments: [
        (#"{"alg":"ES256","alg":"none"}"#, "{}"), (#"{"alg":"ES256","kid":"a","kid":"b"}"#, "{}"),
        (#"{"alg":"ES256","x":1,"x":1}"#, "{}"), (header, #"{"jti":"a","jti":"b"}"#),
        (header, #"{"digest":"a","\u0064igest":"b"}"#),
    ])
    func refusesAMemberThatComesTwice(header: String, claims: String) {
        let error = #expect(throws: UsageError.self) { try Tresor.ReceiptToken(Self.token(header, claims)) }
        #expect(error?.code == .unexpectedShape)
    }

    @Test func namesTheMemberThatCannotBeRead() {
        let error = #expect(throws: UsageError.self) { try Tresor.ReceiptToken(Self.token(#"{"alg":5}"#)) }
        #expect(error?.codingPath == "header.alg")
        let claims = #expect(throws: UsageError.self) {
            try Tresor.ReceiptToken(Self.token(Self.header, #"{"iat":"now"}"#))
        }
        #expect(claims?.codingPath == "claims.iat")
    }

    @Test func refusesATokenWithoutASignature() {
        let error = #expect(throws: UsageError.self) {
            try Tresor.ReceiptToken(Self.token(#"{"alg":"none"}"#, signature: []))
        }
        #expect(error?.code == .invalidSignature)
    }

    @Test func tokensAreEqualByTheirBytes() throws {
        let token = try Tresor.ReceiptToken(Self.token())
        #expect(token == (try Tresor.ReceiptToken(Self.token())))
        #expect(token != (try Tresor.ReceiptToken(Self.token(signature: Self.raw.reversed()))))
        #expect(Set([token, token]).count == 1)
    }
}
