/// A checked document and the index of its values: one pass over the bytes, one flat array, nothing boxed.
///
/// The nodes stand in the order of the document, each followed by what it holds. Decoding marks the fields it asks for,
/// so that those nobody asked for are known at the end, whichever containers did the asking. Used by one decode call
/// only.
final class JSONDocument {
    let bytes: [UInt8]
    private(set) var nodes: [JSONNode]

    init(_ bytes: [UInt8]) throws(JSONFault) {
        guard bytes.count <= Int32.max else {
            throw JSONFault(.malformed, message: "The document is larger than two gigabytes.")
        }
        self.bytes = bytes
        var indexer = DocumentIndexer(expectedNodes: bytes.count / 16 + 8)
        try indexer.index(bytes.span)
        nodes = indexer.nodes
    }
}

/// One value, and the name it stands under if it is a field.
struct JSONNode {
    enum Kind: UInt8 { case null, yes, no, integer, fraction, string, array, object }

    /// The name's bytes between the quotes, and the value's with its quotes and brackets.
    var nameStart: UInt32 = 0, nameEnd: UInt32 = 0, start: UInt32 = 0, end: UInt32 = 0
    /// The node behind everything that this one holds.
    var next: UInt32 = 0
    /// Of an object, the field to look at first; of an array, the number of elements.
    var aid: UInt32 = 0
    var kind = Kind.null
    var isField = false, nameEscaped = false, escaped = false
    /// Asked for by name; the object's names are known to differ; taken as it stands, inner fields and all.
    var isAsked = false, isOpened = false, isTakenWhole = false

    var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
    var value: Range<Int> { Int(start)..<Int(end) }
}

/// Fills a document's array of nodes.
private struct DocumentIndexer {
    var nodes: [JSONNode] = []

    init(expectedNodes: Int) {
        nodes.reserveCapacity(expectedNodes)
    }

    mutating func index(_ text: Span<UInt8>) throws(JSONFault) {
        var index = 0
        try value(text, &index, JSONNode(), depth: 0)
        try JSONGrammar.expectEnd(text, &index)
    }

    /// Adds the value at `index`, filling in the rest of `node`, which knows its name.
    private mutating func value(
        _ text: Span<UInt8>, _ index: inout Int, _ node: JSONNode, depth: Int
    ) throws(JSONFault) {
        var node = node
        let first = try JSONGrammar.peek(text, &index)
        node.start = UInt32(truncatingIfNeeded: index)
        switch first {
        case Byte.quote:
            node.kind = .string
            node.escaped = try JSONGrammar.skipString(text, &index)
        case Byte.openBrace: return try object(text, &index, node, depth: depth + 1)
        case Byte.openBracket: return try array(text, &index, node, depth: depth + 1)
        default: node.kind = JSONNode.Kind(try JSONGrammar.skipScalar(text, &index))
        }
        node.end = UInt32(truncatingIfNeeded: index)
        node.next = UInt32(truncatingIfNeeded: nodes.count + 1)
        nodes.append(node)
    }

    private mutating func object(
        _ text: Span<UInt8>, _ index: inout Int, _ node: JSONNode, depth: Int
    ) throws(JSONFault) {
        let own = open(.object, node)
        guard depth <= JSON.depthLimit else { throw .tooDeep() }
        index += 1
        nodes[own].aid = UInt32(truncatingIfNeeded: own + 1)
        guard try JSONGrammar.peek(text, &index) != Byte.closeBrace else { return close(own, &index, by: 1) }
        repeat {
            let name = try JSONGrammar.name(text, &index)
            var field = JSONNode()
            field.nameStart = UInt32(truncatingIfNeeded: name.range.lowerBound)
            field.nameEnd = UInt32(truncatingIfNeeded: name.range.upperBound)
            field.nameEscaped = name.escaped
            field.isField = true
            try value(text, &index, field, depth: depth)
        } while try JSONGrammar.continues(text, &index, closing: Byte.closeBrace)
        close(own, &index, by: 0)
    }

    private mutating func array(
        _ text: Span<UInt8>, _ index: inout Int, _ node: JSONNode, depth: Int
    ) throws(JSONFault) {
        let own = open(.array, node)
        guard depth <= JSON.depthLimit else { throw .tooDeep() }
        index += 1
        guard try JSONGrammar.peek(text, &index) != Byte.closeBracket else { return close(own, &index, by: 1) }
        var elements: UInt32 = 0
        repeat {
            try value(text, &index, JSONNode(), depth: depth)
            elements += 1
        } while try JSONGrammar.continues(text, &index, closing: Byte.closeBracket)
        nodes[own].aid = elements
        close(own, &index, by: 0)
    }

    private mutating func open(_ kind: JSONNode.Kind, _ node: JSONNode) -> Int {
        nodes.append(node)
        nodes[nodes.count - 1].kind = kind
        return nodes.count - 1
    }

