// The C interface of libpng, with the macros of its simplified reader as constants.
#pragma once
#include <png.h>

// The version that an image is made for.
static const png_uint_32 trestle_png_version = PNG_IMAGE_VERSION;
// Red, green, blue and opacity, a byte each, not multiplied.
static const png_uint_32 trestle_png_rgba = PNG_FORMAT_RGBA;
// A warning, as one of the reader's results.
static const png_uint_32 trestle_png_warning = PNG_IMAGE_WARNING;
