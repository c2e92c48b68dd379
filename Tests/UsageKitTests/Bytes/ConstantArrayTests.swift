import Testing

@testable import UsageKit

@Suite struct ConstantArrayTests {
    @Test(arguments: [[], ["a"], ["a", "b", "c"]])
    func holdsTheElementsInTheirOrder(_ elements: [String]) {
        let constants = ConstantArray(elements)
        #expect(constants.count == elements.count)
        #expect((0..<constants.count).map { constants[$0] } == elements)
    }

    @Test func findsTheFirstMatchingElement() {
        let constants = ConstantArray([3, 1, 4, 1, 5])
        #expect(constants.firstIndex { $0 == 1 } == 1)
        #expect(constants.firstIndex { $0 == 9 } == nil)
    }
}