    private mutating func close(_ own: Int, _ index: inout Int, by bytes: Int) {
        index += bytes
        nodes[own].end = UInt32(truncatingIfNeeded: index)
        nodes[own].next = UInt32(truncatingIfNeeded: nodes.count)
    }
}

extension JSONNode.Kind {
    @inline(__always)
    init(_ scalar: JSONGrammar.Scalar) {
        switch scalar {
        case .null: self = .null
        case .yes: self = .yes
        case .no: self = .no
        case .integer: self = .integer
        case .fraction: self = .fraction
        }
    }
}

// MARK: - Fields

extension JSONDocument {
    /// Makes sure that `node` is an object whose names differ.
    func openObject(_ node: Int) throws(JSONFault) {
        guard nodes[node].kind == .object else { throw wrongType("an object", at: node) }
        guard !nodes[node].isOpened else { return }
        nodes[node].isOpened = true
        if let repeated = repeatedField(of: node) {
            let path = path(to: repeated)
            throw JSONFault(.duplicateField, path: path, message: "“\(path)” is there twice.")
        }
    }

    /// The field `name` of the object `parent`, marked as asked for; nil without one.
    ///
    /// Types ask in the order in which documents are written, so the field behind the last one found comes first.
    func field(_ name: String, of parent: Int) -> Int? {
        let wanted = name.utf8Span.span
        let end = Int(nodes[parent].next)
        let likely = Int(nodes[parent].aid)
        var found = likely
        if likely >= end || !isNamed(likely, wanted) {
            found = parent + 1
            while found < end, !isNamed(found, wanted) { found = Int(nodes[found].next) }
            guard found < end else { return nil }
        }
        nodes[found].isAsked = true
        nodes[parent].aid = nodes[found].next
        return found
    }

    @inline(__always)
    private func isNamed(_ node: Int, _ wanted: Span<UInt8>) -> Bool {
        let bytes = bytes
        let name = nodes[node].name
        guard !nodes[node].nameEscaped else {
            // Escapes are longer than what they stand for, up to six times; most names are ruled out by that.
            guard wanted.count < name.count, wanted.count * 6 >= name.count else { return false }
            return JSONGrammar.unescaped(bytes.span, name).span.isSame(as: wanted)
        }
        return name.count == wanted.count && bytes.span.extracting(name).isSame(as: wanted)
    }

    func name(of node: Int) -> String {
        let bytes = bytes
        return JSONGrammar.string(bytes.span, nodes[node].name, escaped: nodes[node].nameEscaped)
    }

    /// The nodes directly inside `parent`.
    func children(of parent: Int) -> [Int] {
        var children: [Int] = []
        var child = parent + 1
        while child < nodes[parent].next {
            children.append(child)
            child = Int(nodes[child].next)
        }
        return children
    }

    /// Up to this many fields, each name is compared with each other; past it they are sorted first.
    private static let fewFields = 16

    private func repeatedField(of parent: Int) -> Int? {
        let end = Int(nodes[parent].next)
        var field = parent + 1
        var count = 0
        while field < end {
            guard count < Self.fewFields else { return repeatedFieldAmongMany(of: parent) }
            if hasSameName(field, before: field, from: parent + 1) { return field }
            field = Int(nodes[field].next)
            count += 1
        }
        return nil
    }

    private func hasSameName(_ field: Int, before limit: Int, from start: Int) -> Bool {
        var other = start
        while other < limit {
            if haveSameName(field, other) { return true }
            other = Int(nodes[other].next)
        }
        return false
    }

    @inline(__always)
    private func haveSameName(_ one: Int, _ other: Int) -> Bool {
        let bytes = bytes
        if nodes[one].nameEscaped || nodes[other].nameEscaped { return plainName(one) == plainName(other) }
        let (a, b) = (nodes[one].name, nodes[other].name)
        return a.count == b.count && bytes.span.extracting(a).isSame(as: bytes.span.extracting(b))
    }

    private func repeatedFieldAmongMany(of parent: Int) -> Int? {
        let sorted = children(of: parent).map { (node: $0, name: plainName($0)) }
            .sorted { $0.name.lexicographicallyPrecedes($1.name) }
        for index in sorted.indices.dropFirst() where sorted[index].name == sorted[index - 1].name {
            return max(sorted[index].node, sorted[index - 1].node)
        }
        return nil
    }

    private func plainName(_ node: Int) -> [UInt8] {
        let bytes = bytes
        return JSONGrammar.unescaped(bytes.span, nodes[node].name)
    }

    /// Takes `node` as it stands: none of its fields counts as unknown.
    func takeWhole(_ node: Int) -> Range<Int> {
        nodes[node].isTakenWhole = true
        return nodes[node].value
    }

    func refuseUnknownFields() throws(JSONFault) {
        var node = 0
        while node < nodes.count {
            if nodes[node].isField, !nodes[node].isAsked {
                let path = path(to: node)
                throw JSONFault(.unknownField, path: path, message: "“\(path)” is not a known field.")
            }
            node = nodes[node].isTakenWhole ? Int(nodes[node].next) : node + 1
        }
    }
}
