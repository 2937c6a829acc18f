import WireModel

extension EmailAddress {
    /// The address of a form's field.
    /// - Throws: `required` for nothing, `tooLong`, or `email` for what is no address.
    init(field input: String) throws(FieldFault) {
        let trimmed = input.trimmed
        guard !trimmed.isEmpty else { throw FieldFault("required", "An e-mail address is needed.") }
        guard trimmed.utf8.count <= Self.lengthLimitBytes else {
            throw FieldFault("tooLong", "An e-mail address holds up to \(Self.lengthLimitBytes) characters.")
        }
        guard let address = EmailAddress(trimmed) else { throw FieldFault("email", "This is not an e-mail address.") }
        self = address
    }
}
