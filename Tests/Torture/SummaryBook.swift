import TestKit
import WireModel

/// Every closing that had something to tell, and the one mail that tells it.
struct SummaryBook: Sendable {
    /// A mail that the relay or the disk held up is tried again after 15 s, 30 s, a minute, two, four; one that waits
    /// for a service, at least every 75 s.
    private static let patience = Duration.seconds(600)

    let people: People
    let mails: MailDesk
    let log: [Ledger.Entry]

    private struct Closing: Hashable {
        var conversation: ConversationID
        var upTo: Int64

        /// As a mail's Message-ID has it.
        var name: String { "\(conversation).\(upTo)" }
    }

    func check(_ report: inout Report) async throws {
        let (all, expected) = try await closings()
        report.count("closings", all.count)
        note("Waiting for \(expected.count) summaries.")
        try? await eventually("all summaries", within: Self.patience, every: .milliseconds(200)) {
            let arrivals = mails.arrivals()
            return expected.allSatisfy { arrivals[$0.name] != nil }
        }
        let arrivals = mails.arrivals()
        report.count("summaries", arrivals.filter { $0.key.hasPrefix("cnv_") }.values.reduce(0) { $0 + $1.count })
        for closing in expected {
            report.expect(arrivals[closing.name] != nil, .lost, "\(closing.name): closed and no summary")
        }
        let names = Set(all.map(\.name))
        for (name, found) in arrivals where name.hasPrefix("cnv_") {
            report.expect(names.contains(name), "\(name): a summary, and it was never closed so")
            for (first, second) in zip(found, found.dropFirst()) {
                if mails.isExcused(first, second) {
                    report.count("summaries sent again, killed before the mark")
                } else {
                    report.fault("\(name): a summary was sent twice", .doubled)
                }
            }
        }
    }

    /// Every closing that the log tells of, and those that must have led to a mail: where something was said that no
    /// mail before had, and where nothing was numbered anew since.
    private func closings() async throws -> ([Closing], Set<Closing>) {
        var all: [Closing] = []
        var told: [ConversationID: Int64] = [:]
        var parts: [(closing: Closing, after: Int64)] = []
        for entry in log {
            guard case .status(let change) = entry.payload, change.status == .closed else { continue }
            guard let conversation = entry.conversation else { continue }
            let closing = Closing(conversation: conversation, upTo: change.lastSequence)
            all.append(closing)
            guard closing.upTo > told[conversation] ?? 0 else { continue }
            parts.append((closing, told[conversation] ?? 0))
            told[conversation] = closing.upTo
        }
        let standing = await standing()
        var expected: Set<Closing> = []
        for (closing, after) in parts {
            guard let (firm, standing) = standing[closing.conversation], !standing.isRenumbered,
                standing.mergedInto == nil, !standing.conversation.spam
            else { continue }
            let said = try await firm.owner.teammate.messages(of: closing.conversation).filter { message in
                message.kind == .reply && message.deletedAt == nil
                    && (after + 1...closing.upTo).contains(message.sequence)
            }
            if !said.isEmpty { expected.insert(closing) }
        }
        return (all, expected)
    }

    private func standing() async -> [ConversationID: (Firm, Chapter.Standing)] {
        var found: [ConversationID: (Firm, Chapter.Standing)] = [:]
        for pair in people.pairs {
            for chapter in await pair.chapters {
                for (id, standing) in chapter.standing { found[id] = (pair.firm, standing) }
            }
        }
        return found
    }
}
