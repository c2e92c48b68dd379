internal import UsageKit

/// The faults of a transport, each with the requests that it is for.
///
/// If several faults are for one request, the first one in the list happens.
///
/// ```swift
/// fake.behavior.faults = [
///     2: .status(503),
///     .path("/v1/usage").after(3).first(): .truncated,
///     .matching({ $0.url.query?.contains("offset=200") == true }): .hang,
/// ]
/// ```
public struct FaultPlan: Sendable {
    struct Rule: Sendable {
        let match: RequestMatch
        var fault: Fault
    }

    private(set) var rules: [Rule] = []

    /// Creates a plan without faults.
    public init() {}

    /// Adds a fault to the end of the list.
    ///
    /// - Parameters:
    ///   - fault: What happens.
    ///   - match: The requests to which it happens.
    public mutating func append(_ fault: Fault, for match: RequestMatch) {
        rules.append(Rule(match: match, fault: fault))
    }

    /// The fault of the request with a number, if it is for that number alone; nil removes it.
    public subscript(number: Int) -> Fault? {
        get { rules.first { $0.match.number == number }?.fault }
        set {
            guard let newValue else {
                rules.removeAll { $0.match.number == number }
                return
            }
            if let index = rules.firstIndex(where: { $0.match.number == number }) {
                rules[index].fault = newValue
            } else {
                append(newValue, for: .request(number))
            }
        }
    }
}

extension FaultPlan: ExpressibleByDictionaryLiteral {
    /// Creates a plan with the faults in the order of the literal.
    public init(dictionaryLiteral elements: (RequestMatch, Fault)...) {
        rules = elements.map { Rule(match: $0.0, fault: $0.1) }
    }
}

/// A plan that is being carried out: it counts the requests.
struct FaultSchedule: Sendable {
    private struct Progress {
        var met = 0
        var used = 0
    }

    private let rules: [FaultPlan.Rule]
    private var progress: [Progress]
    private var requestCount = 0

    init(_ plan: FaultPlan) {
        rules = plan.rules
        progress = Array(repeating: Progress(), count: plan.rules.count)
    }

    /// The fault of the next request.
    mutating func next(for request: TransportRequest) -> Fault? {
        requestCount += 1
        var fault: Fault?
        for (index, rule) in rules.enumerated() {
            guard progress[index].used < rule.match.limit, rule.match.includes(request, number: requestCount) else {
                continue
            }
            progress[index].met += 1
            guard fault == nil, progress[index].met > rule.match.skipped else { continue }
            progress[index].used += 1
            fault = rule.fault
        }
        return fault
    }

    /// The matches whose fault has not happened yet.
    var unused: [RequestMatch] {
        zip(rules, progress).filter { $0.1.used == 0 }.map(\.0.match)
    }
}
