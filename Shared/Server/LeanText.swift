import HTTP

/// Scripts and styles without their comments and indentation, as browsers get them. Every line stays the line that it
/// was, so that what a browser reports of it is found in the file.
///
/// A comment is what begins a line with `/*` or, in a script, with `//`, and a type `/** @type … */` anywhere on one.
/// Others stay: to tell them from texts and patterns would take the whole grammar. Texts of several lines whose own
/// lines begin so, or are indented, are not for our pages; their tests see to that.
public enum LeanText {
    private static let opening = Array("/*".utf8)
    private static let closing = Array("*/".utf8)
    private static let line = Array("//".utf8)
    private static let type = Array("/** @type ".utf8)

    /// What is sent of a file: of scripts and styles less, of any other all of it. Of what it returned it returns all.
    public static func of(_ bytes: [UInt8], named name: String) -> [UInt8] {
        let isScript = name.hasSuffix(".js")
        guard isScript || name.hasSuffix(".css") else { return bytes }
        var lean: [UInt8] = []
        lean.reserveCapacity(bytes.count)
        var isInside = false
        let newline = UInt8(ascii: "\n")
        for (place, whole) in bytes.split(separator: newline, omittingEmptySubsequences: false).enumerated() {
            if place > 0 { lean.append(newline) }
            let rest = code(of: whole, &isInside)
            guard isScript else {
                lean += rest
                continue
            }
            if !rest.starts(with: line) { appendWithoutTypes(rest, to: &lean) }
        }
        return lean
    }

    /// What follows the comments and spaces that a line begins with.
    /// - Parameter isInside: Whether a comment of an earlier line still runs, and then whether one runs on.
    private static func code(of line: ArraySlice<UInt8>, _ isInside: inout Bool) -> ArraySlice<UInt8> {
        var rest = line
        repeat {
            if isInside {
                guard let end = rest.place(of: closing)?.upperBound else { return [] }
                rest = rest[end...]
                isInside = false
            }
            rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            if rest.starts(with: opening) {
                rest = rest.dropFirst(opening.count)
                isInside = true
            }
        } while isInside
        return rest
    }

    private static func appendWithoutTypes(_ line: ArraySlice<UInt8>, to lean: inout [UInt8]) {
        var rest = line
        while let start = rest.place(of: type)?.lowerBound,
            let end = rest[start...].place(of: closing)?.upperBound
        {
            lean += rest[..<start]
            rest = rest[end...]
            if rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
        }
        lean += rest
    }
}
