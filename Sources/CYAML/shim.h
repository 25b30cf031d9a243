// The C interface of yaml, with its macros as functions and constants.
#pragma once
#include <yaml.h>
