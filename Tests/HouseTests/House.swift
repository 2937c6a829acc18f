import Foundation

/// The files of this repository, as text.
struct House {
    struct File: Sendable {
        /// Below the repository's folder.
        var path: String
        var lines: [String]

        var isSwift: Bool { path.hasSuffix(".swift") }
        /// `Services/Gateway/…` → `Services`, `Gateway`.
        var folders: [String] { path.split(separator: "/").dropLast().map(String.init) }
    }

    /// The repository's folder.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let files: [File] =
        ["Shared", "Services", "Tests", "deploy"].flatMap { read($0) } + [read(file: "Package.swift")]

    static var swift: [File] { files.filter(\.isSwift) }
    /// What the five programs are made of.
    static var product: [File] { swift.filter { ["Shared", "Services"].contains($0.folders.first) } }

    private static let endings = ["swift", "js", "mjs", "css", "html", "sh", "h"]

    private static func read(_ folder: String) -> [File] {
        let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        return (names?.compactMap { $0 as? String } ?? [])
            .filter { isText("\(folder)/\($0)") }
            .sorted()
            .map { read(file: "\(folder)/\($0)") }
    }

    /// Source by its ending; in `deploy` also the commands, which have none.
    private static func isText(_ path: String) -> Bool {
        let ending = (path as NSString).pathExtension
        guard ending.isEmpty else { return endings.contains(ending) }
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: root.appending(path: path).path, isDirectory: &isFolder)
        return isThere && !isFolder.boolValue && path.hasPrefix("deploy/")
    }

    private static func read(file path: String) -> File {
        let text = (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
        return File(path: path, lines: text.components(separatedBy: "\n"))
    }
}

extension House.File {
    /// The lines with strings and comments blanked out, so that braces and words in them do not count.
    var code: [String] {
        var isInText = false
        return lines.map { line in
            let parts = line.components(separatedBy: "\"\"\"")
            defer { if parts.count.isMultiple(of: 2) { isInText.toggle() } }
            if isInText { return parts.count > 1 ? parts[1] : "" }
            let open = parts.count > 1 ? parts[0] : line
            // Most lines have neither, and expressions are slow in a debug build.
            guard open.contains("\"") || open.contains("//") else { return open }
            return open.replacing(/\\["\\]/, with: "").replacing(/"[^"]*"/, with: "\"\"").replacing(/\/\/.*/, with: "")
        }
    }

    /// Each function's first line (from 1) and its number of lines.
    var functions: [(line: Int, length: Int)] {
        let code = code
        return code.indices.filter { Self.startsFunction(code[$0]) }
            .compactMap { start in
                bodyEnd(in: code, from: start).map { (start + 1, $0 - start + 1) }
            }
    }

    private static func startsFunction(_ line: String) -> Bool {
        guard line.contains("func ") || line.contains("init") else { return false }
        return line.contains(/^\s*(@?[a-z]+(\([a-z]+\))? )*(func |init[?]?[(<])/)
    }

    /// The line that closes the first brace opened from `start` on; nil for a declaration without a body.
    private func bodyEnd(in code: [String], from start: Int) -> Int? {
        var depth = 0
        for index in start..<code.count {
            if depth == 0, index > start, code[index].contains(/^\s*(public |static |mutating )*(func|init|var|case)\b/)
            {
                return nil
            }
            for byte in code[index].utf8 {
                if byte == UInt8(ascii: "{") { depth += 1 }
                if byte == UInt8(ascii: "}") { depth -= 1 }
                if depth == 0, byte == UInt8(ascii: "}") { return index }
                if depth < 0 { return nil }
            }
        }
        return nil
    }
}
