import Glibc

/// What a thread sleeps on: each time it is raised it lets one wait pass, before or after.
// Sendable: POSIX semaphores are made to be used from any thread, and the address never changes.
@safe public final class Signal: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    public init() {
        let code = unsafe sem_init(semaphore, 0, 0)
        precondition(code == 0)
    }

    deinit {
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }

    public func raise() { unsafe sem_post(semaphore) }

    public func wait() {
        while unsafe sem_wait(semaphore) != 0 {}
    }
}
