// Addresses: a process speaks from its pod's or host's address and stays inside its site.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "settings.h"

typedef int address_function(int, const struct sockaddr *, socklen_t);

// An IPv4 address in either of the two forms that sockets take.
struct place {
  bool is_mapped; // written as ::ffff:a.b.c.d for an IPv6 socket
  in_addr_t address; // in the machine's byte order
  in_port_t port;
};

enum { loopback = 0x7F000001 };

static bool is_local(in_addr_t address) { return address >> 24 == 127; }
static int block_of(in_addr_t address) { return (int)(address >> 16 & 0xFF); }

// Reads an address; the IPv6 wildcard and loopback read as their IPv4 counterparts.
static bool read_place(const struct sockaddr *from, socklen_t length, struct place *place) {
  if (!from || length < sizeof from->sa_family) return false;
  if (from->sa_family == AF_INET && length >= sizeof(struct sockaddr_in)) {
    struct sockaddr_in address;
    memcpy(&address, from, sizeof address);
    *place = (struct place){false, ntohl(address.sin_addr.s_addr), ntohs(address.sin_port)};
    return true;
  }
  if (from->sa_family == AF_INET6 && length >= sizeof(struct sockaddr_in6)) {
    struct sockaddr_in6 address;
    memcpy(&address, from, sizeof address);
    in_addr_t value;
    if (IN6_IS_ADDR_UNSPECIFIED(&address.sin6_addr)) {
      value = INADDR_ANY;
    } else if (IN6_IS_ADDR_LOOPBACK(&address.sin6_addr)) {
      value = loopback;
    } else if (IN6_IS_ADDR_V4MAPPED(&address.sin6_addr)) {
      memcpy(&value, address.sin6_addr.s6_addr + 12, sizeof value);
      value = ntohl(value);
    } else {
      return false;
    }
    *place = (struct place){true, value, ntohs(address.sin6_port)};
    return true;
  }
  return false;
}

static socklen_t write_place(const struct place *place, struct sockaddr_storage *to) {
  memset(to, 0, sizeof *to);
  uint32_t value = htonl(place->address);
  if (!place->is_mapped) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(place->port)};
    address.sin_addr.s_addr = value;
    memcpy(to, &address, sizeof address);
    return sizeof address;
  }
  struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons(place->port)};
  address.sin6_addr.s6_addr[10] = address.sin6_addr.s6_addr[11] = 0xFF;
  memcpy(address.sin6_addr.s6_addr + 12, &value, sizeof value);
  memcpy(to, &address, sizeof address);
  return sizeof address;
}

// A site is entered at its node, 127.B.0.1, and at its load balancers, 127.B.0.2 to 127.B.0.9.
static bool is_door(in_addr_t address) {
  in_addr_t place = address & 0xFFFF;
  return place >= 1 && place <= 9;
}

static int option(int socket, int level, int name) {
  int value = 0;
  socklen_t length = sizeof value;
  return getsockopt(socket, level, name, &value, &length) == 0 ? value : 0;
}

static void set_option(int socket, int level, int name, int value) {
  setsockopt(socket, level, name, &value, sizeof value);
}

static int at(address_function *call, int socket, const struct place *place) {
  struct sockaddr_storage address;
  socklen_t length = write_place(place, &address);
  if (place->is_mapped) set_option(socket, IPPROTO_IPV6, IPV6_V6ONLY, 0);
  return call(socket, (struct sockaddr *)&address, length);
}

static bool map_low_port(const struct settings *settings, struct place *place) {
  if (!settings->low_ports || place->port == 0 || place->port >= 1024) return false;
  place->port = (in_port_t)(place->port + settings->low_ports);
  return true;
}

// The ports that this process has bound on its own address lately: a program that listens on both
// families' loopback is told apart from two programs that want the same port.
enum { most_bound = 16 };
static _Atomic in_port_t bound[most_bound];
static _Atomic unsigned bound_count;

