import Foundation

/// The seeds of the properties that take longest.
///
/// Every run tries some; the long check sets `USAGEKIT_SEED_FACTOR` to 4 and tries four times as many, in release mode.
enum PropertySeeds {
    private static let factor =
        ProcessInfo.processInfo.environment["USAGEKIT_SEED_FACTOR"].flatMap { UInt64($0) } ?? 1

    /// As many seeds as usual from the first one on; in the long check, a multiple of it or `long`.
    static func some(_ usual: UInt64, from first: UInt64 = 1, long: UInt64? = nil) -> Range<UInt64> {
        first..<first + (factor > 1 ? long ?? usual * factor : usual)
    }
}
