import UsageKit
import UsageKitTesting

/// A server's present that is in the middle of an hour, a day, a month and a year, whatever the local clock shows.
///
/// It is also in the middle of a week, or on its first day: what came within the last ten hours is in the same week.
enum MidPeriod {
    /// 10:20 on 17 June of the year after the present one; a later clock is followed without a search.
    static var present: Timestamp {
        get throws {
            let year = Int("\(Timestamp.now())".prefix(4)) ?? 0
            return try Timestamp("\(year + 1)-06-17T10:20:00Z")
        }
    }

    /// A server whose clock shows that present.
    static func server(_ server: any HTTPTransport) throws -> WrongClockTests.Skewed {
        WrongClockTests.Skewed(server: server, skew: Timestamp.now().duration(to: try present))
    }
}
