import UsageKit

extension Timestamp {
    /// The instant as the header `Date` has it; the weekday is not read.
    var headerDate: String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = description.split { "-T:Z.".contains($0) }
        let month = Int(parts[1]).map { months[$0 - 1] } ?? ""
        return "Fri, \(parts[2]) \(month) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
    }
}
