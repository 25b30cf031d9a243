#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Sources are first copied above every target, so that no order of dup2 can overwrite one.
static int add_descriptor(posix_spawn_file_actions_t *actions, int source, int target, int floor,
                          int *copy) {
  if (source < 0)
    return posix_spawn_file_actions_addopen(actions, target, "/dev/null", O_RDWR, 0);
  *copy = fcntl(source, F_DUPFD_CLOEXEC, floor);
  if (*copy < 0) return errno;
  return posix_spawn_file_actions_adddup2(actions, *copy, target);
}

static int add_actions(const struct trestle_launch *launch, posix_spawn_file_actions_t *actions,
                       int *copies) {
  int standard[3] = {launch->input, launch->output, launch->error};
  int floor = 3 + (int)launch->inherited_count;
  int result = 0;
  if (launch->terminal) {
    // The session's first terminal opened becomes its controlling terminal: credentials(7).
    result = posix_spawn_file_actions_addopen(actions, 0, launch->terminal, O_RDWR, 0);
    for (int target = 1; target < 3 && result == 0; target++)
      result = posix_spawn_file_actions_adddup2(actions, 0, target);
  } else {
    for (int target = 0; target < 3 && result == 0; target++)
      result = add_descriptor(actions, standard[target], target, floor, &copies[target]);
  }
  for (size_t i = 0; i < launch->inherited_count && result == 0; i++)
    result = add_descriptor(actions, launch->inherited[i], 3 + (int)i, floor, &copies[3 + i]);
  if (result == 0) result = posix_spawn_file_actions_addclosefrom_np(actions, floor);
  if (result == 0 && launch->directory)
    result = posix_spawn_file_actions_addchdir_np(actions, launch->directory);
  return result;
}

int trestle_launch(const struct trestle_launch *launch, pid_t *pid) {
  size_t count = 3 + launch->inherited_count;
  int *copies = malloc(count * sizeof(int));
  if (!copies) return -ENOMEM;
  for (size_t i = 0; i < count; i++) copies[i] = -1;

  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t actions;
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_init(&actions);

  sigset_t set;
  sigfillset(&set);
  posix_spawnattr_setsigdefault(&attributes, &set);
  sigemptyset(&set);
  posix_spawnattr_setsigmask(&attributes, &set);
  short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
  if (launch->new_session) {
    flags |= POSIX_SPAWN_SETSID;
  } else if (launch->new_group) {
    flags |= POSIX_SPAWN_SETPGROUP;
    posix_spawnattr_setpgroup(&attributes, 0);
  }
  posix_spawnattr_setflags(&attributes, flags);

  int result = add_actions(launch, &actions, copies);
  if (result == 0)
    result = posix_spawn(pid, launch->path, &actions, &attributes, launch->arguments,
                         launch->environment);

  for (size_t i = 0; i < count; i++)
    if (copies[i] >= 0) close(copies[i]);
  free(copies);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return -result;
}

static int negated(long result) { return result < 0 ? -errno : (int)result; }

int trestle_pidfd_open(pid_t pid) { return negated(syscall(SYS_pidfd_open, pid, 0)); }

int trestle_pidfd_send_signal(int descriptor, int signal) {
  return negated(syscall(SYS_pidfd_send_signal, descriptor, signal, NULL, 0));
}

int trestle_die_with_parent(int signal) { return negated(prctl(PR_SET_PDEATHSIG, signal)); }

int trestle_open_terminal(unsigned short rows, unsigned short columns, char *name, size_t size) {
  int descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (descriptor < 0) return -errno;
  int result = 0;
  if (grantpt(descriptor) < 0 || unlockpt(descriptor) < 0)
    result = -errno;
  else
    result = -ptsname_r(descriptor, name, size);
  if (result == 0) result = trestle_set_terminal_size(descriptor, rows, columns);
  if (result < 0) {
    close(descriptor);
    return result;
  }
  return descriptor;
}

int trestle_set_terminal_size(int descriptor, unsigned short rows, unsigned short columns) {
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  return negated(ioctl(descriptor, TIOCSWINSZ, &size));
}

int trestle_get_terminal_size(int descriptor, unsigned short *rows, unsigned short *columns) {
  struct winsize size = {0};
  int result = negated(ioctl(descriptor, TIOCGWINSZ, &size));
  *rows = size.ws_row;
  *columns = size.ws_col;
  return result;
}

