// The C interface of cmark, with its macros as functions and constants.
#pragma once
#include <cmark.h>
