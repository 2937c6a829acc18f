import WireModel

// What came in, once it may be stored. Each is made of a request's body and says of every field what is wrong with it.

/// A new workspace with its first owner.
struct NewAccount: Sendable {
    var workspaceName: String
    var name: String
    var email: EmailAddress
    var password: String
    var language: Language
    var timeZone: String

    /// - Throws: `input.invalid` with every field that has to be mended.
    init(_ signUp: SignUp, isZone: (String) -> Bool) throws(Failure) {
        var form = Form()
        let workspaceName = form.take("workspaceName", signUp.workspaceName, DisplayName.accepted)
        let name = form.take("name", signUp.name, DisplayName.accepted)
        let email = form.take("email", signUp.email, EmailAddress.init(field:))
        form.take("password", signUp.password) { text throws(FieldFault) in
            try PasswordRule.check(text, email: email)
        }
        let zone = form.take("timeZone", signUp.timeZone ?? TimeZoneName.fallback) { text throws(FieldFault) in
            try TimeZoneName.accepted(text, isKnown: isZone)
        }
        guard form.isValid, let workspaceName, let name, let email, let zone else { throw form.failure }
        self.workspaceName = workspaceName
        self.name = name
        self.email = email
        password = signUp.password
        language = signUp.language
        timeZone = zone
    }
}

/// Another workspace of somebody who is signed in.
struct NewWorkspace: Sendable {
    var name: String
    var language: Language
    var timeZone: String

    /// - Throws: `input.invalid` with every field that has to be mended.
    init(_ draft: WorkspaceDraft, isZone: (String) -> Bool) throws(Failure) {
        var form = Form()
        let name = form.take("name", draft.name, DisplayName.accepted)
        let zone = form.take("timeZone", draft.timeZone ?? TimeZoneName.fallback) { text throws(FieldFault) in
            try TimeZoneName.accepted(text, isKnown: isZone)
        }
        guard form.isValid, let name, let zone else { throw form.failure }
        self.name = name
        language = draft.language
        timeZone = zone
    }
}

/// Somebody who joins by an invitation. Their password is judged later: it may be that of an account they have.
struct Joining: Sendable {
    var name: String
    var email: EmailAddress
    var language: Language

    /// - Parameter invited: The e-mail that the invitation names.
    /// - Throws: `input.invalid` with every field that has to be mended.
    init(_ acceptance: InvitationAcceptance, invited: String?) throws(Failure) {
        var form = Form()
        let name = form.take("name", acceptance.name, DisplayName.accepted)
        let email = form.take("email", acceptance.email) { text throws(FieldFault) in
            let email = try EmailAddress(field: text)
            guard invited == nil || email.key == EmailAddress.key(of: invited!) else {
                throw FieldFault("invalid", "The invitation is for another e-mail.")
            }
            return email
        }
        guard form.isValid, let name, let email else { throw form.failure }
        self.name = name
        self.email = email
        language = acceptance.language
    }
}

/// An invitation that may be sent.
struct NewInvitation: Sendable {
    static let lifetime = Duration.seconds(7 * 86_400)
    /// A workspace holds so many open ones at most.
    static let openLimit = 500

    var email: EmailAddress?
    var role: Role
    var inboxes: InboxAccess
    var teams: [TeamID]

    /// - Throws: `input.invalid` with every field that has to be mended.
    init(_ draft: InvitationDraft) throws(Failure) {
        var form = Form()
        email = form.take("email", draft.email, EmailAddress.init(field:))
        role = draft.role
        form.take("role", draft.role) { role throws(FieldFault) in
            guard role != .owner else { throw FieldFault("invalid", "An owner is made of a member only.") }
        }
        inboxes = form.take("inboxes", draft.inboxes, MemberRules.access) ?? .all
        teams = form.take("teams", draft.teams ?? [], TeamRules.teams) ?? []
        try form.finish()
    }
}

/// A program's way in that may be made.
struct NewKey: Sendable {
    /// A workspace holds so many at most; those revoked are not counted.
    static let countLimit = 100
    static let prefix = "mjk_"
    /// How often a use is written down at most.
    static let touchEvery = Duration.seconds(300)

    var name: String
    var grants: Grants
    var inboxes: InboxAccess
    var expiresAt: Timestamp?

    /// - Throws: `input.invalid` with every field that has to be mended.
    init(_ draft: APIKeyDraft, now: Timestamp) throws(Failure) {
        var form = Form()
        let name = form.take("name", draft.name, DisplayName.accepted)
        form.take("grants", draft.grants) { grants throws(FieldFault) in
            guard !grants.isEmpty else { throw FieldFault("required", "A key that may do nothing is of no use.") }
        }
        let inboxes = form.take("inboxes", draft.inboxes ?? .all, MemberRules.access)
        form.take("expiresAt", draft.expiresAt) { moment throws(FieldFault) in
            guard moment > now else { throw FieldFault("past", "This moment is over.") }
        }
        guard form.isValid, let name, let inboxes else { throw form.failure }
        self.name = name
        grants = draft.grants
        self.inboxes = inboxes
        expiresAt = draft.expiresAt
    }
}

/// What may be changed of a workspace, checked.
struct WorkspaceRevision: Sendable {
    var name: String?
    var language: Language?
    var timeZone: String?

    /// - Throws: `input.invalid` with every field that has to be mended.
    init(_ change: WorkspaceChange, isZone: (String) -> Bool) throws(Failure) {
        var form = Form()
        name = form.take("name", change.name, DisplayName.accepted)
        language = change.language
        timeZone = form.take("timeZone", change.timeZone) { text throws(FieldFault) in
            try TimeZoneName.accepted(text, isKnown: isZone)
        }
        try form.finish()
    }

    func applied(to workspace: Workspace) -> Workspace {
        var workspace = workspace
        workspace.name = name ?? workspace.name
        workspace.language = language ?? workspace.language
        workspace.timeZone = timeZone ?? workspace.timeZone
        return workspace
    }
}

/// What may be changed of somebody's own place in a workspace, checked.
struct ProfileRevision: Sendable {
    var name: String?
    var language: Language?
    /// Nil within for the workspace's own.
    var timeZone: String??
    var preferences: PreferencesChange?

    /// - Throws: `input.invalid` with every field that has to be mended.
    init(_ change: ProfileChange, isZone: (String) -> Bool) throws(Failure) {
        var form = Form()
        name = form.take("name", change.name, DisplayName.accepted)
        language = change.language
        timeZone = form.take("timeZone", change.timeZone) { text throws(FieldFault) -> String? in
            text.isEmpty ? nil : try TimeZoneName.accepted(text, isKnown: isZone)
        }
        preferences = change.preferences
        form.take("preferences.undoSeconds", change.preferences?.undoSeconds) { seconds throws(FieldFault) in
            guard !Preferences.undoSecondsRange.contains(seconds) else { return }
            throw FieldFault("range", "A reply waits 0 to 30 seconds.")
        }
        try form.finish()
    }

    func applied(to member: Member) -> Member {
        var member = member
        member.name = name ?? member.name
        member.language = language ?? member.language
        if let timeZone { member.timeZone = timeZone }
        return member
    }
}
