public import WireModel

// Ids and times of the wire as they are stored: one INTEGER each.

extension Identifier: DatabaseValue {
    public func bind(to parameter: Parameter) {
        rawValue.bind(to: parameter)
    }

    public static func read(from column: Column) throws(StorageFault) -> Self {
        Identifier(rawValue: try Int64.read(from: column))
    }
}

extension Timestamp: DatabaseValue {
    public func bind(to parameter: Parameter) {
        milliseconds.bind(to: parameter)
    }

    public static func read(from column: Column) throws(StorageFault) -> Self {
        Timestamp(milliseconds: try Int64.read(from: column))
    }
}
