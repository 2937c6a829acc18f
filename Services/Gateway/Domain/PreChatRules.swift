import WireModel

extension PreChat {
    /// Checks that what the form requires was given, and leaves out what it does not ask for.
    /// - Parameter identity: What is proven need not be typed.
    /// - Throws: `input.invalid` with one entry a field, `details.email` and so on.
    func checked(_ details: VisitorDetails, of identity: VisitorIdentity? = nil) throws(Failure) -> VisitorDetails {
        var faults: [Failure.Field] = []
        func value(_ rule: Field, _ text: String?, _ name: String, known: String?, limit: Int) -> String? {
            guard rule != .hidden, known == nil else { return nil }
            let given = (text ?? "").trimmed
            if given.isEmpty {
                if rule == .required {
                    faults.append(
                        .init(field: "details.\(name)", code: "required", message: "Please give your \(name)."))
                }
                return nil
            }
            if given.utf8.count > limit {
                faults.append(.init(field: "details.\(name)", code: "tooLong", message: "This is too long."))
            }
            return given
        }
        let checked = VisitorDetails(
            name: value(name, details.name, "name", known: identity?.name, limit: 320),
            email: value(email, details.email, "email", known: identity?.email, limit: 254),
            phone: value(phone, details.phone, "phone", known: identity?.phone, limit: 64))
        guard faults.isEmpty else { throw .invalid(faults) }
        return checked
    }
}
