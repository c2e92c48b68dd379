// How packed values are kept in a store: nearly as they are in memory, so that opening is mostly copying.

extension PackedChunk {
    /// How the distances of the rows from the base are stored.
    private enum Form: UInt8 {
        case constant = 0
        case bits1, bits2, bits4, uint8, uint16, uint24, uint32
        case int64
    }

    private static let units: [Int64] = [1, 1000, 1_000_000, 1_000_000_000]

    /// Writes the values, without their number.
    func write(to writer: inout EntryWriter) {
        switch storage {
        case .constant: writeHead(.constant, to: &writer)
        case .uint8(let stored):
            let largest = stored.max() ?? 0
            switch largest {
            case ...1: write(stored, .bits1, perByte: 8, to: &writer)
            case ...3: write(stored, .bits2, perByte: 4, to: &writer)
            case ...15: write(stored, .bits4, perByte: 2, to: &writer)
            default:
                writeHead(.uint8, to: &writer)
                writer.write(bytes: stored)
            }
        case .uint16(let stored):
            writeHead(.uint16, to: &writer)
            writer.write(array: stored)
        case .uint32(let stored):
            if stored.allSatisfy({ $0 < 1 << 24 }) {
                writeHead(.uint24, to: &writer)
                var bytes: [UInt8] = []
                bytes.reserveCapacity(3 * stored.count)
                for value in stored {
                    bytes.append(UInt8(truncatingIfNeeded: value))
                    bytes.append(UInt8(truncatingIfNeeded: value >> 8))
                    bytes.append(UInt8(truncatingIfNeeded: value >> 16))
                }
                writer.write(bytes: bytes)
            } else {
                writeHead(.uint32, to: &writer)
                writer.write(array: stored)
            }
        case .int64(let values):
            writeHead(.int64, to: &writer)
            writer.write(array: values)
        }
    }

    private func writeHead(_ form: Form, to writer: inout EntryWriter) {
        writer.write(form.rawValue | (hasMissing ? 0x80 : 0))
        writer.write(UInt8(Self.units.firstIndex(of: unit) ?? 0))
        writer.write(base)
    }

    private func write(_ stored: [UInt8], _ form: Form, perByte: Int, to writer: inout EntryWriter) {
        writeHead(form, to: &writer)
        let bits = 8 / perByte
        var bytes = [UInt8](repeating: 0, count: (stored.count + perByte - 1) / perByte)
        for (index, value) in stored.enumerated() { bytes[index / perByte] |= value << UInt8(index % perByte * bits) }
        writer.write(bytes: bytes)
    }

    /// Reads a number of values.
    init(_ count: Int, from reader: inout EntryReader) throws(EntryReader.Malformed) {
        guard (1...Self.capacity).contains(count) else { throw EntryReader.Malformed() }
        let tag: UInt8 = try reader.number()
        let unitIndex: UInt8 = try reader.number()
        let base: Int64 = try reader.number()
        guard let form = Form(rawValue: tag & 0x7F), Int(unitIndex) < Self.units.count else {
            throw EntryReader.Malformed()
        }
        let hasMissing = tag & 0x80 != 0
        guard form != .constant else {
            let range = base == Self.missing ? nil : base...base
            self.init(
                count: count, range: range, hasMissing: base == Self.missing, base: base, unit: 1, storage: .constant)
            return
        }
        let storage: Storage =
            switch form {
            case .bits1: .uint8(try Self.unpack(count, 8, from: &reader))
            case .bits2: .uint8(try Self.unpack(count, 4, from: &reader))
            case .bits4: .uint8(try Self.unpack(count, 2, from: &reader))
            case .uint8: .uint8(try reader.array(count))
            case .uint16: .uint16(try reader.array(count))
            case .uint24: .uint32(Self.widen(try reader.read(3 * count)))
            case .uint32: .uint32(try reader.array(count))
            case .constant, .int64: .int64(try reader.array(count))
            }
        self.init(count: count, hasMissing: hasMissing, base: base, unit: Self.units[Int(unitIndex)], storage: storage)
        guard let range = computedRange else { throw EntryReader.Malformed() }
        self = PackedChunk(
            count: count, range: range, hasMissing: hasMissing, base: base, unit: unit, storage: storage)
    }

    private init(count: Int, hasMissing: Bool, base: Int64, unit: Int64, storage: Storage) {
        self.init(count: count, range: nil, hasMissing: hasMissing, base: base, unit: unit, storage: storage)
    }

    /// The bounds of the known values, whatever the chunk says of itself; nil if no chunk can be like this.
    private var computedRange: ClosedRange<Int64>? {
        let largest: Int64
        switch storage {
        case .constant: return base...base
        case .uint8(let stored): largest = Int64(stored.reduce(0) { Swift.max($0, $1) })
        case .uint16(let stored): largest = Int64(stored.reduce(0) { Swift.max($0, $1) })
        case .uint32(let stored): largest = Int64(stored.reduce(0) { Swift.max($0, $1) })
        case .int64(let values):
            let known = values.filter { $0 != Self.missing }
            guard hasMissing == (known.count < values.count), base == known.min() else { return nil }
            return known.max().map { base...$0 }
        }
        let (distance, overflow) = Swift.max(largest - (hasMissing ? 1 : 0), 0).multipliedReportingOverflow(by: unit)
        let (greatest, isTooLarge) = base.addingReportingOverflow(distance)
        return overflow || isTooLarge || base == Self.missing ? nil : base...greatest
    }

    private static func unpack(
        _ count: Int, _ perByte: Int, from reader: inout EntryReader
    ) throws(EntryReader.Malformed) -> [UInt8] {
        let bytes = try reader.read((count + perByte - 1) / perByte)
        let bits = 8 / perByte
        let mask = UInt8((1 << bits) - 1)
        var values: [UInt8] = []
        values.reserveCapacity(bytes.count * perByte)
        for byte in bytes {
            var rest = byte
            for _ in 0..<perByte {
                values.append(rest & mask)
                rest >>= UInt8(bits)
            }
        }
        values.removeLast(values.count - count)
        return values
    }

    private static func widen(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
        BorrowedBytes.withBytes(of: bytes) { bytes in
            (0..<bytes.count / 3).map { UInt32(truncatingIfNeeded: bytes.word(at: 3 * $0)) & 0xFF_FFFF }
        }
    }

    /// Whether all known values are in a range.
    func isWithin(_ bounds: Range<Int64>) -> Bool {
        range.map { bounds.contains($0.lowerBound) && bounds.contains($0.upperBound) } ?? true
    }
}
