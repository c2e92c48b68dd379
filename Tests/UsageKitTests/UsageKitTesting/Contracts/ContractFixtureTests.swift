import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct ContractFixtureTests {
    @Test(arguments: ContractFixture.all)
    func isReadAndWrittenBackInAllVariants(fixture: ContractFixture) async throws {
        let call = try #require(ContractCall.all["\(fixture.provider) \(fixture.endpoint)"])
        let failures = await fixture.failures { body in
            let (value, request) = try await call.roundTrip(body)
            #expect(request.method == fixture.method)
            #expect(request.url.path.hasSuffix(fixture.path))
            return value
        }
        #expect(failures.map(\.description) == [])
    }

    @Test func eachCallHasAFixture() {
        let named = Set(ContractFixture.all.map { "\($0.provider) \($0.endpoint)" })
        #expect(named.symmetricDifference(ContractCall.all.keys) == [])
    }

    @Test func aReaderThatLosesAMemberIsFound() async throws {
        let fixture = try #require(ContractFixture.aurous.first)
        let failures = await fixture.failures { body in
            guard case .array(let rows)? = body["data"] else { return nil }
            return .array(rows.map { $0.removing("lora_id") })
        }
        #expect(failures.count > 10)
        #expect(failures.first?.description.hasPrefix("the sample: expected ") == true)
    }

    /// A reader of another project, which knows nothing of the models here.
    private struct TokenTotals: Codable {
        struct Database: Codable { let datasets, records, skillsets, abilities, files, users: Int }
        let tokens: Decimal
        let conversations, messages: Int
        let database: Database
    }

    @Test func aReaderThatDropsExtraMembersMaySaySo() async throws {
        let fixture = try #require(ContractFixture.chatBotKit.first { $0.endpoint == "fetch" })
        func read(_ body: JSONValue) throws -> JSONValue {
            let totals = try JSONDecoder().decode(TokenTotals.self, from: Data(body.text.utf8))
            return try JSONValue(json: Array(JSONEncoder().encode(totals)))
        }
        let strict = await fixture.failures(read)
        #expect(strict.map(\.variant.change).contains(.extraMember))
        let failures = await fixture.failures(keepsExtraMembers: false, read)
        #expect(failures.map(\.variant.change) == [.numberAsText])
    }

    @Test func aReaderThatRefusesAnUnknownWordIsFound() async throws {
        let fixture = try #require(ContractFixture.aurous.first)
        let failures = await fixture.failures { body in
            guard case .array(let rows)? = body["data"] else { return nil }
            guard rows.allSatisfy({ $0["type"] == "chat" }) else { throw UsageError(.unexpectedShape, "no chat") }
            return .array(rows)
        }
        // Numbers that are texts come back as texts from this reader.
        #expect(failures.map(\.variant.description).contains("data[].type: an unknown word"))
    }

    @Test func theVariantsChangeOneThingEach() throws {
        for fixture in ContractFixture.all {
            #expect(fixture.sample != .null, "\(fixture)")
            let variants = fixture.variants
            #expect(Set(variants.map(\.description)).count == variants.count)
            #expect(variants.dropFirst().allSatisfy { $0.body != fixture.sample }, "\(fixture)")
            for path in fixture.optional {
                #expect(variants.contains { $0.description == "\(path): absent" }, "\(fixture) \(path)")
            }
            for path in fixture.numbers {
                #expect(variants.contains { $0.description == "\(path): a number as a text" }, "\(fixture) \(path)")
            }
            for path in fixture.words {
                #expect(variants.contains { $0.description == "\(path): an unknown word" }, "\(fixture) \(path)")
            }
            #expect(variants.first?.change == .unchanged)
            #expect(
                variants.dropFirst().allSatisfy {
                    $0.change != .unchanged && $0.description.hasSuffix($0.change.rawValue)
                })
        }
    }
}
