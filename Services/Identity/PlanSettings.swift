import JSON
import ServiceKit
import WireModel

/// The plans that the operator offers, and the one that new workspaces begin with.
struct PlanSettings: Sendable {
    static let fileLimitBytes = 256 << 10
    static let builtIn = [Plan.free, Plan.unlimited]

    /// The built-in ones first, unless the operator's file has others by their names.
    let plans: [Plan]
    let standard: Plan

    /// Reads `MAJLIS_PLANS`, the path of a JSON file with a list of plans, and `MAJLIS_DEFAULT_PLAN`.
    init(_ configuration: Configuration) throws {
        var plans = Self.builtIn
        if let bytes = try configuration.file("MAJLIS_PLANS", upTo: Self.fileLimitBytes) {
            let own: [Plan]
            do {
                own = try PlanRules.accepted(try JSON.decode([Plan].self, from: bytes))
            } catch let fault as JSONFault {
                throw ConfigurationFault("MAJLIS_PLANS: the file is no list of plans: \(fault.path) \(fault.message)")
            } catch let fault as FieldFault {
                throw ConfigurationFault("MAJLIS_PLANS: \(fault.message)")
            }
            plans = plans.filter { plan in !own.contains { $0.name == plan.name } } + own
        }
        let name = configuration.string("MAJLIS_DEFAULT_PLAN", default: Plan.unlimited.name)
        guard let standard = plans.first(where: { $0.name == name }) else {
            throw ConfigurationFault("MAJLIS_DEFAULT_PLAN: there is no plan “\(name)”.")
        }
        self.plans = plans
        self.standard = standard
    }
}
