import Foundation
import Testing

@testable import UsageKit

/// Logs of requests, as callers have them and as this package exports them.
@Suite struct RequestLogTests {
    private static func log(_ text: String, currency: Currency? = nil) throws -> RequestLog {
        try RequestLog(reading: Array(text.utf8), currency: currency)
    }

    private static let expected = [
        try? StatedRequest(
            requestID: "req_1", charge: Money("0.0312", .credits), time: .at("2026-06-02T09:00:01.250Z")),
        try? StatedRequest(requestID: "req_2", charge: Money("3.3000000000000003", .usd)),
        StatedRequest(requestID: "req,3"),
    ].compactMap(\.self)

    @Test func linesAreRead() throws {
        let log = try Self.log(
            """
            {"requestID":"req_1","charge":"0.0312","currency":"credit","time":"2026-06-02T09:00:01.250Z","model":"m"}

            {"charge":3.3000000000000003,"requestID":"req_2","currency":"USD"}
            {"requestID":"req,3","charge":null,"currency":null,"time":null}
            """)
        #expect(log.requests == Self.expected && log.unnamed == 0)
    }

    /// Columns in another order, line ends of both kinds, quotes, a byte order mark, and columns that are not known.
    @Test func tablesAreRead() throws {
        let log = try Self.log(
            "\u{FEFF}charge,requestID,note,currency,time\r\n0.0312,req_1,\"a\nb\",credit,2026-06-02T09:00:01.250Z\r\n"
                + "\n3.3000000000000003,req_2,,USD,\n,\"req,3\",,,")
        #expect(log.requests == Self.expected)
    }

    @Test(arguments: ["requestID\nr1\n", "{\"requestID\":\"r1\"}"]) func onlyTheIDIsRequired(text: String) throws {
        #expect(try Self.log(text).requests == [StatedRequest(requestID: "r1")])
    }

    @Test(arguments: ["", "\n \n", "requestID,charge\n"]) func aLogWithoutLinesHasNoRequests(text: String) throws {
        #expect(try Self.log(text) == RequestLog())
    }

