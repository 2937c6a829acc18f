import JSON

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// Any JSON value at all, told apart as a program would that does not know what comes.
enum AnyValue: Codable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case list([AnyValue])
    case object([String: AnyValue])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let integer = try? value.decode(Int64.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else {
            self = try Self.container(decoder)
        }
    }

    private static func container(_ decoder: any Decoder) throws -> AnyValue {
        if (try? decoder.unkeyedContainer()) != nil { return .list(try [AnyValue](from: decoder)) }
        return .object(try [String: AnyValue](from: decoder))
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let bool): try value.encode(bool)
        case .integer(let integer): try value.encode(integer)
        case .number(let number): try value.encode(number)
        case .string(let string): try value.encode(string)
        case .list(let list): try value.encode(list)
        case .object(let object): try value.encode(object)
        }
    }
}

func decode<T: Decodable>(
    _ type: T.Type, _ text: String, unknownFields: UnknownFields = .refused
) throws(JSONFault) -> T {
    try JSON.decode(type, from: Array(text.utf8), unknownFields: unknownFields)
}

func encode<T: Encodable>(_ value: T) throws(JSONFault) -> String {
    String(decoding: try JSON.encode(value), as: UTF8.self)
}

/// The fault of reading `text` as a `T`; nil when it can be read.
func fault<T: Decodable>(_ type: T.Type, _ text: String, unknownFields: UnknownFields = .refused) -> JSONFault? {
    do throws(JSONFault) {
        _ = try decode(type, text, unknownFields: unknownFields)
        return nil
    } catch {
        return error
    }
}

/// Kind and place of a fault, where the sentence does not matter.
struct Place: Equatable {
    var kind: JSONFault.Kind
    var path: String

    init(_ kind: JSONFault.Kind, _ path: String) {
        self.kind = kind
        self.path = path
    }

    init?(_ fault: JSONFault?) {
        guard let fault else { return nil }
        self.init(fault.kind, fault.path)
    }
}

func place<T: Decodable>(_ type: T.Type, _ text: String, unknownFields: UnknownFields = .refused) -> Place? {
    Place(fault(type, text, unknownFields: unknownFields))
}

/// Kind and place of the fault that `body` ends with; nil without one.
func place<T>(_ body: () throws -> T) -> Place? {
    do {
        _ = try body()
        return nil
    } catch {
        return Place(error as? JSONFault)
    }
}
