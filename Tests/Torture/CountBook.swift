import HTTP
import TestKit
import WireModel

/// What each member is told there is in a view, compared with what the view's pages hold.
struct CountBook: Sendable {
    private static let views = [
        "mine", "unassigned", "following", "mentioned", "active", "snoozed", "closed", "spam",
    ]

    let people: People

    private struct Counts: Decodable {
        var mine, unassigned, following, mentioned, active, snoozed, closed, spam: Int
        var inboxes: [String: Int]
        var statuses: [String: Int]

        func of(_ view: String) -> Int {
            switch view {
            case "mine": mine
            case "unassigned": unassigned
            case "following": following
            case "mentioned": mentioned
            case "active": active
            case "snoozed": snoozed
            case "closed": closed
            default: spam
            }
        }
    }

    func check(_ report: inout Report) async throws {
        for desk in people.desks { try await check(desk, &report) }
    }

    private func check(_ desk: Desk, _ report: inout Report) async throws {
        let (colleague, name) = (desk.colleague, desk.colleague.reader.name)
        let counts = try await colleague.teammate.call(.get, "conversations/counts", expecting: Counts.self)
        var all: [ConversationID: Conversation] = [:]
        for view in Self.views {
            let listed = try await list("view=\(view)", for: colleague)
            report.count("views counted")
            report.expect(
                listed.count == counts.of(view), "\(name): \(counts.of(view)) \(view), \(listed.count) listed")
            report.expect(
                Set(listed.map(\.id)).count == listed.count, .doubled, "\(name): \(view) holds something twice")
            for conversation in listed {
                let isVisible = colleague.reader.sees(conversation.inbox, of: conversation.assignee)
                report.expect(isVisible, .leaked, "\(name): \(view) holds \(conversation.id)")
                if let known = all[conversation.id] {
                    report.expect(known == conversation, "\(name): \(conversation.id) differs from view to view")
                }
                all[conversation.id] = conversation
            }
        }
        for (inbox, count) in counts.inboxes {
            let listed = try await list("view=active&inbox=\(inbox)", for: colleague)
            report.expect(listed.count == count, "\(name): \(count) in \(inbox), \(listed.count) listed")
        }
        for (status, count) in counts.statuses where status != "closed" {
            let listed = try await list("view=active&status=\(status)", for: colleague)
            report.expect(listed.count == count, "\(name): \(count) \(status), \(listed.count) listed")
        }
        try await checkSingles(all, for: colleague, &report)
        await checkFollowing(desk, &report)
    }

    private func list(_ query: String, for colleague: Firm.Colleague) async throws -> [Conversation] {
        var (items, cursor): ([Conversation], String?) = ([], nil)
        repeat {
            let more = cursor.map { "&cursor=\($0)" } ?? ""
            let page = try await colleague.teammate.call(
                .get, "conversations?\(query)&limit=100\(more)", expecting: Page<Conversation>.self)
            items += page.items
            cursor = page.nextCursor
        } while cursor != nil
        return items
    }

    /// What lists tell is what a single look tells.
    private func checkSingles(
        _ listed: [ConversationID: Conversation], for colleague: Firm.Colleague, _ report: inout Report
    ) async throws {
        for conversation in listed.values.shuffled().prefix(50) {
            let found = try await colleague.teammate.call(
                .get, "conversations/\(conversation.id)", expecting: Conversation.self)
            report.expect(found == conversation, "\(conversation.id): a list tells another than a single look")
        }
    }

    private func checkFollowing(_ desk: Desk, _ report: inout Report) async {
        for (conversation, follows) in await desk.follows {
            let path = "conversations/\(conversation)"
            guard
                let found = try? await desk.firm.owner.teammate.call(.get, path, expecting: Conversation.self),
                found.id == conversation, await !isRenumbered(conversation)
            else { continue }
            report.expect(
                found.followers.contains(desk.colleague.member) == follows,
                "\(conversation): \(desk.colleague.reader.name) follows it otherwise than acknowledged")
        }
    }

    /// A merge brings followers along, and a split takes them with it.
    private func isRenumbered(_ conversation: ConversationID) async -> Bool {
        for pair in people.pairs {
            for chapter in await pair.chapters {
                if let standing = chapter.standing[conversation] { return standing.isRenumbered }
            }
        }
        return true
    }
}
