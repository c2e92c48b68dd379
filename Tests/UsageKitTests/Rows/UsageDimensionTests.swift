import Testing

@testable import UsageKit

@Suite struct UsageDimensionTests {
    @Test func aDimensionIsItsName() {
        #expect(UsageDimension(rawValue: "model") == .model)
        #expect(UsageDimension(rawValue: "region") == .region)
        #expect(UsageDimension(rawValue: "meta.reason") == .reason)
        #expect(UsageDimension.field("endpoint").rawValue == "field.endpoint")
        for dimension in UsageDimension.all {
            #expect(UsageDimension(rawValue: dimension.rawValue).common == dimension.common)
        }
        for label in UsageDimension.Label.allCases {
            #expect(UsageDimension(rawValue: label.rawValue) == UsageDimension(label))
            #expect(UsageDimension(rawValue: label.rawValue).label == label)
            #expect(UsageDimension(rawValue: label.rawValue).common == nil)
        }
    }

    @Test func namesAreComparedByTheirBytes() {
        #expect(UsageDimension(rawValue: "\u{212A}eyName") != .keyName)
        #expect(UsageDimension(rawValue: "\u{212A}eyName").label == nil)
        #expect(UsageDimension(rawValue: "api\u{212A}ey").common == nil)
        #expect(UsageDimension.meta("\u{E9}") != .meta("e\u{301}"))
    }

    @Test(arguments: ["", ".", "a.", ".a", "a..b", " a", "a ", "a. b", "a .b", "\u{A0}a", "a\n"])
    func aPathWithAnEmptyOrPaddedPartIsNotALabel(path: String) throws {
        for label in [UsageDimension.meta(path), .field(path)] {
            #expect(RowLabel(label) == .other)
            #expect(!label.isLabel)
            let ledger = UsageLedger(keeping: [label, .region])
            #expect(ledger.labels == [.region])
            let error = #expect(throws: UsageError.self) { try ledger.report(by: [label]) }
            #expect(error?.code == .invalidArgument)
            #expect(error?.message.hasPrefix("the ledger has no dimension '\(label)'") == true)
        }
    }

    @Test func aLabelIsResolvedToWhatRowsLookUp() {
        #expect(RowLabel(.region) == .field(.region))
        #expect(RowLabel(.meta("a.b")) == .meta(["a", "b"]))
        #expect(RowLabel(.field("a")) == .member(["a"]))
        #expect(RowLabel(.meta("")) == .other)
        #expect(RowLabel(.meta("a. b")) == .other)
        #expect(RowLabel(.meta("a b")) == .meta(["a b"]))
        #expect(RowLabel(.model) == .other)
        #expect(RowLabel(UsageDimension(rawValue: "metal")) == .other)
    }
}