    @Test(arguments: ["requestID,charge\nr1,2\n", "{\"requestID\":\"r1\",\"charge\":2}"])
    func theCurrencyIsGivenOrAnError(text: String) throws {
        #expect(
            try Self.log(text, currency: .eur).requests == [
                StatedRequest(requestID: "r1", charge: try Money("2", .eur))
            ])
        let error = #expect(throws: UsageError.self) { try Self.log(text) }
        #expect(error?.code == .invalidArgument && error?.message.contains("the charge has no currency") ?? false)
    }

    /// A log that cannot be read, its line, and the kind of the error.
    @Test(
        arguments: [
            ("{\"requestID\":\"a\"}\n{\"requestID\":\"b\",", "line 2:", .malformedJSON),
            ("{\"requestID\":\"a\"}\n\n{\"charge\":1}", "line 3: the id of the request is missing", .unexpectedShape),
            ("{\"requestID\":7}", "line 1: expected a text", .unexpectedShape),
            ("{\"requestID\":\"\"}", "line 1: the id", .unexpectedShape),
            (
                "{\"requestID\":\"a\",\"charge\":\"1,5\",\"currency\":\"EUR\"}", "line 1: expected a number",
                .inexactNumber
            ),
            (
                "{\"requestID\":\"a\",\"charge\":true,\"currency\":\"EUR\"}", "line 1: expected a number",
                .unexpectedShape
            ),
            (
                "{\"requestID\":\"a\",\"charge\":1.000000000000000000000000000000000000001,\"currency\":\"EUR\"}",
                "line 1:",
                .inexactNumber
            ),
            ("{\"requestID\":\"a\",\"time\":\"yesterday\"}", "line 1:", .invalidTimestamp),
            ("{\"requestID\":\"a\",\"repeatsRequest\":1}", "line 1: expected true or false", .unexpectedShape),
            ("{\"requestID\":\"a\"}\n[1]", "line 2: expected an object", .unexpectedShape),
            ("[{\"requestID\":\"a\"}]", "line 1: expected one object on each line", .unexpectedShape),
            ("id,charge\na,1\n", "line 1: the column requestID is missing", .unexpectedShape),
            ("requestID,charge\na,1,2\n", "line 2:", .malformedCSV),
            ("requestID,charge\na,\"1\n", "line 2:", .malformedCSV),
            ("requestID,charge,currency\na,1,EUR\nb,\"x\ny\",EUR\n", "line 3: expected a number", .unexpectedShape),
            ("requestID,charge,currency\n,1,EUR\n", "line 2: the id of the request is missing", .unexpectedShape),
            ("requestID,requestID\n", "line 1: the column requestID is repeated", .malformedCSV),
            ("requestID,time\na,soon\n", "line 2:", .invalidTimestamp),
            ("requestID,repeatsRequest\na,yes\n", "line 2: expected true or false", .unexpectedShape),
            ("requestID;charge\na;1\n", "semicolons separate the cells", .unexpectedShape),
            (
                "requestID, charge, currency\na, 9, EUR\n",
                "line 1: the column \" charge\" would not be read: name it charge",
                .unexpectedShape
            ),
            ("requestID,Charge,currency\na,9,EUR\n", "line 1: the column \"Charge\" would not", .unexpectedShape),
            ("requestId,charge\na,9\n", "line 1: the column \"requestId\" would not", .unexpectedShape),
            ("requestID,charge,CURRENCY\na,9,EUR\n", "name it currency", .unexpectedShape),
            (
                "requestID,Time \na,x\n", "line 1: the column \"Time \" would not be read: name it time",
                .unexpectedShape
            ),
            ("requestID,repeatsrequest\na,x\n", "name it repeatsRequest", .unexpectedShape),
            (
                "{\"requestID\":\"a\"}\n{\"requestID\":\"a\",\"Charge\":1}",
                "line 2: the member \"Charge\" would not be read: name it charge", .unexpectedShape
            ),
            (
                "{\"requestID\":\"a\",\"charge\":5,\"charge\":1,\"currency\":\"USD\"}",
                "line 1: the member charge is repeated: give it once", .unexpectedShape
            ),
            (
                "{\"requestID\":\"a\",\"model\":\"m\",\"requestID\":\"a\"}", "line 1: the member requestID is repeated",
                .unexpectedShape
            ),
            (
                "{\"requestID\":\"a\",\"currency\":null,\"currency\":\"USD\"}", "the member currency is repeated",
                .unexpectedShape
            ),
        ] as [(String, String, UsageError.Code)])
    func anErrorNamesItsLine(text: String, message: String, code: UsageError.Code) throws {
        let error = #expect(throws: UsageError.self) { try Self.log(text) }
        #expect(error?.message.contains(message) ?? false, "\(error?.message ?? "")")
        #expect(error?.code == code)
    }

    /// Members and columns that are not read may have any names.
    @Test(arguments: [
        "requestID,charge,Charge,charges,currency\na,2,3,4,EUR\n",
        #"{"requestID":"a","Charge":3,"charge":2,"model":1,"model":2,"currency":"EUR"}"#,
    ])
    func otherNamesAreIgnored(text: String) throws {
        #expect(
            try Self.log(text).requests == [StatedRequest(requestID: "a", charge: try Money("2", .eur))])
    }

    /// The id is in the labels, where another label may be repeated.
    @Test func aLabelThatIsRepeatedIsRefused() throws {
        func log(_ labels: String) throws -> RequestLog {
            try RequestLog(reading: Array("{\"labels\":{\(labels)}}".utf8), named: .label(.receipt))
        }
        #expect(try log(#""region":1,"region":2,"receipt":"a""#).requests == [StatedRequest(requestID: "a")])
        let error = #expect(throws: UsageError.self) { try log(#""receipt":"a","receipt":"b""#) }
        #expect(error?.message == "line 1: the label receipt is repeated: give it once")
    }

    @Test(arguments: [
        ("provider,requestID\n", true), ("requestID\na\n", false), (#"{"requestID":"a","provider":"venice"}"#, true),
        (#"{"requestID":"a","provider":null}"#, false),
    ])
    func aLogWithProvidersIsAnExport(text: String, isExport: Bool) throws {
        #expect(try Self.log(text).isExport == isExport)
    }

    @Test func textThatIsNotUTF8IsAnError() {
        for text in ["requestID\n", "{\"requestID\":\""] {
            #expect(throws: UsageError.self) { try RequestLog(reading: Array(text.utf8) + [0xFF, 0x22, 0x7D]) }
        }
    }

    // MARK: Exports of this package

    private static let records = [
        try? UsageRecord(
            provider: .venice, requestID: "chatcmpl-1", repeatsRequest: true, time: .at("2026-10-02T08:15:30.120Z"),
            charge: Money("0.1", .usd), labels: [.receipt: "rec_1"]),
        try? UsageRecord(
            provider: .venice, requestID: "chatcmpl-1", repeatsRequest: true, time: .at("2026-10-02T08:15:30.120Z"),
            charge: Money("0.2", .usd), labels: [.receipt: "rec_2"]),
        try? UsageRecord(
            provider: .venice, id: "row_3", repeatsRequest: true, time: .at("2026-10-02T09:00:00Z"),
            charge: Money("5", .bundledCredits), labels: [.receipt: "rec_3"]),
    ].compactMap(\.self)

    /// Both exports of the same rows, in which the parts of a request are added up.
    @Test(arguments: [true, false]) func exportsAreRead(isTable: Bool) throws {
        let export = CSVExport()
        let text =
            isTable
            ? export.header + Self.records.map(export.line).joined()
            : Self.records.map(NDJSONExport().line).joined()
        let log = try RequestLog(reading: Array(text.utf8), areParts: isTable)
        #expect(log.requests.map(\.requestID) == ["chatcmpl-1", "chatcmpl-1"] && log.unnamed == 1)
        #expect(log.requests.map(\.isPart) == [true, true])
        let comparison = try RequestComparison(Self.records, with: log)
        #expect(comparison.matched == 1 && comparison.unnamed == 1 && comparison.unnamedNotes == 1)
    }

    /// An export of a store has rows of all its providers, of which another can have the same ids.
    @Test(arguments: [true, false]) func anExportOfSeveralProvidersIsComparedWithTheRowsOfOne(isTable: Bool) throws {
        var other = UsageRecord(provider: .aurous, requestID: "chatcmpl-1", charge: try Money("9", .credits))
        let others = [other, UsageRecord(provider: .tresor)]
        other.requestID = "req_1"
        let rows = Self.records + others + [other]
        let export = CSVExport()
        let text =
            isTable ? export.header + rows.map(export.line).joined() : rows.map(NDJSONExport().line).joined()
        let log = try RequestLog(reading: Array(text.utf8), areParts: isTable, of: .venice)
        #expect(log.requests.map(\.requestID) == ["chatcmpl-1", "chatcmpl-1"] && log.isExport)
        #expect(log.unnamed == 1 && log.leftOut == 3)
        let comparison = try RequestComparison(Self.records.prefix(2), with: log)
        #expect(comparison.matched == 1 && comparison.missingHere == [] && comparison.ambiguous == [])
        #expect(comparison.leftOutNotes == 3)
        #expect(comparison.description.hasSuffix("\nleft out, notes of other providers: 3"))
        let json = String(decoding: try JSONEncoder().encode(comparison), as: UTF8.self)
        #expect(json.contains(#""leftOutNotes":3"#))
        #expect(try JSONDecoder().decode(RequestComparison.self, from: Data(json.utf8)) == comparison)
        // Without a provider, all are notes.
        let all = try RequestLog(reading: Array(text.utf8), areParts: isTable)
        #expect(all.requests.count == 4 && all.unnamed == 2 && all.leftOut == 0)
    }

    /// A log of one's own may have no provider in some lines, or in all.
    @Test(arguments: [
        "provider,requestID\n,a\n", "requestID\na\n", #"{"requestID":"a","provider":null}"#, #"{"requestID":"a"}"#,
        #"{"requestID":"a","provider":""}"#,
    ])
    func linesWithoutAProviderAreRead(text: String) throws {
        let log = try RequestLog(reading: Array(text.utf8), of: .venice)
        #expect(log.requests.map(\.requestID) == ["a"] && log.leftOut == 0)
    }

    @Test(arguments: [true, false]) func labelsNameRequests(isTable: Bool) throws {
        let export = CSVExport(labels: [.receipt])
        let text =
            isTable
            ? export.header + Self.records.map(export.line).joined()
            : Self.records.map(NDJSONExport().line).joined()
        let log = try RequestLog(reading: Array(text.utf8), named: .label(.receipt))
        let comparison = try RequestComparison(Self.records, with: log, joinedBy: .label(.receipt))
        #expect(comparison.matched == 3 && comparison.verdict == .agrees)
    }

    private static let runningIDs = [
        "-1", "=1+1", "@a", "+x", "'=1", "''-1", "\u{200B}=1", "\u{FF1D}1", "\tx", "'a", "a", "=a,\"b\"",
    ]

    /// What the export writes with an apostrophe, so that no spreadsheet runs it, is read as it was.
    @Test(arguments: [CSVExport.Formulas.escaped, .kept]) func idsOfAnExportAreAsTheyWere(
        formulas: CSVExport.Formulas
    ) throws {
        let label = UsageDimension(rawValue: "=receipt")
        let records = try Self.runningIDs.map { id in
            try UsageRecord(
                provider: .init(rawValue: "-p"), requestID: id,
                charge: Money("-1", Currency(rawValue: "@c")), labels: [label: id])
        }
        let export = CSVExport(formulas: formulas, labels: [label])
        let text = export.header + records.map(export.line).joined()
        #expect(text.contains(",'-1,") == (formulas == .escaped))
        for key in [RequestKey.requestID, .label(label)] {
            let log = try RequestLog(
                reading: Array(text.utf8), named: key, of: .init(rawValue: "-p"),
                isEscaped: formulas == .escaped ? nil : false)
            #expect(log.requests.map { Array($0.requestID.utf8) } == Self.runningIDs.map { Array($0.utf8) })
            #expect(log.requests.allSatisfy { $0.charge?.currency.rawValue == "@c" } && log.leftOut == 0)
            #expect(try RequestComparison(records, with: log, joinedBy: key).matched == records.count)
        }
    }

    /// An apostrophe of a log that this package has not written belongs to its text, a column `provider` or not.
    @Test func anApostropheOfAnotherLogIsKept() throws {
        let tables = ["requestID\n'-1\n'=x\n'a\n", "requestID,provider,charge\n'-1,,\n'=x,,\n'a,,\n"]
        for table in tables {
            #expect(try RequestLog(reading: Array(table.utf8)).requests.map(\.requestID) == ["'-1", "'=x", "'a"])
            // Some columns of an export, as the caller says.
            let cut = try RequestLog(reading: Array(table.utf8), isEscaped: true)
            #expect(cut.requests.map(\.requestID) == ["-1", "=x", "'a"])
        }
        let lines = #"{"provider":null,"requestID":"'-1"}"#
        #expect(try RequestLog(reading: Array(lines.utf8), isEscaped: true).requests.map(\.requestID) == ["'-1"])
    }

    /// Random logs are read as they were written, in either format.
    @Test(arguments: PropertySeeds.some(60, long: 2000)) func logsAreReadAsTheyWereWritten(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let characters = ["a", "ä", "e\u{301}", ",", "\"", "\n", "\r\n", " ", "\\", "{", "7"]
        let requests = (0..<Int.random(in: 0...20, using: &generator)).map { number in
            let id = (0..<Int.random(in: 1...6, using: &generator))
                .map { _ in characters.randomElement(using: &generator) ?? "a" }.joined()
            let amount = ExactDecimal(
                mantissa: Int128.random(in: -9_999_999_999_999_999_999...9_999_999_999_999_999_999, using: &generator),
                exponent: -Int.random(in: 0...18, using: &generator))
            return StatedRequest(
                requestID: "\(number)\(id)",
                charge: Bool.random(using: &generator) ? amount.map { Money(exact: $0, currency: .usd) } : nil,
                time: Bool.random(using: &generator)
                    ? Timestamp(seconds: Int64.random(in: 0...2_000_000_000, using: &generator)) : nil)
        }
        let export = CSVExport(formulas: .kept)
        var table = "time,requestID,charge,currency\n"
        var lines = ""
        for request in requests {
            let currency = request.charge?.currency.rawValue
            table += export.line(of: [
                .text(request.time?.description), .text(request.requestID), .number(request.charge?.exact.description),
                .text(currency),
            ])
            let object: JSONObject = [
                "requestID": .string(request.requestID), "charge": JSONValue(request.charge?.exact),
                "currency": JSONValue(currency), "time": JSONValue(request.time),
            ]
            lines += JSONValue.object(object).text + "\n"
        }
        #expect(try Self.log(table).requests == requests)
        #expect(try Self.log(lines).requests == requests)
    }
}
