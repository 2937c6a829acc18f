// What the thread sanitizer must be told of Swift's continuations. Linked into test builds by `deploy/judge sanitizers`
// only.
//
// Who resumes a continuation writes the result into the frame of the task, releases the task to the sanitizer, and
// either queues it, where the thread that takes it from the queue acquires it, or comes before the task waits. Then
// the task finds in `swift_continuation_await` that it need not wait and goes on at once. The atomic exchange there
// (AwaitSynchronization) orders the two as well, but on this path the runtime of Swift 6.3 forgets to acquire, and
// whatever the task does with its own frame from then on is reported as a race with who resumed it.
//
// So this stands before that function and puts itself where the task goes on from there: it acquires what was released
// at the address of this one task, and goes on where the task would have. A task that did wait goes on elsewhere, from
// the queue. A race that no continuation orders is reported as ever; nothing is suppressed. `blindspots.swift` proves
// both.
#define _GNU_SOURCE
#include <dlfcn.h>

#define ASYNC __attribute__((swiftasynccall))
#define FRAME __attribute__((swift_async_context)) struct frame *frame

/// The head of every asynchronous frame, which the compiler writes as well.
struct frame {
    struct frame *parent;
    ASYNC void (*resume)(FRAME);
};

void __tsan_acquire(void *address);
__attribute__((swiftcall)) void *swift_task_getCurrent(void);

static ASYNC void (*realAwait)(struct frame *);
/// Where the task that this thread runs goes on; set and used within one call.
static _Thread_local ASYNC void (*resume)(FRAME);

__attribute__((constructor)) static void find(void) { realAwait = dlsym(RTLD_NEXT, "swift_continuation_await"); }

static ASYNC void goOn(FRAME) {
    __tsan_acquire(swift_task_getCurrent());
    __attribute__((musttail)) return resume(frame);
}

ASYNC void swift_continuation_await(struct frame *frame) {
    resume = frame->resume;
    frame->resume = goOn;
    __attribute__((musttail)) return realAwait(frame);
}
