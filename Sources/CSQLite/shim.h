// The C interface of sqlite3, with its macros as functions and constants.
#pragma once
#include <sqlite3.h>
