// What Swift's Glibc module leaves out of Linux. Header only: nothing is compiled.
#ifndef MAJLIS_CLINUX_H
#define MAJLIS_CLINUX_H

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

// Behind _GNU_SOURCE in <sys/socket.h>, which Swift does not define.
int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);

// Behind _GNU_SOURCE in <sched.h>; the mask is an array of words there too.
int sched_getaffinity(int process, size_t size, unsigned long *mask);

#endif
