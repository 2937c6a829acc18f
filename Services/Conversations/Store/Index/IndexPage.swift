import WireModel

/// Where a conversation stands in a list: by what the list is ordered, and among equals by id.
struct IndexPlace: Sendable, Hashable, Comparable {
    var key: Int64
    var id: ConversationID

    static func < (left: Self, right: Self) -> Bool {
        (left.key, left.id) < (right.key, right.id)
    }
}

/// The best places seen so far, in descending order.
struct IndexPage {
    /// Where the page before ended.
    private let after: IndexPlace?
    private let limit: Int
    private var best: [IndexPlace] = []
    /// The best of which nobody knows yet whether it belongs here.
    private var open: IndexPlace?

    init(after: IndexPlace?, limit: Int) {
        (self.after, self.limit) = (after, limit)
        best.reserveCapacity(limit + 1)
    }

    /// Nil where what is not known yet may be among them.
    var places: [IndexPlace]? { isOpen ? nil : best }

    /// Whether nothing that is no better than `bound` changes the answer.
    func isSettled(before bound: IndexPlace) -> Bool {
        if isOpen, let open, bound < open { return true }
        return best.count == limit && best.last.map { bound < $0 } ?? true
    }

    private var isOpen: Bool {
        guard let open else { return false }
        return best.count < limit || best.last.map { $0 < open } ?? false
    }

    mutating func take(_ place: IndexPlace, isMember: Bool) {
        if let after, place >= after { return }
        guard isMember else {
            if open.map({ $0 < place }) ?? true { open = place }
            return
        }
        if best.count == limit {
            guard let worst = best.last, place > worst else { return }
            best.removeLast()
        }
        best.insert(place, at: rank(of: place))
    }

    private func rank(of place: IndexPlace) -> Int {
        var (low, high) = (0, best.count)
        while low < high {
            let middle = (low + high) / 2
            if best[middle] > place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
