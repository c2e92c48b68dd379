import Foundation
import HTTPTypes
import Testing
import UsageKit
import UsageKitTesting

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The names of UsageKit in a file that imports Foundation and swift-http-types as well: none needs its module.
@Suite struct SideBySideTests {
    /// Every public type that is not nested in another one.
    private static let types: [Any.Type] = [
        Aurous.self, Venice.self, Tresor.self, ChatBotKit.self, Auralytik.self, CustomProvider.self,
        (any CustomRow).self, Walk<Tresor.LedgerRow>.self,
        WalkPages<Tresor.LedgerRow>.self, WalkReport.self, WalkNote.self, WalkStop.self, WalkOptions.self,
        WalkLimits.self, WalkCheckpoint.self, WalkSource.self, AccountIdentity.self,
        (any WireFilterable).self, ListingOrder.self, Replay<Tresor.LedgerRow>.self,
        ReplayStream<Tresor.LedgerRow>.self, UsageRecord.self, (any UsageRow).self, ProviderID.self,
        UsageStatus.self, TokenCounts.self, Money.self, Currency.self, Quantity.self, UsageUnit.self,
        Timestamp.self, TimeWindow.self, BillingPeriod.self, (any WireValue).self, UsageError.self,
        UsageLedger.self, UsageReport.self, LatencyDistribution.self, UsageFigures.self,
        UsageStore.self, StoreSource.self, StoreRefresh.self, StoredRecords.self, Restatement.self, StoreDamage.self,
        ExchangeRates.self, ExchangeRate.self, CalendarDay.self, ConvertedReport.self, ConvertedMoney.self,
        MissingRate.self, Budget.self, BudgetStatus.self, BucketCharge.self, PeriodSpending.self, SpendingGrowth.self,
        QuotaStatus.self, Exhaustion.self, Completeness.self, BoundedMoney.self, AmountBound.self,
        Reconciliation.self, Statement.self, ReconciledRows.self, ReconciledFigure.self, Tolerance.self, Cause.self,
        Rounding.self, QuantileDefinition.self, Concentration.self, RequestComparison.self, RequestLog.self,
        StatedRequest.self, RequestKey.self,
        UsageSeries<Decimal>.self, UsageStatistics.self, Coverage.self, LiveReports<Tresor.LedgerRow>.self,
        ReportQuery.self, UsageDimension.self, UsageFilter.self, UsageField.self, UsageMeasure.self,
        UsageFigure.self, TimeBucket.self, BucketCalendar.self, Weekday.self, Quantile.self,
        QuantileMethod.self, UsageSketch.self, (any UsageGroup).self, LatencySketch.self, CSVExport.self,
        FOCUSExport.self, FOCUSNames.self, FOCUSBillingPeriod.self, FOCUSCheck.self, FOCUSObstacle.self,
        NDJSONExport.self, JSONExport.self, OpenMetricsExport.self, ReportChunks.self, RecordFormat.self,
        ParquetExport.self, ParquetWriter.self, MoneyScaleSearch.self,
        RecordEncoder.self, PartitionedDataSet.self, DataSetManifest.self, DataSetDamage.self, ClientConfiguration.self,
        RetryPolicy.self, AttemptReport.self, Deprecation.self, Credential.self, NamedValues<Decimal>.self,
        (any ShapedModel).self, ModelShape.self, DriftReport.self, ContractFixture.self,
        (any HTTPTransport).self, (any HTTPStreamingTransport).self, StreamedResponse.self, URLSessionTransport.self,
        TransportRequest.self, TransportResponse.self,
        HTTPHeaders.self, JSONValue.self, JSONObject.self, JSONNumber.self, (any JSONRepresentable).self,
        AurousFake.self, VeniceFake.self, TresorFake.self, ChatBotKitFake.self, AuralytikFake.self,
        FakeTenants<TresorFake>.self, (any ProviderFake).self, FakeBehavior.self, Fault.self,
        FaultPlan.self, RequestMatch.self, FaultyTransport.self, LedgerGenerator.self, DemoFakes.self,
        SeededGenerator.self, WireNumber.self, ScriptedTransport.self, ClosureTransport.self,
        LoopbackServer.self, ManualClock.self,
    ]

    /// A type whose values cannot be copied is not an `Any.Type`.
    private typealias Reading = ReplayReading<Tresor.LedgerRow>
    private typealias AnyOutput = AtomicFile
    private typealias Output = RecordFile
    private typealias Partitions = PartitionedWriter
    private typealias Records = RecordReader

    @Test(arguments: ["UsageKit", "UsageKitTesting"]) func everyPublicTypeIsNamedHere(module: String) throws {
        let root = (1...5).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let topics = try String(
            contentsOf: root.appendingPathComponent("Sources/\(module)/\(module).docc/\(module).md"), encoding: .utf8)
        let names = topics.split(separator: "\n").filter { $0.hasPrefix("- ``") && $0.hasSuffix("``") }
            .map { String($0.dropFirst(4).dropLast(2)) }
        #expect(names.count > 15)
        let words = Set(try String(contentsOfFile: #filePath, encoding: .utf8).split { !$0.isLetter })
        for name in names { #expect(words.contains(name[...]), "add \(name) to the types of this file") }
    }

    @Test func aRequestIsOneOfHTTPTypes() async throws {
        let fake = TresorFake(rows: [TresorFake.row(at: try Timestamp("2026-05-20T12:00:00Z"), cost: 0.25)])
        let transport = ClosureTransport { request in
            let converted = HTTPRequest(request)
            guard converted.method == .get, converted.headerFields[.authorization] != nil else { return nil }
            return try await fake.send(request)
        }
        let tresor = try Tresor.Client(
            apiKey: TresorFake.testKey, configuration: ClientConfiguration(transport: transport))
        let may = DateInterval(start: Date(timeIntervalSince1970: 1_777_593_600), duration: 31 * 86_400)
        let ledger = try await UsageLedger(of: tresor.usage(in: TimeWindow(may)))
        let total = try ledger.report().total
        #expect(total.charges == [Currency.eur: Decimal(string: "0.25") ?? 0])
        #expect(Locale.Currency(Currency.eur.rawValue).identifier == "EUR")
        #expect(fake.requests.count == 1)
    }

    @Test func anAnswerIsMadeOfOneOfHTTPTypes() {
        let answer = HTTPResponse(status: .tooManyRequests, headerFields: [.retryAfter: "30"])
        let response = TransportResponse(answer, body: [])
        #expect(response.status == 429)
        #expect(response.headers["retry-after"] == "30")
    }
}

extension HTTPRequest {
    /// A request of a transport, without its body.
    fileprivate init(_ request: TransportRequest) {
        self.init(method: Method(request.method) ?? .get, scheme: nil, authority: nil, path: request.url.path)
        for field in request.headers.fields {
            guard let name = HTTPField.Name(field.name) else { continue }
            headerFields.append(HTTPField(name: name, value: field.value))
        }
    }
}

extension TransportResponse {
    /// A response of which the header came as fields of HTTPTypes.
    fileprivate init(_ response: HTTPResponse, body: [UInt8]) {
        let fields = response.headerFields.map { HTTPHeaders.Field($0.name.rawName, $0.value) }
        self.init(status: response.status.code, headers: HTTPHeaders(fields), body: body)
    }
}
