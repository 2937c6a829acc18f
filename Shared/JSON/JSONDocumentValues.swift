/// Scalars out of a document, and the words for what is wrong with them.
extension JSONDocument {
    @inline(__always)
    func isNull(_ node: Int) -> Bool { nodes[node].kind == .null }

    func string(at node: Int) throws(JSONFault) -> String {
        let bytes = bytes
        guard nodes[node].kind == .string else { throw wrongType("text", at: node) }
        let token = nodes[node].value
        let content = (token.lowerBound + 1)..<(token.upperBound - 1)
        return JSONGrammar.string(bytes.span, content, escaped: nodes[node].escaped)
    }

    func bool(at node: Int) throws(JSONFault) -> Bool {
        switch nodes[node].kind {
        case .yes: return true
        case .no: return false
        default: throw wrongType("true or false", at: node)
        }
    }

    @inline(__always)
    func integer<T: FixedWidthInteger>(_ type: T.Type, at node: Int) throws(JSONFault) -> T {
        let bytes = bytes
        guard nodes[node].kind == .integer else { throw wrongType("a whole number", at: node) }
        guard let value = JSONGrammar.integer(bytes.span.extracting(nodes[node].value), as: type) else {
            throw outOfRange(at: node)
        }
        return value
    }

    func double(at node: Int) throws(JSONFault) -> Double {
        let text = try number(at: node)
        guard let value = Double(text), value.isFinite else { throw outOfRange(at: node) }
        return value
    }

    func float(at node: Int) throws(JSONFault) -> Float {
        let text = try number(at: node)
        guard let value = Float(text), value.isFinite else { throw outOfRange(at: node) }
        return value
    }

    private func number(at node: Int) throws(JSONFault) -> String {
        let bytes = bytes
        guard nodes[node].kind == .integer || nodes[node].kind == .fraction else {
            throw wrongType("a number", at: node)
        }
        return JSONGrammar.string(bytes.span, nodes[node].value, escaped: false)
    }

    /// Runs the type's own `init(from:)` on `node`; whatever it throws leaves with a path.
    @inline(__always)
    func decode<T: Decodable>(_ type: T.Type, at node: Int) throws -> T {
        do {
            return try T(from: ValueDecoder(document: self, node: node))
        } catch {
            throw located(error, at: node)
        }
    }
}

extension JSONGrammar {
    /// The value of a number's `digits`, which have neither fraction nor exponent; nil when `T` cannot hold it.
    @inline(__always)
    static func integer<T: FixedWidthInteger>(_ digits: Span<UInt8>, as type: T.Type) -> T? {
        let isNegative = digits[0] == Byte.minus
        var index = isNegative ? 1 : 0
        guard digits.count <= 18 else { return longInteger(digits, as: type) }
        var magnitude: Int64 = 0
        while index < digits.count {
            magnitude = magnitude &* 10 &+ Int64(digits[index] &- Byte.zero)
            index += 1
        }
        return T(exactly: isNegative ? -magnitude : magnitude)
    }

    private static func longInteger<T: FixedWidthInteger>(_ digits: Span<UInt8>, as type: T.Type) -> T? {
        let isNegative = digits[0] == Byte.minus
        var value: T = 0
        for index in (isNegative ? 1 : 0)..<digits.count {
            guard let digit = T(exactly: digits[index] &- Byte.zero) else { return nil }
            let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) =
                isNegative ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
            guard !tooLarge, !overflow else { return nil }
            value = sum
        }
        return value
    }
}

// MARK: - Faults and paths

extension JSONDocument {
    @inline(never)
    func wrongType(_ wanted: String, at node: Int) -> JSONFault {
        let path = path(to: node)
        let found =
            switch nodes[node].kind {
            case .null: "null"
            case .yes, .no: "true or false"
            case .integer: "a number"
            case .fraction: "a number with a fraction or an exponent"
            case .string: "text"
            case .array: "a list"
            case .object: "an object"
            }
        return JSONFault(.wrongType, path: path, message: "\(JSONFault.subject(path)) must be \(wanted), not \(found).")
    }

    @inline(never)
    private func outOfRange(at node: Int) -> JSONFault {
        let path = path(to: node)
        return JSONFault(.outOfRange, path: path, message: "\(JSONFault.subject(path)) is out of range.")
    }

    /// The fault of `component`, a name or a bracketed place, that `parent` lacks.
    @inline(never)
    func missing(_ component: String, of parent: Int) -> JSONFault {
        let path = JSONFault.join(path(to: parent), component)
        return JSONFault(.missingField, path: path, message: "“\(path)” is missing.")
    }

    @inline(never)
    func missing(_ key: some CodingKey, of parent: Int) -> JSONFault {
        missing(Self.shortened(key.stringValue), of: parent)
    }

    /// `error`, thrown while `node` was decoded, as a fault that says where.
    @inline(never)
    func located(_ error: any Error, at node: Int) -> JSONFault {
        switch error {
        case var fault as JSONFault:
            if fault.path.isEmpty { fault.path = path(to: node) }
            return fault
        case DecodingError.dataCorrupted(let context):
            return refusal(context, at: node)
        case DecodingError.keyNotFound(let key, _):
            return missing(key, of: node)
        default:
            return .notAllowed(path: path(to: node))
        }
    }

    private func refusal(_ context: DecodingError.Context, at node: Int) -> JSONFault {
        let path = context.codingPath.isEmpty ? path(to: node) : Self.text(of: context.codingPath)
        // The standard library's own words for an unknown raw value name Swift types; a person gets others.
        if context.debugDescription.hasPrefix("Cannot initialize ") { return .notAllowed(path: path) }
        return JSONFault(.invalidValue, path: path, message: context.debugDescription)
    }

    /// The way to `node`: `contact.tags[3].name`.
    func path(to node: Int) -> String {
        Self.text(of: codingPath(to: node))
    }

    func codingPath(to node: Int) -> [any CodingKey] {
        var keys: [any CodingKey] = []
        var parent = 0
        while parent < node {
            guard let (child, index) = child(of: parent, holding: node) else { break }
            keys.append(nodes[child].isField ? PathKey(stringValue: name(of: child)) : PathKey(intValue: index))
            parent = child
        }
        return keys
    }

    /// The child of `parent` that is `node` or holds it, and its place among the children.
    private func child(of parent: Int, holding node: Int) -> (child: Int, index: Int)? {
        var child = parent + 1
        var index = 0
        while child <= node {
            if nodes[child].next > node { return (child, index) }
            child = Int(nodes[child].next)
            index += 1
        }
        return nil
    }

    static func text(of path: [any CodingKey]) -> String {
        path.reduce(into: "") { text, key in
            if let index = key.intValue, key is PathKey {
                text += "[\(index)]"
                return
            }
            if !text.isEmpty { text += "." }
            text += shortened(key.stringValue)
        }
    }

    /// A name as a path shows it: a name may be as long as the document, and the path goes back to whoever sent it.
    private static func shortened(_ name: String) -> String {
        let limit = 64
        return name.unicodeScalars.count <= limit ? name : String(name.unicodeScalars.prefix(limit)) + "…"
    }
}

/// One step of a path: a field's name, or an element's place.
struct PathKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }
}
