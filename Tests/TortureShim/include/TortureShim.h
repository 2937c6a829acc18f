// What a torture and the library it slips under a service tell each other: one page of memory, mapped by both.
#ifndef MAJLIS_TORTURE_SHIM_H
#define MAJLIS_TORTURE_SHIM_H

#include <stdint.h>

// The torture's `Shim.Trick` has the same, in the same order.
enum {
    SHIM_FULL,
    SHIM_FAILING_WRITE,
    SHIM_SHORT_WRITE,
    SHIM_FAILING_SYNC,
    SHIM_NO_DESCRIPTORS,
    SHIM_CLOCK,
    SHIM_KILL_BEFORE_SYNC,
    SHIM_KILL_AFTER_SYNC,
    SHIM_TORN_WRITE,
    SHIM_TRICKS = 16
};

struct shim_page {
    // 0: never; N: one call in N. For SHIM_CLOCK: by how many milliseconds the clock is wrong.
    int64_t setting[SHIM_TRICKS];
    int64_t strikes[SHIM_TRICKS];
    uint64_t dice;
};

#endif
