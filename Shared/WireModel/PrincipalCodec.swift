public import JSON

/// A principal as it stands in an assertion: flat, ids of a kind in one text with spaces between, read and written by
/// hand. A caller's first request in half a minute waits for the reading, which takes a quarter of the general coder's
/// time.
extension Principal {
    /// - Parameter expiry: Until when the assertion holds, milliseconds since 1970.
    public func encoded(until expiry: Int64) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.field("workspace", workspace.description)
        switch subject {
        case .member(let id, let rights):
            writer.field("member", id.description)
            rights.write(to: &writer)
        case .key(let id, let rights):
            writer.field("key", id.description)
            rights.write(to: &writer)
        case .visitor(let id, let inbox):
            writer.field("visitor", id.description)
            writer.field("inbox", inbox.description)
        }
        writer.field("name", name)
        writer.field("language", language.rawValue)
        if let session { writer.field("session", session.description) }
        writer.field("expiry", expiry)
        writer.endObject()
        return writer.bytes
    }

    /// What ``encoded(until:)`` wrote.
    /// - Throws: `JSONFault` for anything else.
    public static func read(_ bytes: [UInt8]) throws(JSONFault) -> (Principal, expiry: Int64) {
        var scanner = try JSONScanner(bytes)
        var parts = Parts()
        while try scanner.nextField() {
            switch scanner.name {
            case "workspace": parts.workspace = try scanner.string { WorkspaceID($0) }
            case "member": parts.member = try scanner.string { MemberID($0) }
            case "key": parts.key = try scanner.string { APIKeyID($0) }
            case "visitor": parts.visitor = try scanner.string { VisitorID($0) }
            case "inbox": parts.inbox = try scanner.string { InboxID($0) }
            case "role": parts.role = Role(rawValue: try scanner.string())
            case "grants": parts.grants = Grants(mask: try scanner.string())
            case "inboxes": parts.inboxes = InboxAccess(words: try scanner.string())
            case "teams": parts.teams = TeamID.list(try scanner.string())
            case "name": parts.name = try scanner.string()
            case "language": parts.language = Language(rawValue: try scanner.string())
            case "session": parts.session = try scanner.string { SessionID($0) }
            case "expiry": parts.expiry = try scanner.int64()
            default: throw scanner.unknownField()
            }
        }
        guard let principal = parts.principal, let expiry = parts.expiry else {
            throw .invalid("An assertion names its workspace, its subject with what that may do, and its end.")
        }
        return (principal, expiry)
    }

    private struct Parts {
        var workspace: WorkspaceID?
        var member: MemberID?
        var key: APIKeyID?
        var visitor: VisitorID?
        var inbox: InboxID?
        var role: Role?
        var grants: Grants?
        var inboxes: InboxAccess?
        /// Empty where nothing is said of them; nil for what are no ids.
        var teams: [TeamID]? = []
        var name: String?
        var language: Language?
        var session: SessionID?
        var expiry: Int64?

        /// Nil unless there is one subject with all of its own.
        var principal: Principal? {
            guard let workspace, let subject, let name, let language else { return nil }
            return Principal(
                workspace: workspace, subject: subject, name: name, language: language, session: session)
        }

        private var subject: Subject? {
            switch (member, key, visitor) {
            case (let id?, nil, nil): rights.map { .member(id, $0) }
            case (nil, let id?, nil): rights.map { .key(id, $0) }
            case (nil, nil, let id?): inbox.map { .visitor(id, $0) }
            default: nil
            }
        }

        private var rights: Rights? {
            guard let grants, let inboxes, let teams else { return nil }
            return Rights(role: role, grants: grants, inboxes: inboxes, teams: teams)
        }
    }
}

extension Rights {
    fileprivate func write(to writer: inout JSONWriter) {
        if let role { writer.field("role", role.rawValue) }
        writer.field("grants", grants.mask)
        writer.field("inboxes", inboxes.words)
        if !teams.isEmpty { writer.field("teams", TeamID.words(teams)) }
    }
}
