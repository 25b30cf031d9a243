// Name resolution: the site's names from its files, all others from the C library.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "settings.h"

enum { most_addresses = 16 };

// What a name is to this process.
enum origin { from_site, from_nowhere, from_system };

static enum origin find(const char *name, struct in_addr *addresses, size_t *count) {
  struct in6_addr numeric;
  *count = 0;
  if (!name || !net_settings()->active) return from_system;
  if (inet_pton(AF_INET, name, &numeric) == 1 || inet_pton(AF_INET6, name, &numeric) == 1)
    return from_system;
  *count = net_lookup(name, addresses, most_addresses);
  if (*count) return from_site;
  return net_is_local_name(name) ? from_nowhere : from_system;
}

typedef int getaddrinfo_function(const char *, const char *, const struct addrinfo *,
                                 struct addrinfo **);

// Puts the name that was asked for in place of the address that was looked up instead.
static void set_canonical_name(struct addrinfo *entry, const char *name) {
  char *copy = strdup(name);
  if (!copy) return;
  free(entry->ai_canonname);
  entry->ai_canonname = copy;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **result) {
  getaddrinfo_function *real = (getaddrinfo_function *)dlsym(RTLD_NEXT, "getaddrinfo");
  struct in_addr addresses[most_addresses];
  size_t count;
  if (hints && hints->ai_flags & AI_NUMERICHOST) return real(name, service, hints, result);
  switch (find(name, addresses, &count)) {
  case from_system: return real(name, service, hints, result);
  case from_nowhere: return EAI_NONAME;
  case from_site: break;
  }
  // The C library builds the answer from the written address, so its own freeaddrinfo frees it.
  struct addrinfo numeric = {.ai_flags = 0};
  if (hints) numeric = *hints;
  numeric.ai_flags = (numeric.ai_flags | AI_NUMERICHOST) & ~AI_ADDRCONFIG;
  struct addrinfo *first = NULL, **last = &first;
  for (size_t index = 0; index < count; index += 1) {
    char text[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &addresses[index], text, sizeof text);
    struct addrinfo *part = NULL;
    int error = real(text, service, &numeric, &part);
    if (error) {
      if (first) freeaddrinfo(first);
      return error == EAI_ADDRFAMILY ? EAI_NONAME : error;
    }
    if (part->ai_canonname) set_canonical_name(part, name);
    *last = part;
    while (*last) last = &(*last)->ai_next;
  }
  *result = first;
  return 0;
}

// Writes an entry of the old kind into the caller's memory; whether it fitted.
static int write_entry(const char *name, const struct in_addr *addresses, size_t count,
                       struct hostent *entry, char *memory, size_t room) {
  size_t padding = (size_t)(-(unsigned long)memory & (sizeof(char *) - 1));
  size_t pointers = (count + 2) * sizeof(char *);
  size_t needed = padding + pointers + count * sizeof *addresses + strlen(name) + 1;
  if (room < needed) return 0;
  char **list = (char **)(memory + padding);
  char *bytes = memory + padding + pointers;
  for (size_t index = 0; index < count; index += 1) {
    memcpy(bytes, &addresses[index], sizeof *addresses);
    list[index] = bytes;
    bytes += sizeof *addresses;
  }
  list[count] = NULL;
  list[count + 1] = NULL;
  strcpy(bytes, name);
  entry->h_name = bytes;
  entry->h_aliases = list + count + 1;
  entry->h_addrtype = AF_INET;
  entry->h_length = sizeof *addresses;
  entry->h_addr_list = list;
  return 1;
}

typedef int by_name_function(const char *, int, struct hostent *, char *, size_t,
                             struct hostent **, int *);

int gethostbyname2_r(const char *name, int family, struct hostent *entry, char *memory,
                     size_t room, struct hostent **result, int *host_error) {
  by_name_function *real = (by_name_function *)dlsym(RTLD_NEXT, "gethostbyname2_r");
  struct in_addr addresses[most_addresses];
  size_t count;
  enum origin origin = find(name, addresses, &count);
  if (origin == from_system) return real(name, family, entry, memory, room, result, host_error);
  *result = NULL;
  *host_error = HOST_NOT_FOUND;
  if (origin == from_nowhere) return 0;
  if (family != AF_INET) {
    *host_error = NO_DATA;
    return 0;
  }
  if (!write_entry(name, addresses, count, entry, memory, room)) {
    *host_error = NETDB_INTERNAL;
    return ERANGE;
  }
  *host_error = NETDB_SUCCESS;
  *result = entry;
  return 0;
}

int gethostbyname_r(const char *name, struct hostent *entry, char *memory, size_t room,
                    struct hostent **result, int *host_error) {
  return gethostbyname2_r(name, AF_INET, entry, memory, room, result, host_error);
}

struct hostent *gethostbyname2(const char *name, int family) {
  // As in the C library the answer stands until the next call, here of the same thread.
  static _Thread_local struct hostent entry;
  static _Thread_local char memory[8192];
  struct hostent *result = NULL;
  int error = 0;
  if (gethostbyname2_r(name, family, &entry, memory, sizeof memory, &result, &error) != 0)
    error = NETDB_INTERNAL;
  if (!result) h_errno = error;
  return result;
}

struct hostent *gethostbyname(const char *name) { return gethostbyname2(name, AF_INET); }
