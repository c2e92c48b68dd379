import Foundation
import Testing

@testable import UsageKit

/// The cases of Standard Webhooks (13) and of stripe-python (14), applied to this scheme.
@Suite struct AurousWebhookSignatureTests {
    private static let body = #"{"type":"usage.balance_low","data":{"balance":"12.50"}}"#
    private static let secret = "whsec_C2FVsBQIhrscChlQIMV"
    private static let time: Int64 = 1_767_225_600
    /// Computed with Python's `hmac` over the time, a dot and the body.
    private static let code = "f3be387e61ac316698b4ab6037962af10e270a4e878ccdd3e2c8c521bc925023"
    /// The same with the secret `whsec_old`.
    private static let oldCode = "ca972475b0f4e09954ba5865351aef500454e2b78142affe8bd256a5cb5c9c29"
    private static let wrongCode = String(repeating: "0", count: 64)

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var header = "t=\(time),v1=\(code)"
        var body = AurousWebhookSignatureTests.body
        var secrets = [secret]
        /// The age of the signature in seconds.
        var age: Int64 = 0
        var tolerance = Duration.seconds(300)
        let isAccepted: Bool
    }

    static let standardWebhooks = [
        Case(testDescription: "a valid signature", isAccepted: true),
        Case(testDescription: "an empty header", header: "", isAccepted: false),
        Case(testDescription: "no time", header: "v1=\(code)", isAccepted: false),
        Case(testDescription: "no signature", header: "t=\(time)", isAccepted: false),
        Case(testDescription: "an empty signature", header: "t=\(time),v1=", isAccepted: false),
        Case(testDescription: "a time that is no number", header: "t=hello,v1=\(code)", isAccepted: false),
        Case(testDescription: "a wrong signature", header: "t=\(time),v1=\(wrongCode)", isAccepted: false),
        Case(testDescription: "a part of the signature", header: "t=\(time),v1=\(code.prefix(8))", isAccepted: false),
        Case(testDescription: "more than the signature", header: "t=\(time),v1=\(code)00", isAccepted: false),
        Case(testDescription: "an old time", age: 301, isAccepted: false),
        Case(testDescription: "a time in the future", age: -301, isAccepted: false),
        Case(
            testDescription: "several signatures, one of them right",
            header: "t=\(time),v1=\(wrongCode),v2=zz,v1=\(code),v1=\(oldCode)", isAccepted: true),
        Case(testDescription: "the secret without its prefix", secrets: ["C2FVsBQIhrscChlQIMV"], isAccepted: false),
    ]

    static let stripe = [
        Case(testDescription: "a header of another form", header: "i'm not even a real signature", isAccepted: false),
        Case(testDescription: "only another version", header: "t=\(time),v0=\(code)", isAccepted: false),
        Case(testDescription: "a signature of nothing valid", header: "t=\(time),v1=bad_signature", isAccepted: false),
        Case(testDescription: "a time outside the tolerance", age: 11, tolerance: .seconds(10), isAccepted: false),
        Case(testDescription: "a time at the end of the tolerance", age: 300, isAccepted: true),
        Case(testDescription: "a time at the other end", age: -300, isAccepted: true),
        Case(testDescription: "a tolerance without end", age: 400_000_000, tolerance: .seconds(1e12), isAccepted: true),
        Case(testDescription: "another time than was signed", header: "t=\(time + 1),v1=\(code)", isAccepted: false),
        Case(testDescription: "a body encoded again", body: body.replacing(":", with: ": "), isAccepted: false),
        Case(testDescription: "a body cut short", body: String(body.dropLast()), isAccepted: false),
        Case(testDescription: "another secret", secrets: ["whsec_other"], isAccepted: false),
        Case(testDescription: "the old secret beside the new", secrets: ["whsec_old", secret], isAccepted: true),
        Case(
            testDescription: "signed with the old secret", header: "t=\(time),v1=\(oldCode)",
            secrets: [secret, "whsec_old"], isAccepted: true),
        Case(testDescription: "capitals", header: "t=\(time),v1=\(code.uppercased())", isAccepted: true),
    ]

    static let others = [
        Case(testDescription: "no secret", secrets: [], isAccepted: false),
        Case(testDescription: "spaces after the commas", header: "t=\(time), v1=\(code)", isAccepted: true),
        Case(testDescription: "the signature first", header: "v1=\(code),t=\(time)", isAccepted: true),
        Case(testDescription: "two times", header: "t=\(time),t=\(time),v1=\(code)", isAccepted: false),
        Case(testDescription: "a sign before the time", header: "t=+\(time),v1=\(code)", isAccepted: false),
        Case(testDescription: "a zero before the time", header: "t=0\(time),v1=\(code)", isAccepted: false),
        Case(
            testDescription: "a time beyond all reason", header: "t=99999999999999999999,v1=\(code)",
            isAccepted: false),
        Case(testDescription: "half a byte", header: "t=\(time),v1=\(code)0", isAccepted: false),
        Case(testDescription: "digits of another script", header: "t=١,v1=\(code)", isAccepted: false),
        Case(testDescription: "a comma at the end", header: "t=\(time),v1=\(code),", isAccepted: false),
    ]

    @Test(arguments: standardWebhooks + stripe + others)
    func acceptsOrRefusesEachCase(_ example: Case) throws {
        let secrets = try example.secrets.map { try Credential($0) }
        let result = Result { () throws(UsageError) in
            try Aurous.WebhookSignature.verify(
                Array(example.body.utf8), header: example.header, secrets: secrets,
                now: Timestamp(seconds: Self.time + example.age), tolerance: example.tolerance)
        }
        switch result {
        case .success: #expect(example.isAccepted)
        case .failure(let error):
            #expect(!example.isAccepted, "\(error)")
            #expect(error.code == .invalidSignature)
            #expect(error.provider == .aurous)
            for secret in example.secrets { #expect(!error.description.contains(secret)) }
        }
    }

    @Test func hasTheCasesOfBoth() {
        #expect(Self.standardWebhooks.count == 13)
        #expect(Self.stripe.count == 14)
    }

    /// The body need not be UTF-8 and may be empty.
    @Test(arguments: [[], [0xFF, 0xFE, 0x00]] as [[UInt8]])
    func verifiesBytesOfAnyKind(body: [UInt8]) throws {
        let key = try Credential("key")
        let code = MessageAuthentication.hmacSHA256(key: Array("key".utf8), message: Array("60.".utf8) + body)
        let header = "t=60,v1=" + code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let now = Timestamp(seconds: 61)
        try Aurous.WebhookSignature.verify(Data(body), header: header, secrets: [key], now: now)
        #expect(throws: UsageError.self) {
            try Aurous.WebhookSignature.verify(Data(body + [0]), header: header, secrets: [key], now: now)
        }
    }

    @Test func hasTheTimeOfTheSignature() throws {
        let signature = try Aurous.WebhookSignature(header: "t=\(Self.time),v1=\(Self.code)")
        #expect(signature.timestamp == Timestamp(seconds: Self.time))
    }

    @Test(
        arguments: [
            ([], [], true), ([1, 2], [1, 2], true), ([1, 2], [1, 3], false), ([1, 2], [0, 2], false),
            ([1], [1, 0], false),
            ([0x80], [0], false),
        ] as [([UInt8], [UInt8], Bool)])
    func comparesWholeCodes(one: [UInt8], other: [UInt8], areEqual: Bool) {
        #expect(MessageAuthentication.areEqual(one, other) == areEqual)
    }
}
