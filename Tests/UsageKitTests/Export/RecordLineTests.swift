import Testing

@testable import UsageKit

/// The writers of bytes write what the texts of a record say, whatever these are.
@Suite struct RecordLineTests {
    @Test func aLineIsAppendedToTheBytesBeforeIt() throws {
        let record = UsageRecord(
            provider: .venice, id: "a\"b", time: Timestamp(seconds: 0), quantities: [try Quantity("0.5", unit: "n,1")],
            charge: try Money("-12.030", .usd), duration: .microseconds(1500))
        var bytes = Array("x".utf8)
        CSVExport().append(record, to: &bytes)
        CSVExport().append(UsageRecord(provider: .venice), to: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"xvenice,"a""b",,1970-01-01T00:00:00Z,,,,,,,,,,,"{""n,1"":""0.5""}",-12.03,USD,1.5"# + "\r\n"
                + "venice,,,,,,,,,,,,,,{},,,\r\n")
        bytes = Array("x".utf8)
        NDJSONExport().append(record, to: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"x{"provider":"venice","id":"a\"b","requestID":null,"time":"1970-01-01T00:00:00Z","type":null,"#
                + #""model":null,"apiKey":null,"user":null,"status":null,"sku":null,"bot":null,"conversation":null,"#
                + #""inputTokens":null,"outputTokens":null,"units":{"n,1":"0.5"},"charge":"-12.03","currency":"USD","#
                + #""durationMS":1.5,"repeatsRequest":false}"# + "\n")
    }

    @Test(arguments: PropertySeeds.some(8))
    func everyLineHasTheBytesOfItsTexts(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<150 {
            let record = RandomRecords.awkward(using: &random)
            let labels = record.labels.keys.sorted { $0.rawValue < $1.rawValue } + [.region]
            for formulas in [CSVExport.Formulas.escaped, .kept] {
                let export = CSVExport(formulas: formulas, labels: labels)
                var bytes: [UInt8] = [1, 2]
                export.append(record, to: &bytes)
                #expect(bytes == [1, 2] + Array(TextExports.csv(record, export).utf8), "\(record)")
                #expect(Array(export.line(for: record).utf8) == Array(bytes.dropFirst(2)))
            }
            var bytes: [UInt8] = [3]
            NDJSONExport().append(record, to: &bytes)
            #expect(bytes == [3] + Array(TextExports.ndjson(record).utf8), "\(record)")
            #expect(Array(NDJSONExport().line(for: record).utf8) == Array(bytes.dropFirst()))
        }
    }

    @Test(arguments: [0, 1, 2, 8]) func linesOfManyCoresAreInTheOrderOfTheirRecords(cores: Int) {
        let records = (0..<2000).map { UsageRecord(provider: .aurous, id: "\($0)") }
        var (bytes, lines) = ([UInt8](), "")
        RecordLines.append(records, to: &bytes, onUpTo: cores) { NDJSONExport().append($0, to: &$1) }
        for record in records { lines += NDJSONExport().line(for: record) }
        #expect(String(decoding: bytes, as: UTF8.self) == lines)
        bytes = [1]
        CSVExport().append(contentsOf: records, to: &bytes)
        #expect(bytes == [1] + records.flatMap { Array(CSVExport().line(for: $0).utf8) })
        bytes = [2]
        NDJSONExport().append(contentsOf: Array(records.prefix(3)), to: &bytes)
        #expect(bytes == [2] + records.prefix(3).flatMap { Array(NDJSONExport().line(for: $0).utf8) })
    }

    /// Each byte that a cell is quoted for, and each that JSON escapes, at each place of the words that are scanned.
    @Test func noSpecialByteIsOverlooked() {
        for length in 1...20 {
            for place in 0..<length {
                for byte in UInt8(0)..<0x80 {
                    var text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                    text[place] = byte
                    let record = UsageRecord(provider: .aurous, model: String(decoding: text, as: UTF8.self))
                    let (csv, ndjson) = (CSVExport(formulas: .kept), NDJSONExport())
                    #expect(csv.line(for: record) == TextExports.csv(record, csv), "\(text)")
                    #expect(ndjson.line(for: record) == TextExports.ndjson(record), "\(text)")
                }
            }
        }
    }

    @Test func numbersOfAllLengthsAreWrittenWithAllDigits() {
        var power: Int128 = 1
        for _ in 0..<38 {
            for mantissa in [power, power - 1, power + 1, -power] {
                for exponent in [-128, -39, -38, -20, -19, -1, 0, 1, 89, 127] {
                    guard let number = ExactDecimal(mantissa: mantissa, exponent: exponent) else { continue }
                    #expect(number.description == TextExports.number(number))
                }
            }
            power *= 10
        }
    }

    @Test(arguments: ["'=1", "''=1", "'\t", "'\u{301}=1", "'\u{200B}+1"])
    func apostrophesBeforeWhatMayRunGetOneMore(text: String) {
        let line = CSVExport().line(for: UsageRecord(provider: .aurous, model: text))
        #expect(line == "aurous,,,,,'\(text),,,,,,,,,{},,,\r\n")
        #expect(CSVCell.unescaped("'" + text) == text)
    }

    @Test(arguments: PropertySeeds.some(4))
    func whatIsEscapedIsCertain(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let text = RandomRecords.awkwardText(using: &random)
            let cell = (CSVCell.isEscaped(text) ? "'" : "") + text
            #expect(Array(CSVCell.unescaped(cell).utf8) == Array(text.utf8))
            #expect(!CSVCell.isEscaped(cell) || cell.utf8.first == UInt8(ascii: "'"))
        }
    }
}
