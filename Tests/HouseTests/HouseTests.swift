import Foundation
import Testing

@Suite struct `The house` {
    private static let columnLimit = 120
    private static let functionLimit = 70
    private static let fileLimit = 500
    private static let services = ["Gateway", "Conversations", "Contacts", "Identity", "Notifications"]

    @Test func `has lines of at most 120 columns`() {
        let found = places(in: House.files.filter { !$0.path.hasSuffix(".html") }) { line, _ in
            line.utf8.count > Self.columnLimit && line.count > Self.columnLimit
        }

        #expect(found == [])
    }

    @Test func `has functions of at most 70 lines`() {
        let found = House.swift.flatMap { file in
            file.functions.filter { $0.length > Self.functionLimit }.map {
                "\(file.path):\($0.line) has \($0.length) lines"
            }
        }

        #expect(found == [])
    }

    @Test func `has files of at most 500 lines`() {
        let found = House.files.filter { $0.lines.count > Self.fileLimit + 1 }.map(\.path)

        #expect(found == [])
    }

    @Test func `finds functions and their ends`() {
        let file = House.File(
            path: "a.swift",
            lines: ["func one() {", "    \"}\"", "}", "protocol P {", "    func two()", "    init() { }", "}"])

        #expect(file.functions.map(\.line) == [1, 6])
        #expect(file.functions.map(\.length) == [3, 1])
    }

    @Test func `keeps Foundation out of the product`() {
        let found = places(in: House.product) { line, _ in line.contains("import Foundation") }

        #expect(found == [])
    }

    @Test func `has no service that imports another`() {
        let found = places(in: House.product) { line, file in
            Self.services.contains { line.contains("import \($0)") && !file.folders.contains($0) }
        }

        #expect(found == [])
    }

    /// What is broken on purpose stands between `#if BREAKABLE` and `#endif`: only a build that is told so has it.
    @Test func `is broken on purpose only where a build asks for it`() {
        let found = House.product.flatMap { file in
            var isBreakable = false
            return file.lines.enumerated().compactMap { number, line -> String? in
                let words = line.trimmingCharacters(in: .whitespaces)
                if words == "#if BREAKABLE" { isBreakable = true }
                if words == "#endif" || words == "#else" { isBreakable = false }
                let isBroken = line.contains("Breakage") || line.contains("MAJLIS_BREAK")
                return isBroken && !isBreakable && !words.hasPrefix("//") ? "\(file.path):\(number + 1)" : nil
            }
        }

        #expect(found == [])
    }

    @Test func `ships nothing of what can be broken`() throws {
        let folder = House.root.appending(path: ".build")
        let programs = ["debug", "release"].flatMap { configuration in
            Self.services.map { folder.appending(path: "\(configuration)/\($0.lowercased())") }
        }
        let built = programs.filter { FileManager.default.fileExists(atPath: $0.path) }

        #expect(!built.isEmpty)
        for program in built {
            let bytes = try Data(contentsOf: program, options: .alwaysMapped)
            #expect(bytes.range(of: Data("MAJLIS_BREAK".utf8)) == nil, "\(program.path)")
        }
    }

    @Test func `has nothing left to do in its sources`() {
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
        let found = places(in: House.files) { line, _ in words.contains { line.contains($0) } }

        #expect(found == [])
    }

    @Test func `says why where the compiler is asked to trust`() {
        let found = House.product.flatMap { file -> [String] in
            let code = file.code
            return file.lines.indices.filter { index in
                (code[index].contains("@unchecked Sendable") || code[index].contains("nonisolated(unsafe)"))
                    && (index == 0 || !file.lines[index - 1].contains(/^\s*\/\//))
            }.map { "\(file.path):\($0 + 1)" }
        }

        #expect(found == [])
    }

    /// `path:line` of every line that `isWrong`.
    private func places(in files: [House.File], where isWrong: (String, House.File) -> Bool) -> [String] {
        files.flatMap { file in
            file.lines.indices.filter { isWrong(file.lines[$0], file) }.map { "\(file.path):\($0 + 1)" }
        }
    }
}
