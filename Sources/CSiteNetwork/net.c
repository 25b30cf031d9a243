#include "CSiteNetwork.h"
int trestle_net_version(void) { return 1; }
