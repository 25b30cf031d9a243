// The site network, preloaded into the processes of a site.
#pragma once
int trestle_net_version(void);