static void note_bound(in_port_t port) { bound[bound_count++ % most_bound] = port; }

static bool has_bound(in_port_t port) {
  for (int index = 0; index < most_bound; index += 1)
    if (bound[index] == port) return true;
  return false;
}

int bind(int socket, const struct sockaddr *address, socklen_t length) {
  address_function *real = (address_function *)dlsym(RTLD_NEXT, "bind");
  const struct settings *settings = net_settings();
  struct place place;
  if (!settings->active || !read_place(address, length, &place))
    return real(socket, address, length);
  int kept = errno;
  bool changed = false;
  bool is_wildcard = place.address == INADDR_ANY;
  bool is_only_6 = place.is_mapped && option(socket, IPPROTO_IPV6, IPV6_V6ONLY);
  // Port 0 with the wildcard is a client about to go anywhere, or a server that any address suits.
  bool is_loopback = place.address == loopback;
  if (settings->owns_loopback && (is_loopback || (is_wildcard && place.port != 0))) {
    place.address = ntohl(settings->own.s_addr);
    changed = true;
  }
  if (is_local(place.address) && block_of(place.address) == settings->block)
    changed |= map_low_port(settings, &place);
  errno = kept;
  if (!changed) return real(socket, address, length);
  int result = at(real, socket, &place);
  bool is_second =
      place.is_mapped &&
      ((is_wildcard && is_only_6) || (is_loopback && place.port && has_bound(place.port)));
  if (result != 0 && errno == EADDRINUSE && is_second && is_loopback && !settings->is_pod) {
    // The program listens on the IPv4 counterpart as well, and a site has only one family: on a
    // host this second listener keeps its port, at an address that nobody will ask for.
    place.address |= 0x80;
    result = at(real, socket, &place);
  } else if (result != 0 && errno == EADDRINUSE && is_second) {
    // In a pod it gets a port that nobody will ask for.
    struct sockaddr_in6 aside = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    result = real(socket, (struct sockaddr *)&aside, sizeof aside);
  }
  if (result != 0) return result;
  errno = kept;
  if (place.port && !place.is_mapped) note_bound(place.port);
  return result;
}

static bool is_unbound(int socket) {
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  struct place place;
  memset(&address, 0, sizeof address);
  if (getsockname(socket, (struct sockaddr *)&address, &length) != 0) return false;
  return read_place((struct sockaddr *)&address, length, &place) && place.port == 0 &&
         place.address == INADDR_ANY;
}

// Makes the connection come from the process's own address.
static void bind_source(int socket, const struct settings *settings, bool is_mapped) {
  address_function *real = (address_function *)dlsym(RTLD_NEXT, "bind");
  if (option(socket, SOL_SOCKET, SO_TYPE) != SOCK_STREAM || !is_unbound(socket)) return;
  struct place source = {is_mapped, ntohl(settings->own.s_addr), 0};
  set_option(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
  at(real, socket, &source);
}

int connect(int socket, const struct sockaddr *address, socklen_t length) {
  address_function *real = (address_function *)dlsym(RTLD_NEXT, "connect");
  const struct settings *settings = net_settings();
  struct place place;
  if (!settings->active || !read_place(address, length, &place))
    return real(socket, address, length);
  bool is_self = place.address == loopback || place.address == INADDR_ANY;
  if (settings->owns_loopback && is_self) place.address = ntohl(settings->own.s_addr);
  if (!is_local(place.address)) return real(socket, address, length);
  bool was_6_loopback = !settings->owns_loopback && is_self && place.is_mapped;
  if (was_6_loopback) return real(socket, address, length);
  int block = block_of(place.address);
  if (block != 0 && block != settings->block && !is_door(place.address)) {
    errno = ECONNREFUSED;
    return -1;
  }
  int kept = errno;
  if (block != 0) map_low_port(settings, &place);
  bind_source(socket, settings, place.is_mapped);
  errno = kept;
  return at(real, socket, &place);
}
