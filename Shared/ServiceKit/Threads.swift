import Glibc
import Synchronization

/// Starts a thread that runs `body` to its end. Its stack is 256 KiB: no body of ours recurses.
public func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
    final class Start: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var attributes = unsafe pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    unsafe pthread_attr_setstacksize(&attributes, 256 << 10)
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let start = unsafe Unmanaged.passRetained(Start(body))
    let result = unsafe pthread_create(&thread, &attributes, { argument in
        unsafe Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue().body()
        return nil
    }, start.toOpaque())
    precondition(result == 0, "No thread could be started.")
    unsafe pthread_attr_destroy(&attributes)
}

/// A counting semaphore for threads that may block. Never waited for on an event loop.
public final class Semaphore: Sendable {
    // sem_t must not move: it lives in memory of its own for as long as this object does.
    private nonisolated(unsafe) let semaphore: UnsafeMutablePointer<sem_t>

    public init(value: UInt32 = 0) {
        unsafe semaphore = .allocate(capacity: 1)
        unsafe sem_init(semaphore, 0, value)
    }

    deinit {
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }

    public func signal() {
        unsafe sem_post(semaphore)
    }

    public func wait() {
        while unsafe sem_wait(semaphore) != 0 && errno == EINTR {}
    }
}
