import JSON
import Testing
import WireModel

private let workspace = WorkspaceID(rawValue: 1)
private let inbox = InboxID(rawValue: 4)

private func read<T: Decodable>(_ type: T.Type, _ json: String) throws -> T {
    try JSON.decode(type, from: Array(json.utf8))
}

private func written(_ value: some Encodable) throws -> String {
    String(decoding: try JSON.encode(value), as: UTF8.self)
}

@Suite struct `A principal` {
    private static let subjects: [(Principal.Subject, String)] = [
        (
            .member(MemberID(rawValue: 2), Rights(.light, inboxes: .only([inbox]))),
            #""member":"mbr_0000000000002","rights":{"role":"light","grants":"0.0.0.5.20","#
                + #""inboxes":["inb_0000000000004"]}"#
        ),
        (
            .key(
                APIKeyID(rawValue: 3),
                Rights(role: nil, grants: .everything, inboxes: .all, teams: [TeamID(rawValue: 8)])),
            #""key":"key_0000000000003","rights":{"grants":"0.0.0.0.3fffff","inboxes":"all","#
                + #""teams":["tem_0000000000008"]}"#
        ),
        (.visitor(VisitorID(rawValue: 5), inbox), #""visitor":"vst_0000000000005","inbox":"inb_0000000000004""#),
    ]

    @Test(arguments: subjects)
    func `is written with the names of its kind, and read again`(subject: Principal.Subject, text: String) throws {
        let principal = Principal(
            workspace: workspace, subject: subject, name: "س", language: .arabic, session: SessionID(rawValue: 6))

        let json = try written(principal)

        #expect(
            json == #"{"workspace":"wsp_0000000000001",\#(text),"name":"س","#
                + #""language":"ar","session":"ses_0000000000006"}"#)
        #expect(try read(Principal.self, json) == principal)
    }

    @Test(arguments: subjects.map(\.0))
    func `is read again from an assertion`(subject: Principal.Subject) throws {
        var principal = Principal(
            workspace: workspace, subject: subject, name: "س \"", language: .english, session: SessionID(rawValue: 6))
        for session in [principal.session, nil] {
            principal.session = session

            let (read, expiry) = try Principal.read(principal.encoded(until: 1_795_253_400_007))

            #expect(read == principal)
            #expect(expiry == 1_795_253_400_007)
        }
    }

    @Test(arguments: [
        "{}", #"{"workspace":"wsp_0000000000001","name":"","language":"ar","expiry":1}"#,
        #"{"workspace":"wsp_0000000000001","member":"mbr_0000000000002","name":"","language":"ar","expiry":1}"#,
        #"{"workspace":"wsp_0000000000001","visitor":"vst_0000000000002","name":"","language":"ar","expiry":1}"#,
        #"{"workspace":"wsp_0000000000001","key":"mbr_0000000000002","grants":"0.0.0.0.0","inboxes":"all","name":"","#
            + #""language":"ar","expiry":1}"#,
        #"{"workspace":"wsp_0000000000001","member":"mbr_0000000000002","grants":"0.0.0.0.0","inboxes":"some","#
            + #""name":"","language":"ar","expiry":1}"#,
        #"{"workspace":"wsp_0000000000001","member":"mbr_0000000000002","visitor":"vst_0000000000005","#
            + #""inbox":"inb_0000000000004","grants":"0.0.0.0.0","inboxes":"all","name":"","language":"ar","#
            + #""expiry":1}"#,
        #"{"workspace":"wsp_0000000000001","member":"mbr_0000000000002","grants":"0.0.0.0.0","inboxes":"all","#
            + #""name":"","language":"ar"}"#,
    ])
    func `is not read from half an assertion`(json: String) {
        #expect(throws: JSONFault.self) { try Principal.read(Array(json.utf8)) }
    }

    @Test func `without a session says nothing of one`() throws {
        let principal = Principal(
            workspace: workspace, subject: .key(APIKeyID(rawValue: 3), Rights(.admin)), name: "",
            language: .english)

        #expect(try !written(principal).contains("session"))
        #expect(try read(Principal.self, written(principal)) == principal)
    }

    @Test(arguments: [
        "{}", #"{"workspace":"wsp_0000000000001","name":"","language":"ar"}"#,
        #"{"workspace":"wsp_0000000000001","member":"mbr_0000000000002","name":"","language":"ar"}"#,
        #"{"workspace":"wsp_0000000000001","visitor":"vst_0000000000002","name":"","language":"ar"}"#,
        #"{"workspace":"wsp_0000000000001","member":"mbr_0000000000002","rights":{"grants":"1.2","inboxes":"all"},"#
            + #""name":"","language":"ar"}"#,
        #"{"workspace":"wsp_0000000000001","key":"mbr_0000000000002","rights":{"grants":"0.0.0.0.0","#
            + #""inboxes":"all"},"name":"","language":"ar"}"#,
    ])
    func `is not read of half of one`(json: String) {
        #expect(throws: JSONFault.self) { try read(Principal.self, json) }
    }

    @Test func `of two kinds at once is not believed`() {
        let both =
            #"{"workspace":"wsp_0000000000001","member":"mbr_0000000000002","#
            + #""rights":{"grants":"0.0.0.0.0","inboxes":"all"},"visitor":"vst_0000000000005","#
            + #""inbox":"inb_0000000000004","name":"","language":"ar"}"#

        #expect(throws: JSONFault.self) { try read(Principal.self, both) }
    }

    @Test func `knows whether it is of the team`() {
        func principal(_ subject: Principal.Subject) -> Principal {
            Principal(workspace: workspace, subject: subject, name: "", language: .arabic)
        }
        let member = principal(Self.subjects[0].0)
        let key = principal(Self.subjects[1].0)
        let visitor = principal(Self.subjects[2].0)

        #expect([member, key, visitor].map(\.isTeam) == [true, true, false])
        #expect([member, key, visitor].map(\.rights?.role) == [.light, nil, nil])
        #expect([member, key, visitor].map { $0.member?.rawValue } == [2, nil, nil])
        #expect([member, key, visitor].map { $0.visitor?.rawValue } == [nil, nil, 5])
    }
}

@Suite struct `An author` {
    @Test(arguments: [
        (Author(.visitor(VisitorID(rawValue: 5)), name: ""), #"{"kind":"visitor","id":"vst_0000000000005","name":""}"#),
        (Author(.member(MemberID(rawValue: 2)), name: "س"), #"{"kind":"member","id":"mbr_0000000000002","name":"س"}"#),
        (Author(.key(APIKeyID(rawValue: 3)), name: "CRM"), #"{"kind":"key","id":"key_0000000000003","name":"CRM"}"#),
        (Author(.system, name: "Majlis"), #"{"kind":"system","name":"Majlis"}"#),
    ])
    func `is written by kind, id and name, and read again`(author: Author, json: String) throws {
        #expect(try written(author) == json)
        #expect(try read(Author.self, json) == author)
    }

    @Test(arguments: [
        "{}", #"{"kind":"member","name":"x"}"#, #"{"kind":"member","id":"vst_0000000000005","name":"x"}"#,
        #"{"kind":"robot","id":"mbr_0000000000002","name":"x"}"#, #"{"kind":"system"}"#,
        #"{"kind":"member","id":2,"name":"x"}"#,
    ])
    func `is read of nothing else`(json: String) {
        #expect(throws: JSONFault.self) { try read(Author.self, json) }
    }
}

@Suite struct `Access to inboxes` {
    @Test(arguments: [
        (InboxAccess.all, #""all""#), (.only([]), "[]"), (.only([inbox]), #"["inb_0000000000004"]"#),
    ])
    func `is the word all, or a list`(access: InboxAccess, json: String) throws {
        #expect(try written([access]) == "[\(json)]")
        #expect(try read([InboxAccess].self, "[\(json)]") == [access])
    }

    @Test(arguments: [
        #""some""#, #""""#, #""ALL""#, "1", "true", "{}", #"["all"]"#, "[1]", #"["wsp_0000000000001"]"#, "[null]",
    ])
    func `is nothing else`(json: String) {
        #expect(throws: JSONFault.self) { try read([InboxAccess].self, "[\(json)]") }
    }

    @Test func `allows what it names`() {
        let other = InboxID(rawValue: 5)

        #expect(InboxAccess.all.allows(inbox))
        #expect(InboxAccess.only([inbox]).allows(inbox))
        #expect(!InboxAccess.only([inbox]).allows(other))
        #expect(!InboxAccess.only([]).allows(inbox))
    }
}
