// What `deploy/judge sanitizers` asks of the thread sanitizer before it believes it: tasks that threads of their own
// resume over a contended Mutex, early and late, are no race, and what the last argument adds is one.
// Built with the C files beside this one, and by nothing else. Without mutex.o or continuation.o it is reported as it
// is, which shows what they are for.
import Glibc
import Synchronization

// Sendable: `waiting` is under its lock and a semaphore is for any thread; `count`, which the broken run alone uses, is
// the race that must be seen.
final class Desk: @unchecked Sendable {
    private let waiting = Mutex<[UnsafeContinuation<[Int], any Error>]>([])
    private let bell = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    private let isBroken: Bool
    /// Guarded by nothing.
    private(set) var count = 0

    init(isBroken: Bool) {
        self.isBroken = isBroken
        sem_init(bell, 0, 0)
    }

    func ask() async throws -> [Int] {
        let answer = try await withUnsafeThrowingContinuation { continuation in
            waiting.withLock { $0.append(continuation) }
            sem_post(bell)
        }
        if isBroken { count += 1 }
        return answer
    }

    func serve() {
        while true {
            while sem_wait(bell) != 0 {}
            let next = waiting.withLock { $0.removeLast() }
            next.resume(returning: [1, 2, 3])
            if isBroken { count += 1 }
        }
    }
}

/// Two threads answer at the desk for ever.
nonisolated func open(_ desk: Desk) {
    for _ in 0..<2 {
        var thread: pthread_t = 0
        pthread_create(
            &thread, nil,
            { desk in
                Unmanaged<Desk>.fromOpaque(desk!).takeUnretainedValue().serve()
                return nil
            }, Unmanaged.passUnretained(desk).toOpaque())
    }
}

@Sendable func ask(_ desk: Desk) async -> Int {
    var sum = 0
    for _ in 0..<3 { sum += (try? await desk.ask().count) ?? 0 }
    return sum
}

let desk = Desk(isBroken: CommandLine.arguments.last == "broken")
open(desk)
for round in 0..<3_000 {
    let task = round % 2 == 0 ? Task.immediate { await ask(desk) } : Task { await ask(desk) }
    if round % 3 == 0 { _ = await task.value }
}
