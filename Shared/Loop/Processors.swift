import CLinux

/// The processors that this process may run on: fewer than the machine has, in a container that was given some of them.
public enum Processors {
    /// At least 1.
    public static var available: Int {
        // Room for 4,096 of them.
        var mask = [UInt](repeating: 0, count: 64)
        guard unsafe sched_getaffinity(0, mask.count * MemoryLayout<UInt>.size, &mask) == 0 else { return 1 }
        return max(1, mask.reduce(0) { $0 + $1.nonzeroBitCount })
    }
}
