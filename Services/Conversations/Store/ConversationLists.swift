import ServiceKit
import Storage
import WireModel

/// Lists and counts: what is meant is found in the index, what is shown is read from its rows.
struct ConversationLists: Sendable {
    let database: Database
    let index: ConversationIndex
    let views: ViewStore
    let lookups: Lookups
    let context: ServiceContext

    /// The conversations that `principal` may see and the wish lets through.
    /// - Throws: `view.notFound`; `input.invalid` for a filter or a cursor.
    func list(
        _ workspace: WorkspaceID, _ wish: ListWish, after cursor: String?, limit: Int, for principal: Principal,
        requestID: String
    ) async throws -> Page<Conversation> {
        var meaning = try await meaning(of: wish, workspace, for: principal)
        let sort = meaning.sort
        let after = try cursor.map { try ListCursor($0, sort: sort) }?.place
        // Texts are looked through no further than this page needs.
        while true {
            try await lookOn(&meaning, workspace, requestID: requestID)
            let selection = try meaning.selection
            let page: Page<Conversation>? = try await index.ask(workspace) { index in
                index.page(selection, by: sort, after: after, limit: limit + 1)
            } then: { places, connection in
                guard let places else { return nil }
                let shown = Array(places.prefix(limit))
                let more = places.count > limit
                return Page(
                    items: try Conversation.some(workspace, shown.map(\.id), in: connection),
                    nextCursor: more ? shown.last.map { ListCursor(sort, after: $0).text } : nil)
            }
            if let page { return page }
        }
    }

    /// Those that a wish holds, in the order in which they began.
    /// - Parameter after: Where to go on.
    func members(
        _ workspace: WorkspaceID, _ wish: ListWish, after: ConversationID?, limit: Int, for principal: Principal,
        requestID: String
    ) async throws -> [ConversationID] {
        var meaning = try await meaning(of: wish, workspace, for: principal)
        repeat { try await lookOn(&meaning, workspace, requestID: requestID) } while !meaning.isSure
        let selection = try meaning.selection
        return try await index.ask(workspace) { $0.members(of: selection, after: after, limit: limit) }
    }

    /// What a wish means for somebody, and its order, before anything was looked up for it.
    /// - Throws: `view.notFound`; `input.invalid` for a filter.
    private func meaning(
        of wish: ListWish, _ workspace: WorkspaceID, for principal: Principal
    ) async throws -> Meaning {
        let rules = FilterRules(principal: principal, now: context.now())
        var meaning = Meaning(
            parts: [.reach(of: principal), wish.selection], rules: rules, sort: wish.sort ?? .activity)
        switch wish.view {
        case nil: break
        case .builtIn(let view): meaning.parts.append(view.selection(for: principal))
        case .saved(let id):
            let view = try await views.find(workspace, id, for: principal)
            try meaning.add(view.filter)
            meaning.parts.append(view.filter.standing)
            meaning.sort = wish.sort ?? view.sort
        }
        if let filter = wish.filter {
            try meaning.add(filter)
            if wish.view == nil { meaning.parts.append(filter.standing) }
        }
        if let contact = wish.contact {
            let ids = try await database.read { try Conversation.ids(workspace, of: contact, in: $0) }
            meaning.parts.append(.among(Finding(ids: ids)))
        }
        return meaning
    }

    private func lookOn(_ meaning: inout Meaning, _ workspace: WorkspaceID, requestID: String) async throws {
        for (lookup, known) in meaning.rules.found where known.rest != nil {
            meaning.rules.found[lookup] = try await lookups.find(
                lookup, workspace, beside: known, requestID: requestID)
        }
    }

