import WireModel

extension Inbox {
    /// - Throws: `visitor.unverified` where the inbox takes nobody without proof.
    func admit(_ identity: VisitorIdentity?) throws(Failure) {
        guard verification == .optional || identity != nil else {
            throw Failure(
                .unauthenticated, "visitor.unverified", "This inbox wants its visitors' tokens: see verified visitors.")
        }
    }

    /// - Throws: `inbox.archived` where nobody new comes in; whoever was here before reads on.
    func admitNewcomer() throws(Failure) {
        guard !archived else { throw Failure(.gone, "inbox.archived", "This inbox takes no new conversations.") }
    }

    /// - Parameter page: The origin of the page that asks; nil for one of ours, and for a program.
    /// - Throws: `origin.refused` for a page that is not on the inbox's list.
    func admit(page: String?) throws(Failure) {
        guard page.map(allows(origin:)) ?? true else {
            throw Failure(
                .forbidden, "origin.refused", "This page is not among the addresses that may show this inbox's widget.")
        }
    }

    /// The pages that may put the widget into a frame, as a content policy writes them.
    var frameAncestors: String {
        origins.contains(Inbox.everyPage) ? "*" : (["'self'"] + origins).joined(separator: " ")
    }
}
