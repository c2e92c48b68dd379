import UsageKit

func exportOfAWalkThatMayBeIncomplete(_ rates: ExchangeRates, _ names: FOCUSNames) throws -> FOCUSExport {
    try FOCUSExport(rates: rates, names: names)  // error
}
