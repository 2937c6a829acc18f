import Search
import Storage
import WireModel

extension SearchIndex {
    struct Candidate: Sendable {
        /// The conversation's number in the upper 39 bits, the message's sequence in the lower 24.
        var row: Int64
        var conversation: ConversationID
        /// No conversation of an earlier row has a greater id.
        var upTo: ConversationID

        /// 0 for the title.
        var sequence: Int64 { row & (1 << SearchIndex.sequenceBits - 1) }
    }

    /// A part of the way through the places of a query.
    struct Stretch: Sendable {
        /// Those that are meant.
        var candidates: [Candidate] = []
        /// Where it ended: nothing before this row was left out.
        var row: Int64
        /// How many were looked at.
        var looked = 0
        /// Whether nothing follows.
        var isLast = false
    }

    /// So many places are held against what is meant at once.
    private static let together = 64
    /// Beginnings of so many letters have entries of their own.
    private static let indexedBeginning = 3
    /// A longer beginning of more words than these is left to FTS5, which gathers all their places first; words that
    /// share four letters and are so many are rare ones.
    private static let wordLimit = 64

    /// Where a query may be found, of the newest conversation first.
    /// - Parameters:
    ///   - before: Where to go on: after this candidate's row.
    ///   - limit: Ends with so many candidates, or a few more.
    ///   - looks: Ends after so many places, whether they are meant or not.
    ///   - isMeant: Which of some conversations are meant, in memory; nil where that is not known any more, and then
    ///     this ends. Without it all are meant.
    func candidates(
        _ workspace: WorkspaceID, _ query: SearchQuery, before: Int64, limit: Int, looks: Int = .max,
        where isMeant: (@Sendable ([ConversationID]) -> Set<ConversationID>?)? = nil
    ) async throws -> Stretch {
        try await database.read { connection in
            var stretch = Stretch(row: before)
            guard let number = try Self.number(of: workspace, connection),
                let expression = try Self.expression(
                    query, String(decoding: Self.prefix(number), as: UTF8.self), workspace, connection)
            else {
                stretch.isLast = true
                return stretch
            }
            var some: [Candidate] = []
            var isStopped = false
            try connection.each(
                """
                SELECT texts.rowid, conversations.id, conversations.greatest
                FROM texts CROSS JOIN conversations ON conversations.number = ?5 - texts.rowid >> 24
                WHERE texts MATCH ?2 AND texts.rowid > ?3 AND conversations.workspace = ?1
                ORDER BY texts.rowid LIMIT ?4
                """, workspace, expression, Self.end - before, looks, Self.end
            ) { row in
                let place: Int64 = try row[0]
                some.append(Candidate(row: Self.end - place, conversation: try row[1], upTo: try row[2]))
                guard isMeant == nil || some.count == Self.together else { return true }
                isStopped = !stretch.take(&some, where: isMeant) || stretch.candidates.count >= limit
                return !isStopped
            }
            let isKnown = stretch.take(&some, where: isMeant)
            stretch.isLast = !isStopped && isKnown && stretch.looked < looks
            return stretch
        }
    }

    /// The query in FTS5's language, whose words and signs are all written here: entries are letters and digits, and
    /// stand in quotes. Nil when no word begins as it must.
    private static func expression(
        _ query: SearchQuery, _ prefix: String, _ workspace: WorkspaceID, _ connection: Connection
    ) throws -> String? {
        var conditions: [String] = []
        for ways in query.conditions {
            let found = try ways.compactMap { way -> String? in
                let terms = try way.compactMap { try expression($0, prefix, workspace, connection) }
                return terms.count == way.count ? "(\(terms.joined(separator: " AND ")))" : nil
            }
            guard !found.isEmpty else { return nil }
            conditions.append("(\(found.joined(separator: " OR ")))")
        }
        return conditions.joined(separator: " AND ")
    }

    private static func expression(
        _ term: IndexTerm, _ prefix: String, _ workspace: WorkspaceID, _ connection: Connection
    ) throws -> String? {
        guard term.isPrefix, term.isWord, term.text.unicodeScalars.count > indexedBeginning else {
            return "\"\(prefix)\(term.text)\"\(term.isPrefix ? "*" : "")"
        }
        let words: [String] = try connection.rows(
            "SELECT word FROM words WHERE workspace = ?1 AND word >= ?2 AND word < ?3 ORDER BY word LIMIT ?4",
            workspace, term.text, term.text + "\u{10FFFF}", wordLimit + 1
        ) { try $0[0] }
        guard words.count <= wordLimit else { return "\"\(prefix)\(term.text)\"*" }
        return words.isEmpty ? nil : "(\(words.map { "\"\(prefix)\($0)\"" }.joined(separator: " OR ")))"
    }
}

extension SearchIndex.Stretch {
    /// - Returns: Whether it is known which of them are meant.
    fileprivate mutating func take(
        _ some: inout [SearchIndex.Candidate], where isMeant: (@Sendable ([ConversationID]) -> Set<ConversationID>?)?
    ) -> Bool {
        defer { some.removeAll(keepingCapacity: true) }
        if let isMeant {
            guard let members = isMeant(some.map(\.conversation)) else { return false }
            candidates += some.filter { members.contains($0.conversation) }
        } else {
            candidates += some
        }
        looked += some.count
        row = some.last?.row ?? row
        return true
    }
}
