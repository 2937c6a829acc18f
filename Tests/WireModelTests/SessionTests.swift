import JSON
import Testing
import WireModel

struct SessionTests {
    @Test func `a session of a release without preferences has those that everybody begins with`() throws {
        let at = Timestamp(milliseconds: 7)
        let session = Session(
            id: SessionID(rawValue: 3),
            member: Member(
                id: MemberID(rawValue: 2), name: "سالم", email: "salem@palm.example", role: .agent, inboxes: .all,
                language: .arabic, joinedAt: at),
            workspace: Workspace(
                id: WorkspaceID(rawValue: 1), name: "Palm", language: .arabic, timeZone: "Asia/Riyadh", createdAt: at),
            workspaces: [], expiresAt: at, grants: Grants(), inboxes: .all,
            preferences: Preferences(undoSeconds: 0, enterSends: false, sound: false, desktop: true))
        let text = String(decoding: try JSON.encode(session), as: UTF8.self)
        let preferences = String(decoding: try JSON.encode(session.preferences), as: UTF8.self)
        let earlier = text.replacing(#","preferences":\#(preferences)"#, with: "")

        #expect(earlier != text)
        #expect(try JSON.decode(Session.self, from: Array(text.utf8)) == session)
        #expect(try JSON.decode(Session.self, from: Array(earlier.utf8)).preferences == Preferences())
    }
}
