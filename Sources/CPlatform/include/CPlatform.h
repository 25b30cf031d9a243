// The few system calls that Swift cannot make itself: those behind _GNU_SOURCE, the variadic ones,
// and a signal handler, which must not run Swift code.
#pragma once
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

// What a new process is to be. Descriptors of -1 mean /dev/null; `inherited` become 3, 4, … in order;
// every other descriptor from there up is closed in the child.
struct trestle_launch {
  const char *path;
  char *const *arguments;
  char *const *environment;
  const char *directory;
  const char *terminal;
  int input, output, error;
  const int *inherited;
  size_t inherited_count;
  int new_session, new_group;
};

// Each returns 0 or a count or a descriptor, or the negated errno.
int trestle_launch(const struct trestle_launch *launch, pid_t *pid);
int trestle_pidfd_open(pid_t pid);
int trestle_pidfd_send_signal(int descriptor, int signal);
int trestle_die_with_parent(int signal);
int trestle_open_terminal(unsigned short rows, unsigned short columns, char *name, size_t size);
int trestle_set_terminal_size(int descriptor, unsigned short rows, unsigned short columns);
int trestle_get_terminal_size(int descriptor, unsigned short *rows, unsigned short *columns);
int trestle_set_nonblocking(int descriptor, int on);
int trestle_pipe(int *ends);
int trestle_open(const char *path, int flags, mode_t mode);

// One descriptor that became ready: the token it was registered with and its EPOLL… bits.
struct trestle_ready {
  uint64_t token;
  uint32_t events;
};
int trestle_poller(void);
int trestle_poller_change(int poller, int operation, int descriptor, uint32_t events,
                          uint64_t token);
// Waits like epoll_pwait2(2), for at most 256 events; a negative time-out waits for ever.
int trestle_poller_wait(int poller, struct trestle_ready *ready, int count, int64_t nanoseconds);
int trestle_event_counter(void);

// Sends each delivery of the signal as one byte to the descriptor.
int trestle_forward_signal(int signal, int descriptor);
void trestle_ignore_signal(int signal);

const char *trestle_errno_name(int number);
const char *trestle_errno_sentence(int number);

int trestle_wait_exited(int status);
int trestle_wait_code(int status);
int trestle_wait_signal(int status);

void trestle_name_thread(const char *name);

struct sockaddr;
int trestle_accept(int descriptor, struct sockaddr *address, unsigned *size, int flags);

int trestle_inotify(void);
int trestle_inotify_watch(int descriptor, const char *path);

// Whether a block of strings that each end in a zero byte has this one.
int trestle_has_string(const void *block, size_t size, const char *string);
