/// Writes a report as one JSON object.
///
/// The object has the members `complete`, `walks`, `total` and `groups`: whether every walk is complete
/// (``UsageReport/isComplete``), the walks (``WalkReport/jsonValue``), the figures of all rows, and the groups in their
/// order. Every member of a group is always present, and what is unknown is null. The sums of charges and of units are
/// texts with all digits, and latencies are exact numbers of milliseconds. If the query has ``ReportQuery/top``, `other`
/// says which groups combine all other keys.
public struct JSONExport: Sendable {
    /// Creates an export.
    public init() {}

    /// Returns the object of a report, without a line break.
    ///
    /// For a large report, ``chunks(of:)`` needs less memory.
    public func text(of report: UsageReport) -> String { chunks(of: report).text }

    /// Returns the object of a report in parts, to be written one after the other.
    public func chunks(of report: UsageReport) -> ReportChunks {
        let members: JSONObject = [
            "complete": .bool(report.isComplete), "walks": .array(report.walks.map(\.jsonValue)),
        ]
        var head = Self.opened(members)
        head.append(contentsOf: "\"total\":".utf8)
        // The total has a key of its own, which no group has.
        var labels = GroupLabels(report)
        JSONGroupWriter(report).write(report.total, &labels, to: &head)
        head.append(UInt8(ascii: ","))
        return chunks(of: report, after: head)
    }

    /// Returns an object with members of the caller, followed by the `groups` of a report.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - members: What comes before the groups.
    /// - Returns: The parts of the object, to be written one after the other.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if two members have one name, or if one is
    ///   named `groups`.
    public func chunks(of report: UsageReport, after members: JSONObject) throws(UsageError) -> ReportChunks {
        var names: Set<ByteString> = [ByteString("groups")]
        for member in members.members where !names.insert(ByteString(member.name)).inserted {
            throw UsageError(.invalidArgument, "the object would have two members named \(member.name)")
        }
        return chunks(of: report, after: Self.opened(members))
    }

    private func chunks(of report: UsageReport, after head: [UInt8]) -> ReportChunks {
        ReportChunks(
            report, head: head + "\"groups\":[".utf8, separator: ",", tail: "]}", writer: JSONGroupWriter(report))
    }

    /// The text of an object that goes on.
    private static func opened(_ members: JSONObject) -> [UInt8] {
        var text = Array(JSONValue.object(members).text.utf8)
        text.removeLast()
        if !members.isEmpty { text.append(UInt8(ascii: ",")) }
        return text
    }
}
