import Foundation
import WireModel

/// `/help/roles`: the table of ``Permission``, ``Role`` and ``Scope`` with the texts of the pages' catalogues, written
/// down for people in both languages.
struct RolesPage {
    let html: String

    /// - Throws: ``Missing`` where a catalogue has no text for something in the table.
    init() throws {
        let arabic = try Self.section("ar", direction: "rtl", other: "en", texts: Catalogue("ar"))
        let english = try Self.section("en", direction: "ltr", other: "ar", texts: Catalogue("en"))
        html = """
            <!doctype html>
            <!-- Written by RolesPageTests; change the table or the catalogues, and write it anew. -->
            <html lang="ar" dir="rtl">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(try Catalogue("ar")["rolesPage.title"]) · مجلس</title>
            <link rel="icon" href="/assets/common/art/mark.svg">
            <link rel="stylesheet" href="/assets/common/tokens.css">
            <link rel="stylesheet" href="/assets/common/base.css">
            <link rel="stylesheet" href="/assets/common/forms.css">
            <link rel="stylesheet" href="/assets/help/roles.css">
            </head>
            <body>
            \(arabic)
            \(english)
            </body>
            </html>

            """
    }

    private static func section(
        _ language: String, direction: String, other: String, texts: Catalogue
    ) throws -> String {
        let otherLanguage = try texts["account.otherLanguage"]
        let mark = #"<img src="/assets/common/art/mark.svg" alt="" width="32" height="32">"#
        return """
            <main class="help" id="\(language)" lang="\(language)" dir="\(direction)">
            <header class="help-head">
            <a class="brand" href="/inbox">\(mark)\(language == "ar" ? "مجلس" : "Majlis")</a>
            <a class="button" href="#\(other)" lang="\(other)" hreflang="\(other)">\(otherLanguage)</a>
            </header>
            <h1>\(try texts["rolesPage.title"])</h1>
            <p class="lead">\(try texts["rolesPage.lead"])</p>
            <h2>\(try texts["rolesPage.roles"])</h2>
            <p>\(try texts["rolesPage.rolesText"]) \(try texts["rolesPage.owners"])</p>
            \(try list(Role.builtIn.map(\.rawValue), name: "role", hint: "roleHint", texts))
            <h2>\(try texts["rolesPage.permissions"])</h2>
            \(try table(texts))
            <h2>\(try texts["rolesPage.scopes"])</h2>
            <p>\(try texts["rolesPage.scopesText"])</p>
            \(try list(Scope.allCases.map(\.rawValue), name: "scope", hint: "scopeHint", texts))
            <h2>\(try texts["rolesPage.sources"])</h2>
            <p>\(try texts["rolesPage.sourcesText"])</p>
            <h2>\(try texts["rolesPage.custom"])</h2>
            <p>\(try texts["rolesPage.customText"])</p>
            </main>
            """
    }

    private static func list(_ words: [String], name: String, hint: String, _ texts: Catalogue) throws -> String {
        let items = try words.map { word in
            "<div><dt>\(try texts["\(name).\(word)"])</dt><dd>\(try texts["\(hint).\(word)"])</dd></div>"
        }
        return "<dl>\n\(items.joined(separator: "\n"))\n</dl>"
    }

    private static func table(_ texts: Catalogue) throws -> String {
        let roles = try Role.builtIn.map { #"<th scope="col">\#(try texts["role.\($0.rawValue)"])</th>"# }
        let bodies = try Self.groups.map { group in
            let head =
                #"<tr><th class="group" colspan="\#(roles.count + 1)" scope="colgroup">"#
                + "\(try texts["permissionGroup.\(group.name)"])</th></tr>"
            let rows = try group.permissions.map { try row($0, texts) }
            return "<tbody>\n\(head)\n\(rows.joined(separator: "\n"))\n</tbody>"
        }
        return """
            <div class="table-box" tabindex="0" role="region" aria-label="\(try texts["rolesPage.permissions"])">
            <table>
            <thead><tr><th scope="col">\(try texts["rolesPage.permission"])</th>\(roles.joined())</tr></thead>
            \(bodies.joined(separator: "\n"))
            </table>
            </div>
            """
    }

    private static func row(_ permission: Permission, _ texts: Catalogue) throws -> String {
        let name = try texts["permission.\(permission.rawValue)"]
        let hint = try texts["permissionHint.\(permission.rawValue)"]
        let cells = try Role.builtIn.map { role in
            let scopes = Scope.allCases.filter { role.grants?.holds(permission, in: $0) ?? false }
            guard !scopes.isEmpty else { return #"<td class="no">\#(try texts["rolesPage.no"])</td>"# }
            let text =
                permission.isScoped
                ? try scopes.map { try texts["scope.\($0.rawValue)"] }.joined(separator: " · ")
                : try texts["rolesPage.yes"]
            return #"<td class="yes">\#(text)</td>"#
        }
        return #"<tr><th scope="row">\#(name)<small>\#(hint)</small></th>\#(cells.joined())</tr>"#
    }

    /// As the settings group them: by what stands before the dot, and the rest is of the workspace.
    static let groups: [(name: String, permissions: [Permission])] = {
        let named = ["conversations", "contacts"]
        func group(of permission: Permission) -> String {
            let name = String(permission.rawValue.prefix { $0 != "." })
            return named.contains(name) ? name : "workspace"
        }
        return (named + ["workspace"]).map { name in
            (name, Permission.allCases.filter { group(of: $0) == name })
        }
    }()
}

/// The texts of one language that stand on one line each, as HTML.
struct Catalogue {
    struct Missing: Error { var key: String }

    private var texts: [String: String] = [:]

    init(_ language: String) throws {
        for file in ["\(language).js", "\(language)-account.js", "\(language)-rights.js"] {
            let text = try String(
                contentsOf: House.root.appending(path: "Services/Web/common/catalogue/\(file)"), encoding: .utf8)
            for match in text.matches(of: /(?m)^ {2}'([\w.]+)': ?['"](.*)['"],$/) {
                texts[String(match.1)] = String(match.2)
            }
        }
    }

    subscript(key: String) -> String {
        get throws {
            guard let text = texts[key] else { throw Missing(key: key) }
            return text.replacing("\\'", with: "'").replacing("&", with: "&amp;").replacing("<", with: "&lt;")
                .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
        }
    }
}
