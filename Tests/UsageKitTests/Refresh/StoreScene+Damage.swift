import Foundation
import UsageKitTesting

@testable import UsageKit

extension StoreScene {
    /// A key of Aurous beside that of its fake.
    static let otherKey = "al_live_" + String(repeating: "e", count: 64)

    static func entry(_ instant: String, _ amount: WireNumber, id: String) -> JSONValue {
        VeniceFake.entry(at: .at(instant), amount: amount, requestID: id)
    }

    /// The offsets of the entries of a kind.
    static func places(_ kind: StoreFrame.Kind, in bytes: [UInt8]) -> [Int] {
        bytes.indices.filter { bytes[$0...].starts(with: StoreFrame.marker) && bytes[$0 + 12] == kind.rawValue }
    }

    /// Makes a byte of some entries wrong.
    func flip(_ places: [Int]) throws {
        var bytes = [UInt8](try Data(contentsOf: rowsFile))
        for place in places { bytes[place + StoreFrame.overhead + 3] ^= 1 }
        try Data(bytes).write(to: rowsFile)
    }
}
