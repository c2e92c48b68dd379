import Foundation

/// How many seeds a property is tried with: few on every run, many in the long check.
enum PropertySeeds {
    /// The seeds from 1: as many as `usual`, or as `long` if the environment has `USAGEKIT_LONG_PROPERTIES`.
    static func range(_ usual: Int, of long: Int) -> ClosedRange<UInt64> {
        let isLong = ProcessInfo.processInfo.environment["USAGEKIT_LONG_PROPERTIES"] != nil
        return 1...UInt64(max(isLong ? long : usual, 1))
    }
}
