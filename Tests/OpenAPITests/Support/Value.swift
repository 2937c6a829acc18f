import Foundation

/// Any JSON, to be looked into.
indirect enum Value: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([Value])
    case object([String: Value])

    init(_ bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Value.self, from: Data(bytes))
    }

    /// The field of an object; null for anything else, so that one can ask on.
    subscript(_ name: String) -> Value {
        if case .object(let fields) = self { fields[name] ?? .null } else { .null }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var number: Double? { if case .number(let number) = self { number } else { nil } }
    var items: [Value] { if case .list(let items) = self { items } else { [] } }
    var fields: [String: Value] { if case .object(let fields) = self { fields } else { [:] } }
    var names: Set<String> { Set(fields.keys) }
    var texts: [String] { items.compactMap(\.text) }

    /// The object with one field more, or another value for it, or without it.
    func with(_ name: String, _ value: Value?) -> Value {
        var fields = fields
        fields[name] = value
        return .object(fields)
    }

    var json: [UInt8] {
        get throws { Array(try JSONSerialization.data(withJSONObject: any, options: [.fragmentsAllowed])) }
    }

    private var any: Any {
        switch self {
        case .null: NSNull()
        case .bool(let value): value
        case .number(let value): value == value.rounded() ? Int64(value) as Any : value
        case .text(let value): value
        case .list(let items): items.map(\.any)
        case .object(let fields): fields.mapValues(\.any)
        }
    }
}

extension Value: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([Value].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: Value].self))
        }
    }
}
