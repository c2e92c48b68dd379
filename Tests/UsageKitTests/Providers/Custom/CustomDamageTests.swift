import Testing
import UsageKitTesting

@testable import UsageKit

/// Replaced text in rows and pages that are described outside the package.
@Suite struct CustomDamageTests {
    /// A row whose kind decides about the sign of its charge, and whose id is made of a text.
    private struct Movement: CustomRow {
        let fields: JSONObject
        let usageRecord: UsageRecord

        init(from reader: inout CustomProvider.RowReader) throws(UsageError) {
            fields = reader.fields
            let charge = reader.charge("cost", currencyIn: "currency")
            usageRecord = UsageRecord(
                provider: .marlow, id: "call " + (try reader.id("id")), requestID: reader.text("request"),
                repeatsRequest: true, time: reader.instant("at"), type: reader.text("kind"),
                model: reader.text("model"),
                quantities: [
                    reader.quantity("pages", unit: UsageUnit(rawValue: "p-" + (reader.text("unit") ?? "")))
                ].compactMap { $0 },
                charge: reader.text("kind") == "refund" ? charge?.negated : charge)
        }
    }

    private static let replay = CustomProvider.Listing<Movement>(
        "movements", of: .marlow, path: "/movements", rows: "rows",
        paging: .cursor("cursor", in: "page.next", hasMore: "page.more")
    ).replay.replacingBadText()

    private static let row =
        #"{"id":"a1","at":"2026-05-20T00:00:00Z","kind":"refund","model":"m","request":"r","cost":2,"currency":"USD","#
        + #""pages":1,"unit":"sheet","note":"n","list":[{"deep":"x"}]}"#

    private func report(_ text: String, _ damage: Damage) throws -> WalkReport {
        try Self.replay.rows(of: #require(damage.applied(to: Array(text.utf8)))).report
    }

    @Test(arguments: [
        ("kind", false), ("currency", false), ("request", false), ("unit", false), ("id", true), ("model", true),
        ("note", true), ("deep", true),
    ])
    func aTextThatTheRowAsksForMayDecide(name: String, isComplete: Bool) throws {
        let report = try report(Self.row, Damage(member: name))
        #expect(report.isComplete == isComplete, "\(report)")
        #expect(report.notes.map(\.code) == [.replacedText])
        if !isComplete { #expect(report.stopped?.message.contains("(first: line 1: \(name))") == true, "\(report)") }
    }

    @Test(arguments: ["kind", "model", "note", "deep", "pages"]) func anyNameMayDecide(name: String) throws {
        let report = try report(Self.row, Damage(member: name, isName: true))
        #expect(report.stopped?.message.contains("\(name)\u{FFFD})") == true, "\(report)")
    }

    @Test func anIDMadeOfADamagedTextIsHeldToItsBytes() throws {
        func row(_ byte: UInt8) throws -> [UInt8] {
            try #require(Damage(member: "id", byte: byte).applied(to: Array((Self.row + "\n").utf8)))
        }
        let same = try Self.replay.rows(of: row(0xFF) + row(0xFF)).report
        #expect(same.isComplete && same.duplicates == 1)
        #expect(try Self.replay.rows(of: row(0xFF) + row(0xFE)).report.stopped?.code == .replacedText)
        // The sound row has the same content under an id that may be the damaged one.
        #expect(try Self.replay.rows(of: row(0xFF) + Array(Self.row.utf8)).report.stopped?.code == .replacedText)
    }

    @Test(arguments: ["more", "next", "page"]) func aNameBesideTheRowsMayDecide(name: String) throws {
        let page = #"{"rows":[\#(Self.row)],"page":{"more":false,"next":null}}"#
        #expect(try Self.replay.rows(of: Array(page.utf8)).report.isComplete)
        let damage = Damage(member: name, isName: true)
        let message = try report(page, damage).stopped?.message ?? ""
        #expect(message.contains("(first: line 1: page") && message.contains("\(name)\u{FFFD})"), "\(message)")
    }

    @Test(arguments: CustomPaging.allCases) func walksAreHeldToTheSame(paging: CustomPaging) async throws {
        let rows = CustomServer.rows(seed: 4, count: 30)
        for (name, isComplete) in [("model", true), ("status", false)] {
            let server = AlteredServer(CustomServer(paging, rows)) { number, request, server in
                var response = try await server.send(request)
                if number == 1 { response.body = try #require(Damage(member: name).applied(to: response.body)) }
                return response
            }
            var walk = try CustomProvider.Client.test(server).walk(
                paging.listing, in: CustomServer.week, pageSize: 10)
            walk.options.replacesBadText = true
            let (found, report) = try await walk.collect()
            #expect(found.count == 30)
            #expect(report.isComplete == isComplete, "\(report)")
        }
    }
}
