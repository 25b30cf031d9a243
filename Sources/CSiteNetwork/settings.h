// What the environment says about the process's place in its site, read once, and the site's names.
#pragma once
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

struct settings {
  bool active;        // there is an address; otherwise every call goes through unchanged
  bool is_pod;        // a pod, and no host
  bool owns_loopback; // 127.0.0.1 and 0.0.0.0 mean the process's own address, in pods always
  struct in_addr own; // the pod's or host's address
  int block;          // the second number of every address of the site
  int low_ports;      // what is added to ports below 1024; 0 where they can be bound
  char hosts[4096];   // files and folders with names, separated by colons
  char host_name[256];
};

#pragma GCC visibility push(hidden)

// The settings of this process.
const struct settings *net_settings(void);

// The addresses of a name: how many were found, at most `room`. Keeps errno.
size_t net_lookup(const char *name, struct in_addr *addresses, size_t room);

// Whether a name can only be one of the site's, so that asking a name server is no use.
bool net_is_local_name(const char *name);

#pragma GCC visibility pop