    /// How many conversations there are in each view, inbox and status, for `principal`.
    func counts(_ workspace: WorkspaceID, for principal: Principal) async throws -> ConversationCounts {
        let inboxes = try await database.read { connection in
            try connection.rows("SELECT id FROM inboxes WHERE workspace = ?1", workspace) { try $0[0] as InboxID }
        }.filter { principal.rights?.sees($0) ?? false }
        let reach = Selection.reach(of: principal)
        let rules = FilterRules(principal: principal, now: context.now())
        // A view that looks into texts is counted when it is opened.
        let saved = try await views.list(workspace, for: principal).compactMap { view -> (ViewID, Selection)? in
            guard FilterRules.lookups(of: view.filter).isEmpty, let meaning = try? rules.selection(view.filter) else {
                return nil
            }
            return (view.id, Selection.all([reach, meaning, view.filter.standing]).sorted)
        }
        return try await index.ask(workspace) { index in
            func count(_ selection: Selection) -> Int { index.count(Selection.all([reach, selection]).sorted) }
            func count(_ view: BuiltInView) -> Int { count(view.selection(for: principal)) }
            let active = Selection.having(.flag(.active))
            return ConversationCounts(
                mine: count(.mine), unassigned: count(.unassigned), following: count(.following),
                mentioned: count(.mentioned), active: count(.active), snoozed: count(.snoozed), closed: count(.closed),
                spam: count(.spam),
                inboxes: Dictionary(
                    uniqueKeysWithValues: inboxes.map { ($0.description, count(.all([.having(.inbox($0)), active]))) }),
                statuses: Dictionary(
                    uniqueKeysWithValues: Conversation.Status.allCases.map { status in
                        let open = Selection.all([.having(.status(status)), active])
                        return (status.rawValue, status == .closed ? count(BuiltInView.closed) : count(open))
                    }),
                views: Dictionary(uniqueKeysWithValues: saved.map { ($0.0.description, index.count($0.1)) }))
        }
    }
}

/// What a wish means, as far as was looked for what its filters ask of others than the index.
private struct Meaning: Sendable {
    var parts: [Selection]
    private(set) var filters: [Filter] = []
    var rules: FilterRules
    var sort: SavedView.Sort

    init(parts: [Selection], rules: FilterRules, sort: SavedView.Sort) {
        (self.parts, self.rules, self.sort) = (parts, rules, sort)
    }

    /// - Throws: `input.invalid`, before anything is looked up.
    mutating func add(_ filter: Filter) throws {
        _ = try rules.selection(filter)
        filters.append(filter)
        for lookup in FilterRules.lookups(of: filter) { rules.found[lookup] = .unknown }
    }

    var isSure: Bool { rules.found.values.allSatisfy { $0.rest == nil } }

    var selection: Selection {
        get throws { Selection.all(parts + (try filters.map { try rules.selection($0) })).sorted }
    }
}

struct ConversationCounts: Codable, Sendable, Equatable {
    var mine: Int
    var unassigned: Int
    var following: Int
    var mentioned: Int
    var active: Int
    var snoozed: Int
    var closed: Int
    var spam: Int
    /// What is active in each inbox, by its id.
    var inboxes: [String: Int]
    /// What is active in each status; of `closed` all but spam.
    var statuses: [String: Int]
    /// By the saved view's id; without those whose filters look into texts or contacts.
    var views: [String: Int]
}

extension Conversation {
    /// Those of the ids that are there, in the order of the ids.
    static func some(
        _ workspace: WorkspaceID, _ ids: [ConversationID], in connection: Connection
    ) throws -> [Conversation] {
        try ids.compactMap { id in
            try connection.first(
                "SELECT * FROM conversation_rows WHERE workspace = ?1 AND id = ?2", workspace, id
            ) { try Conversation(row: $0) }
        }
    }

    /// A contact's conversations, in the order of their ids.
    static func ids(
        _ workspace: WorkspaceID, of contact: ContactID, in connection: Connection
    ) throws -> [ConversationID] {
        try connection.rows(
            "SELECT id FROM conversations WHERE workspace = ?1 AND contact = ?2 ORDER BY id", workspace, contact
        ) { try $0[0] }
    }

    /// A visitor's own conversations, newest first; at most 50.
    static func list(
        _ workspace: WorkspaceID, of visitor: VisitorID, in connection: Connection
    ) throws -> [Conversation] {
        try connection.rows(
            """
            SELECT * FROM conversation_rows WHERE workspace = ?1 AND visitor = ?2 ORDER BY id DESC LIMIT 50
            """, workspace, visitor
        ) { try Conversation(row: $0) }
    }
}
