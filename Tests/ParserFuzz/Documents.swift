import JSON
import WireModel

/// JSON, and what is read with it by hand.
enum Documents {
    static func read(_ bytes: [UInt8]) {
        let isValid = (try? RawJSON(checking: bytes)) != nil
        check(isValid == ((try? JSON.decode(RawJSON.self, from: bytes)) != nil), "two readers differ on what is valid")
        if let value = try? JSON.decode(AnyValue.self, from: bytes) {
            check(isValid, "what is not valid is read")
            writeAgain(value)
        }
        if let filter = try? JSON.decode(Filter.self, from: bytes) { writeAgain(filter) }
        if let principal = try? JSON.decode(Principal.self, from: bytes) { writeAgain(principal) }
        _ = try? JSON.decode(BulkRequest.self, from: bytes)
        if case .success = SocketRequest.read(bytes).1 { check(isValid, "a frame that is not JSON is a request") }
        scan(bytes, isValid: isValid)
    }

    private static func writeAgain<Value: Codable & Equatable>(_ value: Value) {
        guard let written = try? JSON.encode(value) else { fatalError("what was read cannot be written: \(value)") }
        let again = try? JSON.decode(Value.self, from: written)
        check(again == value, "written again \(value) is \(String(describing: again))")
    }

    private static func scan(_ bytes: [UInt8], isValid: Bool) {
        guard var scanner = try? JSONScanner(bytes) else { return }
        do throws(JSONFault) {
            while try scanner.nextField() {
                if scanner.name == "id" { _ = try scanner.int64() }
                if scanner.name == "body" { _ = try scanner.string() }
                if scanner.name == "data" { _ = try scanner.raw() }
            }
            check(isValid, "the scanner reads what is not valid")
        } catch {
            check(!isValid || error.kind != .malformed, "the scanner refuses what is valid")
        }
    }
}

/// Any JSON value at all.
private enum AnyValue: Codable, Equatable {
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
            // 1.0 is written as 1 and read as a whole number.
            self = Int64(exactly: number).map(AnyValue.integer) ?? .number(number)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if (try? decoder.unkeyedContainer()) != nil {
            self = .list(try [AnyValue](from: decoder))
        } else {
            self = .object(try [String: AnyValue](from: decoder))
        }
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
