import Foundation
import Testing
import WireModel

@Suite struct `The page of roles` {
    /// `MAJLIS_REWRITE=1` writes it anew instead.
    @Test func `says what the table in code says`() throws {
        let file = House.root.appending(path: "Services/Web/help/roles.html")
        let page = try RolesPage().html

        if ProcessInfo.processInfo.environment["MAJLIS_REWRITE"] == "1" {
            try page.write(to: file, atomically: true, encoding: .utf8)
        }

        let stored = try String(contentsOf: file, encoding: .utf8)
        #expect(stored == page, "The table or its texts have changed: write the page anew with MAJLIS_REWRITE=1.")
    }

    @Test func `groups every permission once`() {
        let grouped = RolesPage.groups.flatMap(\.permissions).map(\.rawValue)

        #expect(grouped.sorted() == Permission.allCases.map(\.rawValue).sorted())
    }

    /// What the settings lay out is a list of its own in the browser: it holds the same, in the same order.
    @Test func `has the permissions, scopes and roles of the settings`() throws {
        let script = try String(
            contentsOf: House.root.appending(path: "Services/Web/settings/grants.js"), encoding: .utf8)
        let lists = try #require(script.firstMatch(of: /(?s)export const GROUPS(.*?)export function/)).1
        let quoted = lists.matches(of: /'([a-zA-Z.]+)'/).map { String($0.1) }

        let groups = RolesPage.groups.flatMap { [$0.name] + $0.permissions.map(\.rawValue) }
        let expected = groups + Scope.allCases.map(\.rawValue) + Role.builtIn.map(\.rawValue)
        #expect(quoted == expected)
    }
}
