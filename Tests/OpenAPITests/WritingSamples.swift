import WireModel

extension `The document's schemas` {
    private static let at = Timestamp(milliseconds: 1_795_253_400_000)
    private static let conversation = ConversationID(rawValue: 7)
    private static let files = [
        Attachment(id: AttachmentID(rawValue: 12), name: "a.png", type: "image/png", bytes: 4, width: 1, height: 1)
    ]
    private static let mentions = Mentions(members: [MemberID(rawValue: 2)], teams: [])
    private static let mark = DraftMark(conversation: conversation, kind: .note, body: "Hi", updatedAt: at)
    private static let bodies = CannedReply.Bodies(ar: "أهلًا", en: "Hello")
    private static func reply(team: TeamID?) -> CannedReply {
        CannedReply(
            id: CannedReplyID(rawValue: 13), shortcut: "hi", title: "Hello", bodies: bodies,
            scope: team == nil ? .own : .team, team: team, attachments: team == nil ? nil : files,
            createdBy: Author(.member(MemberID(rawValue: 2)), name: "S"), updatedAt: at)
    }
    private static let team = TeamID(rawValue: 8)

    /// What belongs to the composer.
    static let writing: [Sample] = [
        Sample("MessageEdit", MessageEdit(body: "Hi")),
        Sample(
            "ReplyDraft",
            ReplyDraft(
                conversation: conversation, body: "Hi", kind: .note, attachments: files, mentions: mentions,
                updatedAt: at),
            bare: ReplyDraft(conversation: conversation)),
        Sample(
            "ReplyDraftChange",
            ReplyDraftChange(body: "", kind: .note, attachments: files.map(\.id), mentions: mentions),
            bare: ReplyDraftChange(body: "")),
        Sample("DraftMark", mark),
        page("DraftMarkPage", mark),
        Sample("CannedReply", reply(team: team), bare: reply(team: nil)),
        Sample("CannedReplyBodies", bodies, bare: CannedReply.Bodies()),
        Sample(
            "CannedReplyDraft",
            CannedReplyDraft(shortcut: "hi", title: "Hello", bodies: bodies, scope: .team, team: team),
            bare: CannedReplyDraft(shortcut: "hi", title: "Hello", bodies: bodies, scope: .workspace)),
        Sample(
            "CannedReplyChange", CannedReplyChange(shortcut: "hi", title: "Hello", bodies: bodies),
            bare: CannedReplyChange()),
        page("CannedReplyPage", reply(team: nil)),
    ]
}
