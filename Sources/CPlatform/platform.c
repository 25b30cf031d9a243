#include "CPlatform.h"
int trestle_platform_placeholder(void) { return 0; }
