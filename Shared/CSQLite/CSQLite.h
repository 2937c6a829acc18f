// SQLite, and the few of its calls that Swift cannot see: a variadic function and a macro that is a cast.
// Header only: nothing is compiled.
#ifndef MAJLIS_CSQLITE_H
#define MAJLIS_CSQLITE_H

#include <sqlite3.h>

// Without statistics of memory, allocations of different threads share no lock. Before any connection is opened.
static inline int csqlite_keep_no_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static inline int csqlite_bind_text_copy(sqlite3_stmt *statement, int index, const void *bytes, long long count) {
    return sqlite3_bind_text64(statement, index, (const char *)bytes, (sqlite3_uint64)count, SQLITE_TRANSIENT,
                               SQLITE_UTF8);
}

static inline int csqlite_bind_blob_copy(sqlite3_stmt *statement, int index, const void *bytes, long long count) {
    return sqlite3_bind_blob64(statement, index, bytes, (sqlite3_uint64)count, SQLITE_TRANSIENT);
}

// Whether closing a connection, where it is the last, copies the log into the file and deletes it.
static inline int csqlite_end_log_at_close(sqlite3 *connection, int ends) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !ends, (int *)0);
}

#endif
