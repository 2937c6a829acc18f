import WireModel

/// What a plan may be.
enum PlanRules {
    /// An installation offers so many at most.
    static let countLimit = 100
    static let nameLimit = 40

    /// The operator's plans as they are, when each of them may be so.
    static func accepted(_ plans: [Plan]) throws(FieldFault) -> [Plan] {
        guard plans.count <= countLimit else { throw FieldFault("tooLong", "There are more than \(countLimit) plans.") }
        var names: Set<String> = []
        for plan in plans {
            try check(plan)
            guard names.insert(plan.name).inserted else {
                throw FieldFault("taken", "There are two plans named “\(plan.name)”.")
            }
        }
        return plans
    }

    private static func check(_ plan: Plan) throws(FieldFault) {
        guard (1...nameLimit).contains(plan.name.utf8.count), plan.name.utf8.allSatisfy(isNameByte) else {
            throw FieldFault(
                "invalid", "A plan's name is 1 to \(nameLimit) letters, digits, “-”, “_” or “.”, unlike “\(plan.name)”."
            )
        }
        let limits = [plan.members, plan.inboxes, plan.messagesPerMonth, plan.callsPerMinute].compactMap(\.self)
        guard limits.allSatisfy({ $0 >= 1 }), plan.storageBytes ?? 1 >= 1 else {
            throw FieldFault("range", "The limits of “\(plan.name)” must be at least 1; without one there is no limit.")
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
