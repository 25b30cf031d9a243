// The few system calls that need _GNU_SOURCE or a C caller.
#pragma once
int trestle_platform_placeholder(void);