int trestle_set_nonblocking(int descriptor, int on) {
  int flags = fcntl(descriptor, F_GETFL);
  if (flags < 0) return -errno;
  int wanted = on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
  if (wanted == flags) return 0;
  return negated(fcntl(descriptor, F_SETFL, wanted));
}

int trestle_pipe(int *ends) { return negated(pipe2(ends, O_CLOEXEC)); }

int trestle_open(const char *path, int flags, mode_t mode) {
  for (;;) {
    int descriptor = open(path, flags | O_CLOEXEC, mode);
    if (descriptor >= 0) return descriptor;
    if (errno != EINTR) return -errno;
  }
}

int trestle_poller(void) { return negated(epoll_create1(EPOLL_CLOEXEC)); }

int trestle_event_counter(void) { return negated(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)); }

int trestle_poller_change(int poller, int operation, int descriptor, uint32_t events,
                          uint64_t token) {
  struct epoll_event event = {.events = events, .data.u64 = token};
  return negated(epoll_ctl(poller, operation, descriptor, &event));
}

// epoll_pwait2 came with Linux 5.11 and is refused by some sandboxes: then whole milliseconds do.
static int wait_for_events(int poller, struct epoll_event *events, int count, int64_t nanoseconds) {
  static atomic_int milliseconds_only;
  if (!atomic_load_explicit(&milliseconds_only, memory_order_relaxed)) {
    struct timespec time = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    int result = epoll_pwait2(poller, events, count, nanoseconds < 0 ? NULL : &time, NULL);
    if (result >= 0) return result;
    if (errno != ENOSYS && errno != EPERM) return -errno;
    atomic_store(&milliseconds_only, 1);
  }
  int64_t milliseconds = -1;
  if (nanoseconds >= 0)
    milliseconds = nanoseconds / 1000000 + (nanoseconds % 1000000 ? 1 : 0);
  if (milliseconds > 86400000) milliseconds = 86400000;
  return negated(epoll_wait(poller, events, count, (int)milliseconds));
}

int trestle_poller_wait(int poller, struct trestle_ready *ready, int count, int64_t nanoseconds) {
  struct epoll_event events[256];
  int found = wait_for_events(poller, events, count < 256 ? count : 256, nanoseconds);
  for (int i = 0; i < found; i++)
    ready[i] = (struct trestle_ready){.token = events[i].data.u64, .events = events[i].events};
  return found;
}

static _Atomic int signal_target = -1;

static void forward(int signal) {
  int saved = errno;
  unsigned char byte = (unsigned char)signal;
  ssize_t ignored = write(atomic_load(&signal_target), &byte, 1);
  (void)ignored;
  errno = saved;
}

int trestle_forward_signal(int signal, int descriptor) {
  atomic_store(&signal_target, descriptor);
  struct sigaction action = {.sa_handler = forward, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  return negated(sigaction(signal, &action, NULL));
}

void trestle_ignore_signal(int number) {
  struct sigaction action = {.sa_handler = SIG_IGN};
  sigaction(number, &action, NULL);
}

const char *trestle_errno_name(int number) { return strerrorname_np(number); }
const char *trestle_errno_sentence(int number) { return strerrordesc_np(number); }

int trestle_wait_exited(int status) { return WIFEXITED(status); }
int trestle_wait_code(int status) { return WEXITSTATUS(status); }
int trestle_wait_signal(int status) { return WTERMSIG(status); }

void trestle_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

int trestle_accept(int descriptor, struct sockaddr *address, unsigned *size, int flags) {
  return negated(accept4(descriptor, address, size, flags));
}

int trestle_inotify(void) { return negated(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)); }

int trestle_inotify_watch(int descriptor, const char *path) {
  return negated(inotify_add_watch(
      descriptor, path,
      IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR));
}

int trestle_has_string(const void *block, size_t size, const char *string) {
  const char *next = block, *end = next + size;
  size_t length = strlen(string);
  while ((size_t)(end - next) >= length) {
    const char *found = memmem(next, end - next, string, length);
    if (!found) return 0;
    int begins = found == (const char *)block || found[-1] == 0;
    if (begins && (found + length == end || found[length] == 0)) return 1;
    next = found + 1;
  }
  return 0;
}
