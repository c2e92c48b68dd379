public import ArgumentParser
import UsageKit

extension FOCUSExport.Version: @retroactive ExpressibleByArgument {}

extension PartitionedDataSet.Unit: @retroactive ExpressibleByArgument {}

/// Where the result goes, and what its format needs to know.
struct OutputOptions: ParsableArguments {
    @Option(
        help: """
            A file for the result, which appears whole or not at all: an incomplete result is left as PATH.partial. \
            With --partition, a folder.
            """)
    var output: String?

    @Option(
        help: """
            Write records to the folder of --output, a file for each day or month in UTC; with parquet, ndjson or csv.
            """)
    var partition: PartitionedDataSet.Unit?

    @Option(
        help: """
            With --partition: the folder for what is not complete, on the file system of --output; by default PATH.partial. \
            Processes that write one data set at the same time need a folder each.
            """)
    var partial: String?

    @Option(
        name: .customLong("money-scale"),
        help: """
            With parquet: the decimal places of charges, from 0 to 38 (by default 18, or those of the data set). An amount \
            that needs others is written with these; nothing is rounded.
            """)
    var moneyScale: Int?

    @Flag(help: "With parquet: write instants in nanoseconds; Spark does not read them as instants.")
    var nanoseconds = false

    @Option(
        name: .customLong("rate"),
        help: """
            With focus: the price of a currency, of a provider's unit, of a count or of a 'record' from a day on, such \
            as credit=USD:0.01@2026-05-01; may be repeated.
            """)
    var rates: [String] = []

    @Option(name: .customLong("focus-version"), help: "The version of FOCUS: 1.2 (default) or 1.4.")
    var focusVersion: FOCUSExport.Version?

    @Flag(
        name: .customLong("mark-not-final"),
        help: "With focus: write rows whose cost may still change, with false in x_Final, instead of refusing them.")
    var marksNotFinal = false

    /// Refuses options that have no meaning for a format.
    func check(_ format: OutputFormat, isReport: Bool) throws {
        if output == "" || output == "-" {
            throw ValidationError("--output needs a path; leave it out for standard output.")
        }
        if nanoseconds, format != .parquet { throw ValidationError("--nanoseconds needs --format parquet.") }
        if let moneyScale {
            guard format == .parquet else { throw ValidationError("--money-scale needs --format parquet.") }
            guard (0...38).contains(moneyScale) else {
                throw ValidationError("--money-scale must be from 0 to 38 decimal places.")
            }
        }
        if partial == "" { throw ValidationError("--partial needs a folder.") }
        if partial != nil, partition == nil { throw ValidationError("--partial needs --partition.") }
        if format == .parquet, output == nil { throw ValidationError("--format parquet needs --output.") }
        if let partition {
            guard output != nil else { throw ValidationError("--partition \(partition.rawValue) needs --output.") }
            guard [.csv, .ndjson, .parquet].contains(format), !isReport else {
                throw ValidationError(
                    "--partition needs records: add --format parquet, ndjson or csv, without --by and --every.")
            }
        }
        if format != .focus, !rates.isEmpty || focusVersion != nil || marksNotFinal {
            throw ValidationError("--rate, --focus-version and --mark-not-final need --format focus.")
        }
        _ = try focusRates()
    }

    /// The rates, which must have one target.
    func focusRates() throws -> DatedRates {
        let rates = try DatedRates(rates)
        guard rates.targets.count < 2 else {
            let names = rates.targets.map(\.rawValue).sorted().joined(separator: " and ")
            throw ValidationError("FOCUS bills in one currency: the rates are into \(names).")
        }
        if let target = rates.targets.first, !target.isNational {
            throw ValidationError("FOCUS bills in national money (ISO 4217): '\(target)' in --rate is not.")
        }
        return rates
    }
}
