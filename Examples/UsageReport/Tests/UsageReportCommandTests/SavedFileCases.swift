import Foundation
import Testing

/// A saved file, and what a report of it says in every format.
struct SavedFileCase: Sendable, CustomTestStringConvertible {
    let name: String
    let provider: String
    let bytes: [UInt8]
    var options: [String] = []
    var status: Int32 = 0
    /// How many rows count.
    var rows = 0
    /// The charges of all rows, as in JSON.
    var charges = "{}"
    /// A part of what standard error says.
    var reason = ""

    var testDescription: String { name }

    init(
        _ name: String, _ provider: String, _ text: String, _ options: [String] = [], status: Int32 = 0, rows: Int = 0,
        charges: String = "{}", reason: String = ""
    ) {
        self.init(
            name, provider, bytes: Array(text.utf8), options, status: status, rows: rows, charges: charges,
            reason: reason)
    }

    init(
        _ name: String, _ provider: String, bytes: [UInt8], _ options: [String] = [], status: Int32 = 0, rows: Int = 0,
        charges: String = "{}", reason: String = ""
    ) {
        (self.name, self.provider, self.bytes, self.options) = (name, provider, bytes, options)
        (self.status, self.rows, self.charges, self.reason) = (status, rows, charges, reason)
    }
}

extension SavedFileCase {
    private static let mark = "\u{FEFF}"

    static func aurous(_ id: String, _ members: String = #""status":"completed","credits_charged":2"#) -> String {
        #"{"id":"\#(id)","type":"chat","model":"m","created_at":"2026-03-04T08:00:00Z",\#(members)}"#
    }

    static func tresor(
        _ id: String, at instant: String = "2026-03-04T08:00:00Z", _ members: String = ""
    ) -> String {
        #"{"id":"\#(id)","model":"m","modality":"chat","cost_eur":3,"created_at":"\#(instant)"\#(members)}"#
    }

    static func venice(_ second: Int, _ currency: String = "USD", amount: String = "-0.5") -> String {
        #"{"timestamp":"2026-03-04T08:00:0\#(second)Z","sku":"m-image-unit","pricePerUnitUsd":0.5,"units":1,"#
            + #""amount":\#(amount),"currency":"\#(currency)","inferenceDetails":null}"#
    }

    private static let columns = ["timestamp", "sku", "pricePerUnitUsd", "units", "amount", "currency", "notes"]

    /// A table of Venice with the columns in this order.
    private static func table(_ days: [Int], _ columns: [String] = columns, separator: String = ",") -> String {
        let rows = days.map { day in
            [
                "timestamp": "2026-03-0\(day)T08:00:00Z", "sku": "m-image-unit", "pricePerUnitUsd": "0.5", "units": "1",
                "amount": "-4", "currency": "USD", "notes": "API",
            ]
        }
        let lines = [columns] + rows.map { row in columns.map { row[$0] ?? "" } }
        return lines.map { $0.joined(separator: separator) + "\n" }.joined()
    }

    private static let days = ["2031-01-01", "2026-03-20", "2026-03-10", "2026-02-01", "2019-07-07"]
        .enumerated().map { tresor("\($0)", at: "\($1)T12:00:00Z") }.joined(separator: "\n")

