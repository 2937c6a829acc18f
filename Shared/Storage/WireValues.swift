public import WireModel

// What of the wire is stored as it is: ids and times as one INTEGER each, closed lists as their word.

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

extension Language: DatabaseValue {}
extension Role: DatabaseValue {}
extension Inbox.Verification: DatabaseValue {}
extension Conversation.Status: DatabaseValue {}
extension Conversation.Priority: DatabaseValue {}
extension SavedView.Sort: DatabaseValue {}
extension Message.Kind: DatabaseValue {}
extension Author.Kind: DatabaseValue {}
extension CannedReply.Scope: DatabaseValue {}
extension Change.Action: DatabaseValue {}
