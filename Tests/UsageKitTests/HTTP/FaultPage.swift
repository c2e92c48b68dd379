import Foundation

/// Bodies for the fault tests: a page, the same page compressed, and other compressed data.
enum FaultPage {
    /// A page of Tresor with one row.
    static let text = """
        {"data":[{"id":"1","model":"m","modality":"chat","provider":"p","billing_unit":"token","audio_seconds":null,\
        "prompt_tokens":1,"completion_tokens":2,"cost_eur":0.5,"discount_applied_pct":0,"receipt_id":null,\
        "failover":false,"key_prefix":null,"key_name":null,"created_at":"2026-05-20T00:00:00Z"}],"total_count":1,\
        "limit":1000,"offset":0}
        """

    /// The same page, compressed with gzip.
    static let compressed = bytes(
        """
        H4sIAAAAAAACAz2PwWrDMAyG30VndziB7pDn2GljGM1WOlHFNrFSVkrfvXJKBz5IH7L+TzdIqAjT1w04wQQDOFhKIrF6edYorFdr
        4y+qkbqWCydajVRrf1iE8ylsmdWQljNlw7glLqFRLDk1mPImsn9dqoZ9xuDgIBoQUi75n46dNg20WYR/OzpI3GLZsgasVZhSqNGi
        vIOVIrEt7ObPhBlZyqXLzSiNHJzpGupKM/+9RjrJuNCrjyuh2lLs+qMf3w/+eBj9h/fT/j7h/u3sLkUJu8YuLrz0ewfvzaPMc6Ou
        dH8Adzbev08BAAA=
        """)

    /// A mebibyte of zeros, compressed with gzip.
    static let compressedMebibyte = bytes(
        "H4sIAAAAAAACA+3BMQEAAADCoPVPbQhfo" + String(repeating: "A", count: 1355) + "PgMc6jinAAAQAA==")

    /// Almost endless zeros: each byte decompresses to a kibibyte, and the end of the data is missing.
    static func endlessZeros(kibibytes: Int) -> [UInt8] {
        // The start of the run of equal bytes, each of which repeats 258 zeros four times.
        let start = compressedMebibyte.prefix(40)
        return Array(start) + [UInt8](repeating: 0, count: kibibytes)
    }

    /// Data in an uncompressed gzip block (RFC 1952 and RFC 1951, 3.2.4).
    static func stored(_ data: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
        var rest = data[...]
        repeat {
            let block = rest.prefix(0xFFFF)
            rest = rest.dropFirst(block.count)
            let length = UInt16(block.count)
            result.append(rest.isEmpty ? 1 : 0)
            result += little(UInt32(length)).prefix(2) + little(UInt32(~length)).prefix(2) + block
        } while !rest.isEmpty
        return result + little(checksum(data)) + little(UInt32(truncatingIfNeeded: data.count))
    }

    private static func little(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    /// CRC-32, bit by bit.
    private static func checksum(_ data: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in data {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    private static func bytes(_ base64: String) -> [UInt8] {
        [UInt8](Data(base64Encoded: base64, options: .ignoreUnknownCharacters) ?? Data())
    }
}