    /// Files that are read, whole or in part.
    static let read: [SavedFileCase] = [
        SavedFileCase("--end alone", "tresor", days, ["--end", "2026-03-20"], rows: 3, charges: #"{"EUR":"9"}"#),
        SavedFileCase("--start alone", "tresor", days, ["--start", "2026-03-10"], rows: 3, charges: #"{"EUR":"9"}"#),
        SavedFileCase(
            "twice", "aurous",
            [
                aurous("a", #""status":"processing","input_tokens":70"#), aurous("b"),
                aurous("a", #""status":"completed","credits_charged":7.5"#),
            ].joined(separator: "\n"), rows: 2, charges: #"{"credit":"9.5"}"#, reason: "1 revised"),
        SavedFileCase(
            "first page of offsets", "tresor",
            #"{"data":[\#(tresor("a")),\#(tresor("b"))],"total_count":900,"limit":2,"offset":0}"#,
            status: 3, rows: 2, charges: #"{"EUR":"6"}"#, reason: "reports 900 rows"),
        SavedFileCase(
            "second page alone", "tresor", #"{"data":[\#(tresor("c"))],"total_count":3,"limit":2,"offset":2}"#,
            status: 3, rows: 1, charges: #"{"EUR":"3"}"#, reason: "after 2 rows"),
        SavedFileCase(
            "a row that moved out of the window", "tresor",
            "\(tresor("a"))\n\(tresor("b"))\n\(tresor("a", at: "2026-05-01T00:00:00Z"))\n", ["--end", "2026-04-01"],
            rows: 1, charges: #"{"EUR":"3"}"#),
        SavedFileCase(
            "a request without its instant", "aurous", #"{"id":"a","type":"chat","credits_charged":2}"#, rows: 1,
            charges: #"{"credit":"2"}"#, reason: "created_at"),
        SavedFileCase(
            "no currency", "venice", "\(venice(0))\n\(venice(1, ""))\n", status: 3, rows: 2,
            charges: #"{"USD":"0.5"}"#, reason: "the amount of 1 rows cannot be read"),
        SavedFileCase(
            "a printed page after a compact one", "tresor",
            #"{"data":[\#(tresor("a"))],"total_count":1}"#
                + "\n{\n\"data\": [\n\(tresor("b"))\n],\n\"total_count\": 1\n}\n",
            rows: 2, charges: #"{"EUR":"6"}"#),
        SavedFileCase(
            "a stream", "chatbotkit",
            #"{"type":"nop","data":{}}"# + "\n"
                + #"{"type":"item","data":{"id":"a","type":"T","count":1,"createdAt":1772600000000}}"# + "\n",
            rows: 1),
        SavedFileCase(
            "a stream with an error", "chatbotkit",
            #"{"type":"item","data":{"id":"a","type":"T","count":1,"createdAt":1772600000000}}"# + "\n"
                + #"{"type":"error","data":{"code":"TIMEOUT","message":"too slow"}}"# + "\n",
            status: 3, rows: 1, reason: "too slow"),
        SavedFileCase(
            "empty lines and a join without a line feed", "venice",
            "\n\(table([4, 5]).dropLast())\(mark)\(table([6]))\n\n", rows: 3, charges: #"{"USD":"12"}"#),
        SavedFileCase(
            "has_more", "aurous", #"{"object":"list","data":[\#(aurous("a"))],"has_more":true,"next_cursor":"x"}"#,
            status: 3, rows: 1, charges: #"{"credit":"2"}"#, reason: "more rows follow"),
        SavedFileCase(
            "nextCursor", "venice", #"{"data":[\#(venice(0)),\#(venice(1))],"nextCursor":"x"}"#,
            status: 3, rows: 2, charges: #"{"USD":"1"}"#, reason: "more rows follow"),
        SavedFileCase(
            "totalCount", "auralytik", #"{"data":[{"id":"a","calls":1}],"page":1,"pageSize":1,"totalCount":50}"#,
            status: 3, rows: 1, reason: "reports 50 rows"),
        SavedFileCase(
            "a page twice", "venice",
            [(0, "\"x\""), (0, "\"y\""), (2, "null")].map { first, cursor in
                #"{"data":[\#(venice(first)),\#(venice(first + 1))],"nextCursor":\#(cursor)}"#
            }.joined(separator: "\n"), status: 3, rows: 4, charges: #"{"USD":"2"}"#, reason: "page 2 repeats"),
        SavedFileCase(
            "joined lines", "tresor", "\(mark)\(tresor("a"))\n\(tresor("b"))\n\(mark)\(tresor("c"))\n", rows: 3,
            charges: #"{"EUR":"9"}"#),
        SavedFileCase(
            "joined arrays", "tresor", "\(mark)[\(tresor("a")),\(tresor("b"))]\n\(mark)[\(tresor("c"))]\n", rows: 3,
            charges: #"{"EUR":"9"}"#),
        SavedFileCase(
            "joined pages", "tresor",
            ["a", "b"].map { "\(mark){\"data\":[\(tresor($0))],\"total_count\":1}\n" }.joined(), rows: 2,
            charges: #"{"EUR":"6"}"#),
        SavedFileCase(
            "joined tables", "venice", "\(mark)\(table([1, 2]))\(mark)\(table([3], columns.reversed()))", rows: 3,
            charges: #"{"USD":"12"}"#),
        SavedFileCase(
            "overlapping exports", "venice", [0, 1, 2, 1, 2, 3].map { venice($0) }.joined(separator: "\n"), rows: 6,
            charges: #"{"USD":"3"}"#, reason: "repeatedRow"),
        SavedFileCase(
            "members named data", "tresor",
            ["a", "b"].map { tresor($0, #","data":[{"id":1}]"#) }.joined(separator: "\n"), rows: 2,
            charges: #"{"EUR":"6"}"#),
        SavedFileCase(
            "spellings", "tresor", "\(tresor("caf\u{E9}"))\n\(tresor("cafe\u{301}"))", rows: 2,
            charges: #"{"EUR":"6"}"#),
        SavedFileCase(
            "currencies", "venice", "\(venice(0, "caf\u{E9}"))\n\(venice(1, "cafe\u{301}", amount: "-7"))", rows: 2,
            charges: "{\"cafe\u{301}\":\"7\",\"caf\u{E9}\":\"0.5\"}"),
        SavedFileCase(
            "a long row", "tresor", tresor("a", ",\"x\":\"\(String(repeating: "x", count: 30_000))\""), rows: 1,
            charges: #"{"EUR":"3"}"#),
    ]

    /// Files that are refused: nothing is printed, and one line says why.
    static let refused: [SavedFileCase] = [
        SavedFileCase(
            "an error", "auralytik", #"{"error":{"code":"X","message":"too many calls"}}"#, status: 1,
            reason: "the member error: too many calls"),
        SavedFileCase(
            "an error of any provider", "tresor", #"{"error":{"message":"the index is down"}}"#, status: 1,
            reason: "the index is down"),
        SavedFileCase(
            "keys", "auralytik", #"{"billingPeriod":"2026-03","keys":[]}"#, status: 1, reason: "the member keys"),
        SavedFileCase(
            "a summary", "auralytik", #"{"billingPeriod":"2026-03","tier":"x","usage":{}}"#, status: 1,
            reason: "the member usage"),
        SavedFileCase("nothing", "auralytik", "{}", status: 1, reason: "an empty object"),
        SavedFileCase("no member of a record", "auralytik", #"{"foo":1}"#, status: 1, reason: "the members foo"),
        SavedFileCase(
            "no member of a row", "tresor", #"{"foo":1}"#, status: 1, reason: "expected a row of Tresor with id"),
        SavedFileCase("rows of Tresor", "auralytik", days, status: 1, reason: "the member cost_eur"),
        SavedFileCase("rows of Aurous", "auralytik", aurous("a"), status: 1, reason: "the member credits_charged"),
        SavedFileCase("semicolons", "venice", table([1], separator: ";"), status: 1, reason: "semicolons separate"),
        SavedFileCase("tabs", "venice", table([1], separator: "\t"), status: 1, reason: "tabs separate"),
        SavedFileCase("sep=", "venice", "sep=,\n\(table([1]))", status: 1, reason: "sep="),
        SavedFileCase(
            "UTF-16", "venice", bytes: table([1]).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, status: 1,
            reason: "UTF-16"),
        SavedFileCase("gzip", "tresor", bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0], status: 1, reason: "gzip"),
        SavedFileCase("zip", "tresor", bytes: [0x50, 0x4B, 3, 4, 0, 0, 0, 0], status: 1, reason: "zip"),
        SavedFileCase(
            "a malformed line", "tresor", "\(tresor("a"))\n{\"id\":\n\(tresor("b"))\n", status: 1, reason: "line 2: "),
    ]
}
