/// One thing that somebody of the team may be allowed to do.
///
/// This list, ``Role/grants`` and ``EventType/hearing`` are the only table of who may do what: every service, the
/// sockets, the lists and the page of roles follow it.
public enum Permission: String, Codable, Sendable, CaseIterable {
    case conversationsView = "conversations.view"
    /// Write to the customer.
    case conversationsReply = "conversations.reply"
    /// Write what only the team reads.
    case conversationsNote = "conversations.note"
    /// Hand to a member or a team, oneself included.
    case conversationsAssign = "conversations.assign"
    /// Close, open again, and every status between.
    case conversationsStatus = "conversations.status"
    /// Merge conversations of one contact, and split one.
    case conversationsMerge = "conversations.merge"

    case contactsView = "contacts.view"
    case contactsEdit = "contacts.edit"
    /// See e-mail and telephone in full; without it they are masked, and are not found by searching.
    case contactsUnmask = "contacts.unmask"
    /// Keep a contact from writing, and let them write again.
    case contactsBlock = "contacts.block"

    /// Make, rename and remove tags; putting one on a conversation belongs to assigning.
    case tagsManage = "tags.manage"
    /// Make views that the whole team sees.
    case viewsShare = "views.share"
    /// Make canned replies for a team or for everybody.
    case repliesManage = "replies.manage"

    case inboxesManage = "inboxes.manage"
    /// Invite, change, deactivate and remove members.
    case membersManage = "members.manage"
    /// See what another member sees, and why.
    case membersViewAs = "members.viewAs"
    case teamsManage = "teams.manage"
    case rolesManage = "roles.manage"
    /// Name, language and time zone of the workspace.
    case workspaceManage = "workspace.manage"
    /// Two-factor for all, and where the work of those who leave goes.
    case securityManage = "security.manage"
    case keysManage = "keys.manage"
    case auditView = "audit.view"

    /// Whether it may be granted for some conversations only; what is not is granted for the whole workspace.
    public var isScoped: Bool {
        switch self {
        case .conversationsView, .conversationsReply, .conversationsNote, .conversationsAssign, .conversationsStatus,
            .conversationsMerge:
            true
        default: false
        }
    }

    /// The scopes in which it may be granted.
    public var scopes: [Scope] { isScoped ? Scope.allCases : [.all] }

    /// Its bit in a mask. A number never changes and is never used again: signed masks outlive a release.
    var number: UInt32 {
        switch self {
        case .conversationsView: 0
        case .conversationsReply: 1
        case .conversationsNote: 2
        case .conversationsAssign: 3
        case .conversationsStatus: 4
        case .contactsView: 5
        case .contactsEdit: 6
        case .contactsUnmask: 7
        case .inboxesManage: 8
        case .membersManage: 9
        case .membersViewAs: 10
        case .teamsManage: 11
        case .rolesManage: 12
        case .workspaceManage: 13
        case .securityManage: 14
        case .keysManage: 15
        case .auditView: 16
        case .tagsManage: 17
        case .viewsShare: 18
        case .repliesManage: 19
        case .conversationsMerge: 20
        case .contactsBlock: 21
        }
    }
}

/// How far a permission reaches. All but ``all`` lie within the inboxes that somebody was granted.
public enum Scope: String, Codable, Sendable, CaseIterable {
    /// Conversations assigned to oneself.
    case own
    /// Those that nobody has: neither a member nor a team.
    case unassigned
    /// Those handed to one of one's teams.
    case team
    /// Everything in the inboxes granted.
    case inbox
    /// The whole workspace.
    case all
}

/// Permissions, each with how far it reaches. A value of 20 bytes: asking it costs nanoseconds.
public struct Grants: Sendable, Hashable {
    /// For each scope the permissions held in it, a bit each. Words and no vector: a value that is aligned to 32 bytes
    /// breaks the stack of a task when it crosses an `await` (Swift 6.3, “freed pointer was not the last allocation”).
    private struct Masks: Hashable {
        var own: UInt32 = 0
        var unassigned: UInt32 = 0
        var team: UInt32 = 0
        var inbox: UInt32 = 0
        var all: UInt32 = 0

