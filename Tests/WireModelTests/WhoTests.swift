import JSON
import Testing
import WireModel

/// Authors, principals and access: who somebody is, on the wire.
@Suite struct `Somebody` {
    @Test(arguments: [
        (Author(.visitor(VisitorID(rawValue: 1)), name: ""), #"{"kind":"visitor","id":"vst_0000000000001","name":""}"#),
        (Author(.member(MemberID(rawValue: 2)), name: "سارة"), #"{"kind":"member","id":"mbr_0000000000002","name":"سارة"}"#),
        (Author(.key(APIKeyID(rawValue: 3)), name: "Sync"), #"{"kind":"key","id":"key_0000000000003","name":"Sync"}"#),
        (Author(.system, name: "Majlis"), #"{"kind":"system","name":"Majlis"}"#),
    ])
    func `is an author`(author: Author, text: String) throws {
        #expect(String(decoding: try JSON.encode(author), as: UTF8.self) == text)
        #expect(try JSON.decode(Author.self, from: Array(text.utf8)) == author)
    }

    @Test(arguments: [
        #"{"kind":"member","name":"x"}"#, #"{"kind":"member","id":"vst_0000000000001","name":"x"}"#, #"{"kind":"robot","name":"x"}"#,
        #"{"kind":"system"}"#, #"{"id":"mbr_0000000000001","name":"x"}"#,
    ])
    func `is no author without what says who`(text: String) {
        #expect(throws: JSONFault.self) { try JSON.decode(Author.self, from: Array(text.utf8)) }
    }

    private static let principals: [(Principal, String)] = [
        (
            Principal(
                workspace: WorkspaceID(rawValue: 1), subject: .member(MemberID(rawValue: 2), .agent),
                inboxes: .only([InboxID(rawValue: 3)]), name: "A", language: .arabic, session: SessionID(rawValue: 4)),
            #"{"workspace":"wsp_0000000000001","member":"mbr_0000000000002","role":"agent","inboxes":["inb_0000000000003"],"name":"A","language":"ar","session":"ses_0000000000004"}"#
        ),
        (
            Principal(
                workspace: WorkspaceID(rawValue: 1), subject: .key(APIKeyID(rawValue: 2), .admin), inboxes: .all, name: "K",
                language: .english),
            #"{"workspace":"wsp_0000000000001","key":"key_0000000000002","role":"admin","inboxes":"all","name":"K","language":"en"}"#
        ),
        (
            Principal(
                workspace: WorkspaceID(rawValue: 1), subject: .visitor(VisitorID(rawValue: 2), InboxID(rawValue: 3)),
                inboxes: .only([]), name: "", language: .arabic),
            #"{"workspace":"wsp_0000000000001","visitor":"vst_0000000000002","inbox":"inb_0000000000003","inboxes":[],"name":"","language":"ar"}"#
        ),
    ]

    @Test(arguments: principals)
    func `is a principal`(principal: Principal, text: String) throws {
        #expect(String(decoding: try JSON.encode(principal), as: UTF8.self) == text)
        #expect(try JSON.decode(Principal.self, from: Array(text.utf8)) == principal)
    }

    @Test(arguments: [
        #"{"workspace":"wsp_0000000000001","inboxes":"all","name":"","language":"ar"}"#,
        #"{"workspace":"wsp_0000000000001","member":"mbr_0000000000002","inboxes":"all","name":"","language":"ar"}"#,
        #"{"workspace":"wsp_0000000000001","visitor":"vst_0000000000002","inboxes":"all","name":"","language":"ar"}"#,
        #"{"member":"mbr_0000000000002","role":"owner","inboxes":"all","name":"","language":"ar"}"#,
        #"{"workspace":"wsp_0000000000001","member":"mbr_0000000000002","role":"king","inboxes":"all","name":"","language":"ar"}"#,
        #"{"workspace":"wsp_0000000000001","member":"mbr_0000000000002","role":"owner","inboxes":"none","name":"","language":"ar"}"#,
    ])
    func `is no principal without a subject, a role and a workspace`(text: String) {
        #expect(throws: JSONFault.self) { try JSON.decode(Principal.self, from: Array(text.utf8)) }
    }

    @Test func `is of the team or a visitor, never both`() {
        let subjects = Self.principals.map { ($0.0.isTeam, $0.0.role, $0.0.visitor != nil, $0.0.member != nil) }

        #expect(subjects[0] == (true, .agent, false, true))
        #expect(subjects[1] == (true, .admin, false, false))
        #expect(subjects[2] == (false, nil, true, false))
    }

    @Test(arguments: [
        (InboxAccess.all, #""all""#), (.only([]), "[]"),
        (.only([InboxID(rawValue: 1), InboxID(rawValue: 2)]), #"["inb_0000000000001","inb_0000000000002"]"#),
    ])
    func `has access to all inboxes or some`(access: InboxAccess, text: String) throws {
        #expect(String(decoding: try JSON.encode(access), as: UTF8.self) == text)
        #expect(try JSON.decode(InboxAccess.self, from: Array(text.utf8)) == access)
        #expect(access.allows(InboxID(rawValue: 1)) == (access != .only([])))
        #expect(access.allows(InboxID(rawValue: 9)) == (access == .all))
    }

    @Test(arguments: [#""none""#, #""ALL""#, "null", "7", "{}", #"["cnv_0000000000001"]"#, "[1]"])
    func `has access in no other form`(text: String) {
        #expect(throws: JSONFault.self) { try JSON.decode(InboxAccess.self, from: Array(text.utf8)) }
    }
}
