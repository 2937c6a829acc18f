/// Conditions on conversations, nested with and, or and not. On the wire `{"all": […]}`, `{"any": […]}`,
/// `{"not": {…}}`, or a condition `{"field": "status", "op": "in", "values": ["open"]}`.
public indirect enum Filter: Sendable, Equatable {
    case all([Filter])
    case any([Filter])
    case not(Filter)
    case condition(Condition)

    /// Which fields there are, and what each takes, stands with the service's rules (`FilterRules`).
    public struct Condition: Sendable, Equatable {
        public var field: String
        public var op: String
        public var values: [String]

        public init(_ field: String, _ op: String, _ values: [String] = []) {
            self.field = field
            self.op = op
            self.values = values
        }
    }

    /// How deep conditions are nested, how many there are, and how many values each has, at most.
    public static let depthLimit = 8
    public static let conditionLimit = 100
    public static let valueLimit = 200
    /// Unicode scalars of one value.
    public static let valueLengthLimit = 200
}

extension Filter: Codable {
    private enum Key: String, CodingKey { case all, any, not, field, op, values }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if container.contains(.all) {
            self = .all(try container.decode([Filter].self, forKey: .all))
        } else if container.contains(.any) {
            self = .any(try container.decode([Filter].self, forKey: .any))
        } else if container.contains(.not) {
            self = .not(try container.decode(Filter.self, forKey: .not))
        } else {
            self = .condition(
                Condition(
                    try container.decode(String.self, forKey: .field), try container.decode(String.self, forKey: .op),
                    try container.decodeIfPresent([String].self, forKey: .values) ?? []))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .all(let parts): try container.encode(parts, forKey: .all)
        case .any(let parts): try container.encode(parts, forKey: .any)
        case .not(let part): try container.encode(part, forKey: .not)
        case .condition(let condition):
            try container.encode(condition.field, forKey: .field)
            try container.encode(condition.op, forKey: .op)
            if !condition.values.isEmpty { try container.encode(condition.values, forKey: .values) }
        }
    }
}
