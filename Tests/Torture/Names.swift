import Synchronization

/// Messages' names: no two in a run are the same, so that each is found again wherever a merge or a split has brought
/// it.
enum Names {
    private static let last = Atomic<Int64>(1 << 24)

    static func next() -> Int64 { last.add(1, ordering: .relaxed).newValue }
}
