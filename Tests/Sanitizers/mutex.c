// What the thread sanitizer must be told of Swift's Mutex. Linked into test builds by `deploy/judge sanitizers` only.
//
// Swift's Mutex is a futex with inherited priority (FUTEX_LOCK_PI). While nobody waits, it is taken and given back with
// a compare-and-swap that is compiled into the caller, and so the sanitizer sees it. As soon as somebody waits, the
// kernel hands it over, within a library of the toolchain that no sanitizer looks into: whatever the mutex guards is
// then reported as a race. These three stand before that library's functions, call them, and say what they do: who
// unlocks releases, who gets the lock acquires, at the address of this one mutex. A race that no mutex guards is
// reported as ever; nothing is suppressed.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

void __tsan_acquire(void *address);
void __tsan_release(void *address);

SWIFT void lockSlow(uint32_t thread, SELF) __asm__(LOCK);
SWIFT bool tryLockSlow(SELF) __asm__(TRY);
SWIFT void unlockSlow(SELF) __asm__(UNLOCK);

static SWIFT void (*realLock)(uint32_t thread, SELF);
static SWIFT bool (*realTry)(SELF);
static SWIFT void (*realUnlock)(SELF);

__attribute__((constructor)) static void find(void) {
    realLock = dlsym(RTLD_NEXT, LOCK);
    realTry = dlsym(RTLD_NEXT, TRY);
    realUnlock = dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT void lockSlow(uint32_t thread, SELF) {
    realLock(thread, mutex);
    __tsan_acquire(mutex);
}

SWIFT bool tryLockSlow(SELF) {
    bool isLocked = realTry(mutex);
    if (isLocked) __tsan_acquire(mutex);
    return isLocked;
}

SWIFT void unlockSlow(SELF) {
    __tsan_release(mutex);
    realUnlock(mutex);
}
