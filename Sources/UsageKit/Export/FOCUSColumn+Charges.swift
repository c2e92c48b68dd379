extension FOCUSColumn {
    /// Who charges whom.
    static let parties: [FOCUSColumn] = [
        FOCUSColumn(
            "BillingAccountId",
            "The label of the record's account, or else the id that the caller gives (Billing Account ID)."
        ) { $0.label(.account) ?? $0.names.account },
        FOCUSColumn(
            "BillingAccountName", nullable: .both,
            "The name that the caller gives; null for a record with the label of an account (Billing Account Name)."
        ) { $0.label(.account) == nil ? $0.names.accountName : nil },
        FOCUSColumn("InvoiceIssuerName", "The name that the caller gives, or else the provider (Invoice Issuer).") {
            $0.names.invoiceIssuer.nonBlank ?? $0.provider
        },
        FOCUSColumn("InvoiceId", level: .recommended, versions: [.v1_2], nullable: [.v1_2], withoutInvoice) { _ in nil
        },
        FOCUSColumn("InvoiceId", level: .conditional, versions: [.v1_4], nullable: [.v1_4], withoutInvoice) { _ in nil
        },
        FOCUSColumn("ProviderName", versions: [.v1_2], "The name that the caller gives, or else the id (Provider).") {
            $0.provider
        },
        FOCUSColumn("PublisherName", versions: [.v1_2], "The name that the caller gives, or the provider (Publisher).")
        {
            $0.names.publisher.nonBlank ?? $0.provider
        },
        FOCUSColumn(
            "ServiceProviderName", versions: [.v1_4],
            "The name that the caller gives, or else the id (Service Provider Name)."
        ) { $0.provider },
        FOCUSColumn(
            "HostProviderName", versions: [.v1_4], nullable: [.v1_4],
            "The label `upstream`, or else the service provider: it does not show its host (Host Provider Name)."
        ) { $0.label(.upstream) ?? $0.provider },
    ]

    private static let withoutInvoice =
        "Always null: no ledger names an invoice, and a charge without one has no id (Invoice ID)."

    /// When.
    static let periods: [FOCUSColumn] = [
        FOCUSColumn(
            "BillingPeriodStart", kind: .instant,
            "The start of the caller's billing period, in UTC (Billing Period Start)."
        ) { $0.period.lowerBound.description },
        FOCUSColumn(
            "BillingPeriodEnd", kind: .instant,
            "The exclusive end of the caller's billing period, in UTC (Billing Period End)."
        ) { $0.period.upperBound.description },
        FOCUSColumn(
            "ChargePeriodStart", kind: .instant,
            "The record's instant without its fraction of a second (Charge Period Start; Date/Time Format)."
        ) { $0.second.description },
        FOCUSColumn(
            "ChargePeriodEnd", kind: .instant, "A second later: the end is exclusive (Charge Period End)."
        ) { ($0.second + .seconds(1)).description },
    ]

    /// What kind of charge it is.
    static let charges: [FOCUSColumn] = [
        FOCUSColumn(
            "ChargeCategory", allowed: ["Usage", "Purchase", "Tax", "Credit", "Adjustment"],
            "`Usage`: charges for what was consumed, refunds included (Charge Category)."
        ) { _ in "Usage" },
        FOCUSColumn(
            "ChargeClass", nullable: .both, allowed: ["Correction"],
            "Always null: no ledger says that a row corrects a period that was invoiced before (Charge Class)."
        ) { _ in nil },
        FOCUSColumn(
            "ChargeDescription", nullable: .both,
            "The kind of work and the product or the model, or else the provider (Charge Description)."
        ) { row in
            let record = row.record
            let parts = [record.type.nonBlank, record.sku.nonBlank ?? record.model.nonBlank].compactMap(\.self)
            return parts.isEmpty ? row.provider : parts.joined(separator: " ")
        },
        FOCUSColumn(
            "ChargeFrequency", level: .recommended, allowed: ["One-Time", "Recurring", "Usage-Based"],
            "`Usage-Based` (Charge Frequency)."
        ) { _ in "Usage-Based" },
    ]
}
