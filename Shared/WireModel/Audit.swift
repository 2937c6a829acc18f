/// One line of a workspace's audit log: who did what, to what, from where. It is written in the transaction of the
/// change, and never changed or removed.
public struct AuditEntry: Codable, Sendable, Equatable {
    public var id: AuditID
    public var at: Timestamp
    public var actor: AuditActor
    public var action: AuditAction
    public var target: AuditTarget?
    /// The network address that it came from, where it is known.
    public var address: String?
    /// What the browser or program called itself, where it is known.
    public var device: String?
    /// What changed, each as `before → after`, and what else is worth knowing. Holds no secret.
    public var details: [String: String]

    public init(
        id: AuditID, at: Timestamp, actor: AuditActor, action: AuditAction, target: AuditTarget? = nil,
        address: String? = nil, device: String? = nil, details: [String: String] = [:]
    ) {
        self.id = id
        self.at = at
        self.actor = actor
        self.action = action
        self.target = target
        self.address = address
        self.device = device
        self.details = details
    }
}

/// Who did it, with the name they had then.
public struct AuditActor: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case member, key
        /// Majlis itself, or whoever operates it.
        case system
        /// Somebody of whom nothing is known: who tried to sign in.
        case nobody
    }

    public var kind: Kind
    /// Of a member or key.
    public var id: String?
    public var name: String

    public init(kind: Kind, id: String? = nil, name: String = "") {
        self.kind = kind
        self.id = id
        self.name = name
    }

    public init(_ member: MemberID, name: String) {
        self.init(kind: .member, id: member.description, name: name)
    }

    /// A visitor does nothing that the log tells of.
    public init(_ principal: Principal) {
        switch principal.subject {
        case .member(let id, _): self.init(id, name: principal.name)
        case .key(let id, _): self.init(kind: .key, id: id.description, name: principal.name)
        case .visitor: self.init(kind: .nobody)
        }
    }

    public static let system = AuditActor(kind: .system)
    public static let nobody = AuditActor(kind: .nobody)
}

/// To what it was done, with the name it had then.
public struct AuditTarget: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case workspace, member, invitation, role, team, key, inbox, session
    }

    public var kind: Kind
    public var id: String
    /// Empty for what has none.
    public var name: String

    public init(kind: Kind, id: String, name: String) {
        self.kind = kind
        self.id = id
        self.name = name
    }

    public init<Thing>(_ kind: Kind, _ id: Identifier<Thing>, name: String = "") {
        self.init(kind: kind, id: id.description, name: name)
    }
}

/// The closed list of what is written down.
public enum AuditAction: String, Codable, Sendable, CaseIterable {
    case sessionSignedIn = "session.signedIn"
    /// The password was wrong; the target is whose it was not.
    case sessionFailed = "session.failed"
    case sessionEnded = "session.ended"
    case memberJoined = "member.joined"
    case memberChanged = "member.changed"
    case memberDeactivated = "member.deactivated"
    case memberReactivated = "member.reactivated"
    case memberRemoved = "member.removed"
    /// Somebody looked at what another member sees.
    case memberViewed = "member.viewed"
    case invitationCreated = "invitation.created"
    case invitationRevoked = "invitation.revoked"
    case invitationAccepted = "invitation.accepted"
    case roleCreated = "role.created"
    case roleChanged = "role.changed"
    case roleRemoved = "role.removed"
    case teamCreated = "team.created"
    case teamChanged = "team.changed"
    case teamRemoved = "team.removed"
    case keyCreated = "key.created"
    case keyRevoked = "key.revoked"
    case inboxCreated = "inbox.created"
    case inboxChanged = "inbox.changed"
    case workspaceCreated = "workspace.created"
    case workspaceChanged = "workspace.changed"
    case securityChanged = "security.changed"
    case planChanged = "plan.changed"
    case passwordChanged = "password.changed"
    case passwordReset = "password.reset"
    case emailChanged = "email.changed"
    case twoFactorEnabled = "twoFactor.enabled"
    case twoFactorDisabled = "twoFactor.disabled"
    /// New backup codes; the old ones are worthless.
    case twoFactorRenewed = "twoFactor.renewed"
    case auditExported = "audit.exported"
}

/// Gathers what changed, for ``AuditEntry/details``: only what is different after, each value cut off at a bound.
public struct AuditDetails: Sendable {
    /// A value's length at most, in characters.
    public static let valueLimit = 300
    public private(set) var values: [String: String] = [:]

    public init() {}

    /// What something became.
    public mutating func note(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        values[name] = Self.bounded(value)
    }

    /// What something was and became; nothing where it stayed.
    public mutating func note(_ name: String, _ before: String?, _ after: String?) {
        guard before != after else { return }
        values[name] = "\(Self.shown(before)) → \(Self.shown(after))"
    }

    public mutating func note(_ name: String, _ before: InboxAccess, _ after: InboxAccess) {
        note(name, before.words, after.words)
    }

    /// One entry a permission that reaches further, less far or otherwise than before, under its own name.
    public mutating func note(_ before: Grants, _ after: Grants) {
        for permission in Permission.allCases {
            note(permission.rawValue, before.auditText(of: permission), after.auditText(of: permission))
        }
    }

    private static func shown(_ value: String?) -> String {
        guard let value, !value.isEmpty else { return "–" }
        return bounded(value)
    }

    private static func bounded(_ value: String) -> String {
        value.count > valueLimit ? "\(value.prefix(valueLimit))…" : value
    }
}

extension Grants {
    /// The scopes; nil for none.
    fileprivate func auditText(of permission: Permission) -> String? {
        let scopes = Scope.allCases.filter { holds(permission, in: $0) }
        return scopes.isEmpty ? nil : scopes.map(\.rawValue).joined(separator: " ")
    }
}
