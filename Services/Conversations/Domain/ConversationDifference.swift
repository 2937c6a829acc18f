import WireModel

extension Conversation {
    /// The lines of the change log that lead here from `before`. A status that comes of being given to somebody, and a
    /// snooze that ends with closing, have no lines of their own.
    func lines(since before: Conversation, by deed: Deed) -> [ChangeLine] {
        placeLines(since: before, by: deed) + standingLines(since: before, by: deed)
            + filingLines(since: before, by: deed)
    }

    private func placeLines(since before: Conversation, by deed: Deed) -> [ChangeLine] {
        func line(_ action: Change.Action, _ from: String?, _ to: String?) -> ChangeLine? {
            guard from != to else { return nil }
            return ChangeLine(
                action,
                [
                    "from": from, "to": to, "fromName": from.flatMap { deed.names[$0] },
                    "toName": to.flatMap { deed.names[$0] }, "reason": deed.reason,
                ])
        }
        return [
            line(.moved, before.inbox.description, inbox.description),
            line(.assigned, before.assignee?.description, assignee?.description)?.adding(deed.facts),
            line(.handed, before.team?.description, team?.description),
        ].compactMap(\.self)
    }

    private func standingLines(since before: Conversation, by deed: Deed) -> [ChangeLine] {
        var lines: [ChangeLine] = []
        if status != before.status, assignee == before.assignee {
            lines.append(
                ChangeLine(
                    .status, ["from": before.status.rawValue, "to": status.rawValue, "reason": deed.reason]))
        }
        if let snooze, snooze != before.snooze {
            lines.append(ChangeLine(.snoozed, ["until": snooze.until?.description]))
        }
        if snooze == nil, before.snooze != nil, status != .closed {
            lines.append(ChangeLine(.woken, ["reason": deed.reason]))
        }
        if spam != before.spam { lines.append(ChangeLine(spam ? .spam : .notSpam)) }
        return lines
    }

    private func filingLines(since before: Conversation, by deed: Deed) -> [ChangeLine] {
        var lines: [ChangeLine] = []
        if title != before.title { lines.append(ChangeLine(.titled, ["from": before.title, "to": title])) }
        if priority != before.priority {
            lines.append(ChangeLine(.prioritised, ["from": before.priority.rawValue, "to": priority.rawValue]))
        }
        func each<Kind>(
            _ action: Change.Action, _ thing: String, _ ids: [Identifier<Kind>], notIn others: [Identifier<Kind>]
        ) {
            for id in ids where !others.contains(id) {
                lines.append(
                    ChangeLine(action, [thing: id.description, "name": deed.names[id.description]]))
            }
        }
        each(.untagged, "tag", before.tags, notIn: tags)
        each(.tagged, "tag", tags, notIn: before.tags)
        each(.unfollowed, "member", before.followers, notIn: followers)
        each(.followed, "member", followers, notIn: before.followers)
        if let rating, rating != before.rating {
            lines.append(ChangeLine(.rated, ["score": String(rating.score), "comment": rating.comment]))
        }
        return lines
    }
}
