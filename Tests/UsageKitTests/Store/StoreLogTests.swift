import Testing

@testable import UsageKit

/// The log of a store under cuts and damage at every place.
@Suite struct StoreLogTests {
    private static let rows = StoreFrame.Kind(rawValue: 9)

    /// What a log says.
    private struct Reading: Equatable {
        var transactions: [StoreLog.Transaction] = []
        var torn = 0

        var payloads: [[UInt8]] { transactions.flatMap(\.entries).map(\.frame.payload) }
        var damage: [StoreLog.Damage] { transactions.flatMap(\.damage) }
    }

    private static func read(_ bytes: [UInt8]) throws -> (log: StoreLog, reading: Reading) {
        var reading = Reading()
        let log = try StoreLog(size: bytes.count) { offset, count in
            Array(bytes[min(offset, bytes.count)..<min(offset + count, bytes.count)])
        } deliver: {
            reading.transactions.append($0)
        }
        reading.torn = log.tornBytes
        return (log, reading)
    }

    private static func payload(_ number: Int, _ length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number &* 17) }
    }

    /// A log of transactions with payloads of these lengths, and where each one ends.
    private static func log(_ lengths: [[Int]]) throws -> (bytes: [UInt8], ends: [Int]) {
        var bytes = StoreLog.Header(generation: 3, labels: []).bytes
        var (log, _) = try read(bytes)
        var ends = [bytes.count]
        for (number, lengths) in lengths.enumerated() {
            let new = log.bytes(
                ofNext: lengths.enumerated().map {
                    StoreFrame(kind: rows, payload: payload(number * 10 + $0.offset, $0.element))
                })
            bytes += new
            log.noteCommit(bytes: new.count)
            ends.append(bytes.count)
        }
        return (bytes, ends)
    }

    private static let lengths = [[5, 0, 40], [1], [], [33, 8]]

    @Test func whatWasWrittenIsRead() throws {
        let (bytes, _) = try Self.log(Self.lengths)
        let (log, reading) = try Self.read(bytes)
        #expect(log.header.generation == 3)
        #expect(log.lastTransaction == 4 && log.wholeBytes == bytes.count && log.tornBytes == 0)
        #expect(reading.transactions.map(\.number) == [1, 2, 3, 4])
        #expect(reading.transactions.map { $0.entries.map(\.frame.payload.count) } == Self.lengths)
        #expect(reading.payloads.first == Self.payload(0, 5))
        #expect(reading.damage == [])
    }

    /// A file that ends anywhere has the transactions that ended before, and no part of another one.
    @Test func aCutAnywhereLosesNoTransactionThatHadEnded() throws {
        let (bytes, ends) = try Self.log(Self.lengths)
        let whole = try Self.read(bytes).reading.transactions
        for count in 0...bytes.count {
            let cut = Array(bytes.prefix(count))
            guard count >= ends[0] else {
                #expect(throws: StoreLog.Failure.notALog) { try Self.read(cut) }
                continue
            }
            let (log, reading) = try Self.read(cut)
            let ended = ends.lastIndex { $0 <= count } ?? 0
            #expect(reading.transactions == Array(whole.prefix(ended)))
            #expect(log.wholeBytes == ends[ended] && log.tornBytes == count - ends[ended])
        }
    }

    /// A transaction that somebody cut out, and the entries of another store, are named.
    @Test func whatWasCutOutOrPutInIsNamed() throws {
        let (bytes, ends) = try Self.log(Self.lengths)
        for index in 0..<3 {
            let cut = Array(bytes[..<ends[index]]) + Array(bytes[ends[index + 1]...])
            let reading = try Self.read(cut).reading
            #expect(reading.transactions.contains { !$0.damage.isEmpty } || index == 3)
            #expect(reading.transactions.filter(\.damage.isEmpty).count <= index)
        }
        let other = try Self.log(Self.lengths)
        let spliced = Array(bytes[..<ends[2]]) + Array(other.bytes[other.ends[2]...])
        let (log, reading) = try Self.read(spliced)
        #expect(reading.transactions.count == 2 && log.tornBytes == spliced.count - ends[2])
    }

    /// An end whose checksum is right was written so, by another version: nothing after it may be cut off as torn.
    @Test(arguments: [0, 8, 19, 21]) func anEndOfAnotherKindIsNoTornTail(length: Int) throws {
        let (bytes, ends) = try Self.log(Self.lengths)
        let seal = try Self.read(bytes).log.header.seal
        let end = StoreFrame(kind: .commit, payload: Self.payload(1, length)).bytes(seal: seal)
        for place in ends {
            let file = Array(bytes[..<place]) + end + Array(bytes[place...])
            #expect(throws: StoreLog.Failure.notALog) { try Self.read(file) }
        }
    }

    /// The header is there twice, because nothing could be read without it.
    @Test func aDamagedHeaderIsNamedAndCostsNothing() throws {
        let (bytes, ends) = try Self.log(Self.lengths)
        let whole = try Self.read(bytes).reading.transactions
        for bit in 0..<(ends[0] * 8) {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            let (log, reading) = try Self.read(damaged)
            #expect(log.damagedHeader?.contains(bit / 8) == true)
            #expect(log.header.generation == 3 && reading.transactions == whole)
        }
    }

    /// A transaction after a damaged boundary is named as well, even if nothing of it is left.
    @Test func damageAcrossABoundaryIsOfBothTransactions() throws {
        let (bytes, ends) = try Self.log(Self.lengths)
        var damaged = bytes
        for index in ends[1] - 30..<ends[1] + 20 { damaged[index] = 0 }
        let reading = try Self.read(damaged).reading
        #expect(Set(reading.transactions.filter { !$0.damage.isEmpty }.map(\.number)).isSuperset(of: [1, 2]))
    }

    /// Whatever bit is wrong: no payload is delivered that was not written, and what is missing is named or was at the end.
    @Test func aWrongBitAnywhereIsNamed() throws {
        let (bytes, ends) = try Self.log(Self.lengths)
        let whole = try Self.read(bytes).reading
        for bit in (ends[0] * 8)..<(bytes.count * 8) {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << (bit % 8)
            let (_, reading) = try Self.read(damaged)
            let written = whole.payloads
            #expect(reading.payloads.allSatisfy { written.contains($0) })
            // The wrong entry is named, also if it is the last end, and everything outside it is still there.
            #expect(reading.torn == 0 && !reading.damage.isEmpty)
            #expect(reading.payloads.count >= written.count - 1)
            #expect(reading.damage.allSatisfy { $0.bytes.contains(bit / 8) })
        }
    }

    /// Several wrong places, and rubbish between the entries.
    @Test func randomDamageDeliversNothingThatWasNotWritten() throws {
        let (bytes, ends) = try Self.log([[300, 20], [70], [500, 0, 9], [1, 2, 3], [64]])
        let written = try Self.read(bytes).reading.payloads
        for seed in 0..<300 {
            var random = SeededGenerator(seed: UInt64(seed))
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: ends[0]..<damaged.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged[place] = UInt8.random(in: .min ... .max, using: &random)
                case 1: damaged.insert(contentsOf: [0x89, 0x55, 0x4B, 0x66, 0x0D], at: place)
                default:
                    damaged.removeSubrange(place..<min(place + Int.random(in: 1...40, using: &random), damaged.count))
                }
            }
            let reading = try Self.read(damaged).reading
            #expect(reading.payloads.allSatisfy { written.contains($0) }, "seed \(seed)")
        }
    }

    /// The next transaction is appended where the last one ended, over what never counted.
    @Test func writingGoesOnAfterATornEnd() throws {
        let (bytes, ends) = try Self.log(Self.lengths)
        let torn = Array(bytes.prefix(ends[3] + 20))
        var (log, _) = try Self.read(torn)
        let frame = StoreFrame(kind: Self.rows, payload: [7])
        let new = log.bytes(ofNext: [frame])
        let (_, reading) = try Self.read(Array(torn.prefix(log.wholeBytes)) + new)
        #expect(reading.transactions.map(\.number) == [1, 2, 3, 4])
        #expect(reading.payloads.last == [7])
        log.noteCommit(bytes: new.count)
        #expect(log.lastTransaction == 4 && log.tornBytes == 0)
    }

    @Test func otherFilesAreRefused() throws {
        for text in ["", "{}", "SQLite format 3", String(repeating: "x", count: 500)] {
            #expect(throws: StoreLog.Failure.notALog) { try Self.read(Array(text.utf8)) }
        }
        var payload: [UInt8] = []
        payload.append(littleEndian: StoreLog.version + 1)
        payload.append(littleEndian: UInt64(0))
        let newer = StoreFrame(kind: .header, payload: payload).bytes(seal: 0)
        #expect(throws: StoreLog.Failure.newerVersion(StoreLog.version + 1)) { try Self.read(newer) }
    }
}