        subscript(scope: Scope) -> UInt32 {
            get {
                switch scope {
                case .own: own
                case .unassigned: unassigned
                case .team: team
                case .inbox: inbox
                case .all: all
                }
            }
            set {
                switch scope {
                case .own: own = newValue
                case .unassigned: unassigned = newValue
                case .team: team = newValue
                case .inbox: inbox = newValue
                case .all: all = newValue
                }
            }
        }

        /// What is held in any scope.
        var any: UInt32 { own | unassigned | team | inbox | all }
    }

    private var masks = Masks()

    /// Nothing.
    public init() {}

    public init(_ scopes: [Permission: Set<Scope>]) {
        for (permission, scopes) in scopes { self[permission] = scopes }
    }

    public static let everything = Grants(
        Dictionary(uniqueKeysWithValues: Permission.allCases.map { ($0, [.all]) }))

    /// How far `permission` reaches; empty for not at all.
    public subscript(permission: Permission) -> Set<Scope> {
        get { Set(Scope.allCases.filter { holds(permission, in: $0) }) }
        set {
            for scope in Scope.allCases {
                let bit: UInt32 = 1 << permission.number
                masks[scope] &= ~bit
                if newValue.contains(scope), permission.scopes.contains(scope) { masks[scope] |= bit }
            }
        }
    }

    public func holds(_ permission: Permission, in scope: Scope) -> Bool {
        masks[scope] & (1 << permission.number) != 0
    }

    /// Whether it is held in any scope.
    public func holds(_ permission: Permission) -> Bool {
        masks.any & (1 << permission.number) != 0
    }

    public var isEmpty: Bool { masks.any == 0 }

    /// Everything of both.
    public func union(_ other: Grants) -> Grants {
        var union = self
        for scope in Scope.allCases { union.masks[scope] |= other.masks[scope] }
        return union
    }

    /// Whether whoever holds this may do everything that `other` allows: `all` covers `inbox`, and `inbox` covers the
    /// three narrow scopes.
    public func covers(_ other: Grants) -> Bool {
        let inbox = masks.inbox | masks.all
        return Scope.allCases.allSatisfy { scope in
            let held = masks[scope] | (scope == .all ? masks.all : inbox)
            return other.masks[scope] & ~held == 0
        }
    }
}

/// For people `{"conversations.view": ["own", "unassigned"], …}`.
extension Grants: Codable {
    private struct Key: CodingKey {
        let permission: Permission
        var stringValue: String { permission.rawValue }
        var intValue: Int? { nil }

        init(_ permission: Permission) { self.permission = permission }

        init?(stringValue: String) {
            guard let permission = Permission(rawValue: stringValue) else { return nil }
            self.permission = permission
        }

        init?(intValue: Int) { nil }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for permission in Permission.allCases {
            guard let scopes = try container.decodeIfPresent([Scope].self, forKey: Key(permission)) else { continue }
            guard scopes.allSatisfy(permission.scopes.contains) else {
                throw DecodingError.dataCorruptedError(
                    forKey: Key(permission), in: container,
                    debugDescription: "This permission is granted for “all” only.")
            }
            guard scopes.count == Set(scopes).count else {
                throw DecodingError.dataCorruptedError(
                    forKey: Key(permission), in: container, debugDescription: "Each scope is named once.")
            }
            self[permission] = Set(scopes)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for permission in Permission.allCases where holds(permission) {
            try container.encode(
                Scope.allCases.filter { holds(permission, in: $0) }, forKey: Key(permission))
        }
    }
}

/// Between services: the five masks, hexadecimal, with dots between. An assertion travels with every request, and this
/// is a tenth of the other form.
extension Grants {
    var mask: String {
        Scope.allCases.map { String(masks[$0], radix: 16) }.joined(separator: ".")
    }

    init?(mask: String) {
        let parts = mask.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == Scope.allCases.count else { return nil }
        for (scope, part) in zip(Scope.allCases, parts) {
            guard let value = UInt32(part, radix: 16) else { return nil }
            masks[scope] = value
        }
    }
}
