import UsageKit

func rowsOfTwoCopies<Row>(_ reading: consuming ReplayReading<Row>) throws -> [Row] {
    var copy = copy reading  // error
    return try (copy.next() ?? []) + (reading.next() ?? [])
}
