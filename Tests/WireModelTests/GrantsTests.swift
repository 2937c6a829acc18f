import JSON
import Testing
import WireModel

@Suite struct `Grants on the wire` {
    @Test func `name each scope once`() throws {
        let text = #"{"conversations.view": ["own", "team"], "contacts.view": ["all"]}"#

        let grants = try JSON.decode(Grants.self, from: Array(text.utf8))

        #expect(grants == Grants([.conversationsView: [.own, .team], .contactsView: [.all]]))
    }

    @Test(arguments: [
        #"{"conversations.view": ["own", "own"]}"#, #"{"contacts.view": ["all", "all"]}"#,
        #"{"contacts.view": ["inbox"]}"#, #"{"contacts.view": ["everything"]}"#,
    ])
    func `are refused where a scope comes twice or does not belong there`(text: String) {
        #expect(throws: (any Error).self) { try JSON.decode(Grants.self, from: Array(text.utf8)) }
    }
}
