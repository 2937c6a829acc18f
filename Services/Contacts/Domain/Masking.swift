import WireModel

extension Contact {
    /// As `principal` may see it: without ``Permission/contactsUnmask`` e-mail and telephone show that they are there,
    /// and no more than their ends.
    func shown(to principal: Principal) -> Contact {
        guard !principal.may(.contactsUnmask) else { return self }
        var shown = self
        shown.email = email.map(Masking.email)
        shown.phone = phone.map(Masking.phone)
        shown.claims = claims.map { claim in
            var claim = claim
            claim.email = claim.email.map(Masking.email)
            claim.phone = claim.phone.map(Masking.phone)
            return claim
        }
        return shown
    }
}

enum Masking {
    private static let dots = "•••"

    /// `s•••@•••.com`: the first letter and the last label.
    static func email(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@"), let dot = text.lastIndex(of: "."), at < dot else { return dots }
        return "\(text.prefix(1))\(dots)@\(dots)\(text[dot...])"
    }

    /// `•••67`: the last two digits, so that two numbers can be told apart on the telephone.
    static func phone(_ text: String) -> String {
        let digits = text.filter(\.isNumber)
        return digits.count > 5 ? "\(dots)\(digits.suffix(2))" : dots
    }
}
