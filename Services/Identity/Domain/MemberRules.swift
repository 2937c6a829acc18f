import WireModel

/// Who may do what to whom in a team. The last owner is the store's to guard: only a transaction can count.
enum MemberRules {
    /// Whether somebody with the role `actor` may change, remove or appoint a member with the role `target`.
    static func mayManage(_ actor: Role, _ target: Role) -> Bool {
        switch actor {
        case .owner: true
        case .admin: target != .owner
        case .agent: false
        }
    }

    /// The member after `change`.
    /// - Throws: `permission.denied`, or `input.invalid` for inboxes that cannot be granted.
    static func changed(_ member: Member, by change: MemberChange, actor: Role) throws(Failure) -> Member {
        let role = change.role ?? member.role
        guard mayManage(actor, member.role), mayManage(actor, role) else { throw .forbidden }
        var form = Form()
        let inboxes = form.take("inboxes", change.inboxes, access)
        if role == .owner, let inboxes, inboxes != .all {
            throw .invalid("inboxes", "invalid", "An owner sees every inbox.")
        }
        try form.finish()
        var changed = member
        changed.role = role
        changed.inboxes = role == .owner ? .all : inboxes ?? member.inboxes
        return changed
    }

    /// The inboxes as they are stored: each once, in order.
    /// - Throws: `tooLong` past ``InboxAccess/limit``.
    static func access(_ inboxes: InboxAccess) throws(FieldFault) -> InboxAccess {
        guard case .only(let ids) = inboxes else { return .all }
        let distinct = Set(ids).sorted()
        guard distinct.count <= InboxAccess.limit else {
            throw FieldFault("tooLong", "Up to \(InboxAccess.limit) inboxes may be named.")
        }
        return .only(distinct)
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
    static let noWorkspace = Failure(
        .forbidden, "session.noWorkspace", "This account is in no workspace any more. Ask for an invitation.")

    static func full(_ thing: String, _ limit: Int) -> Failure {
        Failure(.conflict, "\(thing).limit", "A workspace holds \(limit) of these at most.")
    }
}
