// The C interface of sqlite3, with its variadic calls and cast macros as functions.
#pragma once
#include <sqlite3.h>

/// Binds a text that SQLite copies before the call returns.
static inline int trestle_sqlite3_bind_text(sqlite3_stmt *statement, int index, const char *text, int length) {
  return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}

/// Binds bytes that SQLite copies before the call returns; no bytes are an empty blob, not null.
static inline int trestle_sqlite3_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int length) {
  if (length == 0) return sqlite3_bind_zeroblob(statement, index, 0);
  return sqlite3_bind_blob(statement, index, bytes, length, SQLITE_TRANSIENT);
}

/// Gives a function's result as a text that SQLite copies before the call returns.
static inline void trestle_sqlite3_result_text(sqlite3_context *context, const char *text, int length) {
  sqlite3_result_text(context, text, length, SQLITE_TRANSIENT);
}

/// Gives a function's result as bytes that SQLite copies before the call returns.
static inline void trestle_sqlite3_result_blob(sqlite3_context *context, const void *bytes, int length) {
  if (length == 0) sqlite3_result_zeroblob(context, 0);
  else sqlite3_result_blob(context, bytes, length, SQLITE_TRANSIENT);
}

/// Renames the schema of the database's own file; the name must live as long as the connection.
static inline int trestle_sqlite3_name_main(sqlite3 *database, const char *name) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_MAINDBNAME, name);
}

/// Makes quoted identifiers identifiers only, never texts.
static inline int trestle_sqlite3_refuse_quoted_texts(sqlite3 *database) {
  int code = sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
  if (code == SQLITE_OK) code = sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
  return code;
}
