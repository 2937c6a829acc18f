import WireModel

/// What becomes of a member.
enum MemberRules {
    /// The member after `change`. Whether the actor may is asked before and after.
    /// - Throws: `input.invalid` for inboxes that cannot be granted.
    static func changed(_ member: Member, by change: MemberChange) throws(Failure) -> Member {
        let role = change.role ?? member.role
        var form = Form()
        let inboxes = form.take("inboxes", change.inboxes, access)
        if role == .owner, let inboxes, inboxes != .all {
            throw .invalid("inboxes", "invalid", "An owner sees every inbox.")
        }
        try form.finish()
        var changed = member
        changed.role = role
        changed.inboxes = role == .owner ? .all : inboxes ?? member.inboxes
        changed.active = change.active ?? member.active
        return changed
    }

    /// The inboxes as they are stored: each once, in order.
    /// - Throws: `tooLong` past ``InboxAccess/limit``.
    static func access(_ inboxes: InboxAccess) throws(FieldFault) -> InboxAccess {
        guard case .only(let ids) = inboxes else { return .all }
        guard ids.count <= InboxAccess.limit else {
            throw FieldFault("tooLong", "Up to \(InboxAccess.limit) inboxes may be named.")
        }
        return .only(Set(ids).sorted())
    }
}

extension Failure {
    static let wrongSignIn = Failure(.unauthenticated, "session.wrong", "The e-mail or the password is wrong.")
    static let emailTaken = Failure(
        .conflict, "email.taken", "Somebody has an account with this e-mail already.",
        fields: [.init(field: "email", code: "taken", message: "Somebody has an account with this e-mail already.")])
    static let lastOwner = Failure(.conflict, "member.lastOwner", "A workspace keeps at least one owner.")
    static let alreadyMember = Failure(
        .conflict, "member.exists", "This person is in the workspace already.",
        fields: [.init(field: "email", code: "taken", message: "This person is in the workspace already.")])
    static let invitationClosed = Failure(.gone, "invitation.closed", "This invitation is not open any more.")
    static let invitationWithoutLink = Failure(
        .conflict, "invitation.noLink", "The link of this invitation cannot be shown again. Invite anew.")
    static let noWorkspace = Failure(
        .forbidden, "session.noWorkspace",
        "This account is in no workspace any more. Ask for an invitation, or sign up.")

    static func full(_ thing: String, _ limit: Int) -> Failure {
        Failure(.conflict, "\(thing).limit", "A workspace holds \(limit) of these at most.")
    }
}
