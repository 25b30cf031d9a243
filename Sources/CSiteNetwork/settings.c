#define _GNU_SOURCE
#include "settings.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "CSiteNetwork.h"

static struct settings current;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void copy(char *target, size_t room, const char *text) {
  size_t length = text ? strlen(text) : 0;
  if (length >= room) length = 0;
  if (length) memcpy(target, text, length);
  target[length] = 0;
}

static int number(const char *name) {
  const char *text = getenv(name);
  return text ? atoi(text) : 0;
}

static void read_environment(void) {
  const char *address = getenv("TRESTLE_NET_ADDRESS");
  if (!address || inet_pton(AF_INET, address, &current.own) != 1) return;
  const char *kind = getenv("TRESTLE_NET_KIND");
  current.is_pod = kind && strcmp(kind, "pod") == 0;
  const char *loopback = getenv("TRESTLE_NET_LOOPBACK");
  current.owns_loopback = current.is_pod || (loopback && strcmp(loopback, "own") == 0);
  current.block = number("TRESTLE_NET_BLOCK");
  current.low_ports = number("TRESTLE_NET_LOWPORTS");
  copy(current.hosts, sizeof current.hosts, getenv("TRESTLE_NET_HOSTS"));
  if (current.is_pod) copy(current.host_name, sizeof current.host_name, getenv("HOSTNAME"));
  current.active = true;
}

const struct settings *net_settings(void) {
  pthread_once(&once, read_environment);
  return &current;
}

// The environment counts as it is when the program starts, not as the program changes it.
__attribute__((constructor)) static void start(void) { net_settings(); }

int trestle_net_version(void) { return 1; }
