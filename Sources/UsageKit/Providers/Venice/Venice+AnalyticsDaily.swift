public import Foundation

extension Venice.Analytics {
    /// The figures of one day under names that are not fixed: those of models, or the descriptions of keys.
    ///
    /// What they are is not documented for certain: DIEM by the page, US dollars and DIEM together by the vendor's skill.
    public struct Daily: Hashable, Sendable {
        /// When the day begins, in UTC.
        public var day: Timestamp
        /// The figures in the order of the wire.
        public var figures: NamedValues<Decimal>
        /// Members that are no numbers.
        public var unknown: JSONObject
        /// Whether the day is written `YYYY-MM-DD`, as in ``Venice/Analytics/byDate``, and not in milliseconds.
        private let isDate: Bool

        /// Creates a day.
        public init(day: Timestamp, figures: NamedValues<Decimal> = NamedValues()) {
            self.init(day: day, figures: figures, unknown: JSONObject(), isDate: false)
        }

        fileprivate init(day: Timestamp, figures: NamedValues<Decimal>, unknown: JSONObject, isDate: Bool) {
            self.day = day
            self.figures = figures
            self.unknown = unknown
            self.isDate = isDate
        }
    }
}

extension Venice.Analytics.Daily: JSONForm {
    /// Any name may be that of a model.
    static var kind: ModelShape.Kind { .named(.value) }

    init(from json: inout JSONReader) throws(UsageError) {
        var day: Timestamp?
        var figures: [NamedValues<Decimal>.Element] = []
        var unknown = JSONObject()
        var isDate = false
        try json.eachMember { (name, json) throws(UsageError) in
            if name == "date", day == nil {
                (day, isDate) = try Self.day(&json)
                return
            }
            let value = try json.value()
            if case .number(let number) = value, let figure = number.decimal {
                figures.append(NamedValues.Element(name, figure))
            } else {
                unknown.append(name, value)
            }
        }
        guard let day else { throw json.error("the field date is missing", .unexpectedShape, at: nil) }
        self.init(day: day, figures: NamedValues(figures), unknown: unknown, isDate: isDate)
    }

    /// Reads milliseconds since 1970, as documented, or a date, as elsewhere in the same document.
    private static func day(_ json: inout JSONReader) throws(UsageError) -> (day: Timestamp, isDate: Bool) {
        let start = json.mark
        if case .string(let text) = try json.value(), text.utf8.count == 10,
            let day = try? Timestamp("\(text)T00:00:00Z")
        {
            return (day, true)
        }
        json.rewind(to: start)
        return (try json.milliseconds(), false)
    }

    var jsonForm: JSONValue {
        let text = JSONValue.string(String(day.description.prefix(10)))
        let date: JSONObject = ["date": isDate ? text : JSONValue(millisecondsSince1970: day)]
        guard case .object(let figures) = figures.jsonForm else { return .object(date) }
        return .object(date.appending(figures).appending(unknown))
    }
}
