// The site network: preloaded into the processes of a site, it makes the names of the site's
// services known to them, gives them the address of their pod or host, and keeps them inside
// their site. Without TRESTLE_NET_ADDRESS in the environment it changes nothing.
#pragma once

// The version of the environment variables that the library understands.
int trestle_net_version(void);
