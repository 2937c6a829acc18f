import Glibc
import Synchronization
import TestKit

/// The page that one process shares with the library slipped under it (Tests/TortureShim): which system calls fail for
/// it, and how often they did.
// Sendable: the page lives as long as the object, and only atomics stand in it.
final class Shim: @unchecked Sendable {
    /// In the order of the library's own list.
    enum Trick: Int, CaseIterable {
        case full, failingWrite, shortWrite, failingSync, descriptors, clock, killBeforeSync, killAfterSync, tornWrite

        static let kills: [Trick] = [.killBeforeSync, .killAfterSync, .tornWrite]

        /// What the library does for a kind of stroke; nil for those that others do.
        init?(_ kind: Stroke.Kind) {
            switch kind {
            case .full: self = .full
            case .failingWrite: self = .failingWrite
            case .shortWrite: self = .shortWrite
            case .failingSync: self = .failingSync
            case .descriptors: self = .descriptors
            case .clock: self = .clock
            case .killBeforeSync: self = .killBeforeSync
            case .killAfterSync: self = .killAfterSync
            case .tornWrite: self = .tornWrite
            default: return nil
            }
        }
    }

    /// Room for tricks in each half of the page; after both comes the state of the dice.
    private static let room = 16

    private let words: UnsafeMutablePointer<Atomic<Int64>>
    private let path: String

    init(seed: UInt64, at path: String) throws {
        let size = (2 * Self.room + 1) * MemoryLayout<Int64>.stride
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        guard file >= 0, ftruncate(file, size) == 0,
            let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), memory != MAP_FAILED
        else { throw NeverHappened(description: "\(path) cannot be mapped.") }
        words = memory.bindMemory(to: Atomic<Int64>.self, capacity: size / MemoryLayout<Int64>.stride)
        self.path = path
        words[2 * Self.room].store(Int64(bitPattern: seed), ordering: .relaxed)
    }

    deinit { munmap(words, (2 * Self.room + 1) * MemoryLayout<Int64>.stride) }

    /// What the process has to be started with.
    var settings: [String: String] {
        ["LD_PRELOAD": "\(Program.folder)/libtorture-shim.so", "MAJLIS_TORTURE_PAGE": path]
    }

    func set(_ trick: Trick, to value: Int) { words[trick.rawValue].store(Int64(value), ordering: .relaxed) }

    func strikes(_ trick: Trick) -> Int { Int(words[Self.room + trick.rawValue].load(ordering: .relaxed)) }

    /// How many times the library has ended the process.
    var kills: Int { Trick.kills.reduce(0) { $0 + strikes($1) } }

    /// How many calls it let fail.
    var failures: Int { Trick.allCases.reduce(0) { $0 + ($1 == .clock ? 0 : strikes($1)) } }
}
