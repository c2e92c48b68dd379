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

        /// Creates a day.
        public init(day: Timestamp, figures: NamedValues<Decimal> = NamedValues()) {
            self.day = day
            self.figures = figures
            unknown = JSONObject()
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
        try json.eachMember { (name, json) throws(UsageError) in
            if name == "date", day == nil {
                day = try json.milliseconds()
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
        self.init(day: day, figures: NamedValues(figures))
        self.unknown = unknown
    }

    var jsonForm: JSONValue {
        let date: JSONObject = ["date": JSONValue(millisecondsSince1970: day)]
        guard case .object(let figures) = figures.jsonForm else { return .object(date) }
        return .object(date.appending(figures).appending(unknown))
    }
}
