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

    @Test func aLabelIsResolvedToWhatRowsLookUp() {
        #expect(RowLabel(.region) == .field(.region))
        #expect(RowLabel(.meta("a.b")) == .meta(["a", "b"]))
        #expect(RowLabel(.field("a")) == .member(["a"]))
        #expect(RowLabel(.meta("")) == .other)
        #expect(RowLabel(.meta("a.")) == .meta(["a", ""]))
        #expect(RowLabel(.model) == .other)
        #expect(RowLabel(UsageDimension(rawValue: "metal")) == .other)
    }
}
