public import Foundation

extension ChatBotKit {
    /// The figure of one day.
    public struct SeriesPoint: Hashable, Sendable {
        /// When the day begins.
        public var date: Timestamp
        /// The figure.
        public var total: Decimal
        /// Members that this version does not know.
        public var unknown: JSONObject
        /// The date as it came if it is a text, as it is if the service answers from its cache.
        private let text: String?

        /// Creates a point.
        public init(date: Timestamp, total: Decimal) {
            self.init(date: date, total: total, unknown: JSONObject(), text: nil)
        }

        fileprivate init(date: Timestamp, total: Decimal, unknown: JSONObject, text: String?) {
            self.date = date
            self.total = total
            self.unknown = unknown
            self.text = text
        }

        /// Whether day, figure and unknown members are equal, however the day was written.
        public static func == (left: Self, right: Self) -> Bool {
            left.date == right.date && left.total == right.total && left.unknown == right.unknown
        }

        /// Feeds the day and the figure to a hasher.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(date)
            hasher.combine(total)
        }
    }
}

extension ChatBotKit.SeriesPoint: JSONForm {
    static var kind: ModelShape.Kind {
        .object(ModelShape([ModelShape.Member("date"), ModelShape.Member("total")]))
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var date: Timestamp?
        var text: String?
        var total: Decimal?
        var unknown = JSONObject()
        try json.eachMember { (name, json) throws(UsageError) in
            switch name {
            case "date": (date, text) = try Self.date(&json)
            case "total": total = try Decimal(from: &json)
            default: unknown.append(name, try json.value())
            }
        }
        guard let date else { throw json.error("the field date is missing", .unexpectedShape, at: nil) }
        guard let total else { throw json.error("the field total is missing", .unexpectedShape, at: nil) }
        self.init(date: date, total: total, unknown: unknown, text: text)
    }

    /// Reads milliseconds since 1970, as documented, or an RFC 3339 instant or a date.
    private static func date(_ json: inout JSONReader) throws(UsageError) -> (Timestamp, String?) {
        let start = json.mark
        guard case .string(let text) = try json.value() else {
            json.rewind(to: start)
            return (try json.milliseconds(), nil)
        }
        if let instant = try? Timestamp(text) { return (instant, text) }
        if text.utf8.count == 10, let day = try? Timestamp("\(text)T00:00:00Z") { return (day, text) }
        json.rewind(to: start)
        return (try json.milliseconds(), nil)
    }

    var jsonForm: JSONValue {
        let date = text.map(JSONValue.string) ?? JSONValue(millisecondsSince1970: date)
        let object: JSONObject = ["date": date, "total": total.jsonForm]
        return .object(object.appending(unknown))
    }
}
