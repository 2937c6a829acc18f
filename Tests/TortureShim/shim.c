// Stands between a service and the C library (LD_PRELOAD) and lets system calls fail as a bad disk, a full one or a
// wrong clock would, when the page at $MAJLIS_TORTURE_PAGE says so. Only files below $MAJLIS_DATA have a bad disk.
#define _GNU_SOURCE
#include "TortureShim.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static struct shim_page *page;
static char folder[1024];

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("MAJLIS_TORTURE_PAGE"), *data = getenv("MAJLIS_DATA");
    if (!path || !data || strlen(data) + 2 > sizeof folder) return;
    snprintf(folder, sizeof folder, "%s/", data);
    int file = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
    if (file < 0) return;
    void *memory = mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (memory != MAP_FAILED) page = memory;
}

static int64_t setting(int trick) {
    return page ? __atomic_load_n(&page->setting[trick], __ATOMIC_RELAXED) : 0;
}

static void note(int trick) { __atomic_fetch_add(&page->strikes[trick], 1, __ATOMIC_RELAXED); }

// SplitMix64: whether this call is the one in so many.
static bool strikes(int trick) {
    int64_t rate = setting(trick);
    if (rate <= 0) return false;
    uint64_t mixed = __atomic_add_fetch(&page->dice, 0x9E3779B97F4A7C15, __ATOMIC_RELAXED);
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    if ((mixed ^ (mixed >> 31)) % (uint64_t)rate) return false;
    note(trick);
    return true;
}

static bool any(int first, int last) {
    for (int trick = first; trick <= last; trick++) {
        if (setting(trick)) return true;
    }
    return false;
}

static bool is_data(int file) {
    char link[64], path[1024];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t count = readlink(link, path, sizeof path);
    return count > 0 && (size_t)count > strlen(folder) && !memcmp(path, folder, strlen(folder));
}

static int fails(int code) {
    errno = code;
    return -1;
}

// What a page of a database or its log would be when the power goes in the middle of a write; not the log of a process.
static bool is_torn(int file, size_t count) { return file > STDERR_FILENO && count > 1 && strikes(SHIM_TORN_WRITE); }

static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

// How many bytes of `count` are to be written; below zero none, with errno set.
static ssize_t allowed(int file, size_t count) {
    bool is_bad = any(SHIM_FULL, SHIM_SHORT_WRITE) && count > 0 && is_data(file);
    if (!is_bad) return count;
    if (strikes(SHIM_FULL)) return fails(ENOSPC);
    if (strikes(SHIM_FAILING_WRITE)) return fails(EIO);
    return count > 1 && strikes(SHIM_SHORT_WRITE) ? count / 2 : count;
}

ssize_t write(int file, const void *bytes, size_t count) {
    ssize_t taken = allowed(file, count);
    return taken < 0 ? taken : syscall(SYS_write, file, bytes, taken);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t place) {
    ssize_t taken = allowed(file, count);
    if (taken < 0) return taken;
    if (setting(SHIM_TORN_WRITE) && is_data(file) && is_torn(file, count)) {
        syscall(SYS_pwrite64, file, bytes, count / 2, place);
        die();
    }
    return syscall(SYS_pwrite64, file, bytes, taken, place);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) { return pwrite64(file, bytes, count, place); }

int ftruncate64(int file, off64_t length) {
    if (setting(SHIM_FULL) && is_data(file) && strikes(SHIM_FULL)) return fails(ENOSPC);
    return syscall(SYS_ftruncate, file, length);
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

static int sync_by(long call, int file) {
    bool is_watched = (setting(SHIM_FAILING_SYNC) || any(SHIM_KILL_BEFORE_SYNC, SHIM_KILL_AFTER_SYNC)) && is_data(file);
    if (!is_watched) return syscall(call, file);
    if (strikes(SHIM_KILL_BEFORE_SYNC)) die();
    // The writes may have reached the disk or not: nobody knows after such an answer.
    if (strikes(SHIM_FAILING_SYNC)) return fails(EIO);
    int result = syscall(call, file);
    if (strikes(SHIM_KILL_AFTER_SYNC)) die();
    return result;
}

int fsync(int file) { return sync_by(SYS_fsync, file); }
int fdatasync(int file) { return sync_by(SYS_fdatasync, file); }

int openat(int where, const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (strikes(SHIM_NO_DESCRIPTORS)) return fails(EMFILE);
    return syscall(SYS_openat, where, path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return openat(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return openat(AT_FDCWD, path, flags, mode);
}

int socket(int family, int kind, int protocol) {
    if (strikes(SHIM_NO_DESCRIPTORS)) return fails(EMFILE);
    return syscall(SYS_socket, family, kind, protocol);
}

int accept4(int listener, struct sockaddr *address, socklen_t *length, int flags) {
    if (strikes(SHIM_NO_DESCRIPTORS)) return fails(EMFILE);
    return syscall(SYS_accept4, listener, address, length, flags);
}

static int64_t shift(void) {
    int64_t milliseconds = setting(SHIM_CLOCK);
    if (milliseconds) note(SHIM_CLOCK);
    return milliseconds;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = syscall(SYS_clock_gettime, clock, time);
    if (result || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
    int64_t milliseconds = shift(), nanoseconds = time->tv_nsec + milliseconds % 1000 * 1000000;
    time->tv_sec += milliseconds / 1000 + (nanoseconds >= 1000000000) - (nanoseconds < 0);
    time->tv_nsec = (nanoseconds + 1000000000) % 1000000000;
    return 0;
}

int gettimeofday(struct timeval *restrict value, void *restrict zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    value->tv_sec = now.tv_sec;
    value->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}
