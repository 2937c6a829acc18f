import Foundation

/// The part of JSON Schema that the document uses, and one rule more: an object holds nothing that is not documented.
struct Schema: Sendable {
    let document: Document
    /// Whether the rules between an object's fields count as well: `anyOf` beside `properties`.
    var betweenFields = true

    /// What is wrong with `value`, each with its path; empty when it is as `schema` says.
    func faults(of value: Value, as schema: Value, at path: String = "$") -> [String] {
        if let target = schema["$ref"].text { return faults(of: value, as: document.at(target), at: path) }
        let choices = schema["anyOf"].items + schema["oneOf"].items
        let isObject = schema["properties"] != .null
        if !choices.isEmpty, betweenFields || !isObject {
            let tried = choices.map { faults(of: value, as: $0, at: path) }
            guard tried.contains([]) else { return ["\(path) is none of its choices: \(tried)"] }
            guard isObject else { return [] }
        }
        if schema["const"] != .null, value != schema["const"] { return ["\(path) is not the only value"] }
        let options = schema["enum"].items
        if !options.isEmpty, !options.contains(value) { return ["\(path) is none of \(options)"] }
        let types = schema["type"].text.map { [$0] } ?? schema["type"].texts
        guard types.isEmpty || types.contains(where: { isOf(value, $0) }) else {
            return ["\(path) is not of type \(types)"]
        }
        switch value {
        case .object: return fieldFaults(of: value, as: schema, at: path)
        case .list(let items): return itemFaults(of: items, as: schema, at: path)
        case .text(let text): return textFaults(of: text, as: schema, at: path)
        case .number(let number): return numberFaults(of: number, as: schema, at: path)
        case .null, .bool: return []
        }
    }

    private func isOf(_ value: Value, _ type: String) -> Bool {
        switch value {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .number(let number): type == "number" || type == "integer" && number == number.rounded()
        case .text: type == "string"
        case .list: type == "array"
        case .object: type == "object"
        }
    }

    private func fieldFaults(of value: Value, as schema: Value, at path: String) -> [String] {
        let properties = schema["properties"].fields
        guard !properties.isEmpty else { return [] }
        let missing = Set(schema["required"].texts).subtracting(value.names)
        return missing.sorted().map { "\(path).\($0) is missing" }
            + value.fields.sorted { $0.key < $1.key }.flatMap { name, field in
                guard let known = properties[name] else {
                    // A choice speaks of some of its object's fields only.
                    return schema["type"].text == "object" ? ["\(path).\(name) is not documented"] : []
                }
                return faults(of: field, as: known, at: "\(path).\(name)")
            }
    }

    private func itemFaults(of items: [Value], as schema: Value, at path: String) -> [String] {
        if let limit = schema["maxItems"].number, Double(items.count) > limit { return ["\(path) is too long"] }
        return items.enumerated().flatMap { faults(of: $0.element, as: schema["items"], at: "\(path)[\($0.offset)]") }
    }

    private func textFaults(of text: String, as schema: Value, at path: String) -> [String] {
        let length = Double(text.unicodeScalars.count)
        if length < schema["minLength"].number ?? 0 || length > schema["maxLength"].number ?? .infinity {
            return ["\(path) has \(Int(length)) characters"]
        }
        guard let pattern = schema["pattern"].text else { return [] }
        return text.range(of: pattern, options: .regularExpression) == nil ? ["\(path) does not match \(pattern)"] : []
    }

    private func numberFaults(of number: Double, as schema: Value, at path: String) -> [String] {
        let range = (schema["minimum"].number ?? -.infinity)...(schema["maximum"].number ?? .infinity)
        return range.contains(number) ? [] : ["\(path) is outside \(range)"]
    }
}
