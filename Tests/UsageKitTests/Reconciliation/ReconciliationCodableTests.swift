import Foundation
import Testing

@testable import UsageKit

/// What is read back of a reconciliation and of its causes.
@Suite struct ReconciliationCodableTests {
    /// A reconciliation of one figure, and members that contradict it.
    @Test(arguments: [
        (#""agrees":false,"explanations""#, #""agrees":true,"explanations""#),
        (#""verdict":"differs""#, #""verdict":"agrees""#),
        (#""difference":"-1""#, #""difference":"0""#), (#""difference":"-1""#, #""difference":null"#),
        (#""own":"1""#, #""own":"2""#), (#""stated":"2""#, #""stated":null"#),
        (#""stated":true"#, #""stated":false"#), (#""partsPerMillion":1000000"#, #""partsPerMillion":1"#),
        (#""unexplained":"-1","agrees":false"#, #""unexplained":"-1","agrees":true"#),
    ])
    func whatContradictsTheFiguresIsNotReadBack(part: String, other: String) throws {
        let json = """
            {"statement":"s","verdict":"differs","gaps":[],"notCompared":[],"dimensions":["model"],"entries":[{"start":null,\
            "end":null,"key":["m"],"stated":true,"agrees":false,"explanations":[],"closest":[],"figures":[{"figure":\
            "requests","own":"1","stated":"2","difference":"-1","unexplained":"-1","agrees":false}]}],"concentrations":[{\
            "figure":"requests","dimension":"model","value":"m","amount":"1","partsPerMillion":1000000}]}
            """
        #expect(json.contains(part))
        #expect(try JSONDecoder().decode(Reconciliation.self, from: Data(json.utf8)).verdict == .differs)
        let damaged = json.replacingOccurrences(of: part, with: other)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Reconciliation.self, from: Data(damaged.utf8))
        }
    }

    @Test(arguments: [
        #"{"cause":"rounded","places":2,"of":"row","rounding":"halfUp"}"#,
        #"{"cause":"rounded","places":2,"of":"Rows","rounding":"halfUp"}"#,
        #"{"cause":"excludedValue","dimension":"apiKey"}"#, #"{"cause":"unknown"}"#,
    ])
    func aDamagedCauseIsNotReadBack(json: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Cause.self, from: Data(json.utf8)) }
    }

    @Test(arguments: [
        Cause.excludedValue(nil, of: .apiKey), .excludedValue("k", of: .apiKey),
        .rounded(to: 2, eachRow: true, .down), .rounded(to: 2, eachRow: false, .down),
    ])
    func causesWithMembersAreReadBack(cause: Cause) throws {
        #expect(try JSONDecoder().decode(Cause.self, from: JSONEncoder().encode(cause)) == cause)
    }
}
