// Signal handlers for an open terminal. Everything here is allowed in a handler: write(2),
// tcsetattr(3), sigaction(2), raise(3).
#define _GNU_SOURCE
#include "state.h"

#include "CNcurses.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct termios found, ours;
static char enter_bytes[512], leave_bytes[512];
static size_t enter_size, leave_size;
static int terminal_input, terminal_output;
static int notice_pipe[2] = {-1, -1};
static atomic_int is_open, is_suspended;

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
static const int crashing[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
enum { ENDING = sizeof ending / sizeof *ending, CRASHING = sizeof crashing / sizeof *crashing };
static struct sigaction before_crash[CRASHING], before_end[ENDING];
static struct sigaction before_window, before_stop, before_continue;
static int handles_end[ENDING], handles_stop;

void trestle_signals_write(const char *bytes, size_t size) {
  while (size > 0) {
    ssize_t count = write(terminal_output, bytes, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    bytes += count;
    size -= (size_t)count;
  }
}

// A process in the background would be stopped for changing the terminal; it must not touch it.
static int may_touch(void) {
  pid_t group = tcgetpgrp(terminal_input);
  return group < 0 || group == getpgrp();
}

// What was typed or moved and not yet read is meant for us, not for the shell.
void trestle_signals_restore_modes(void) { tcsetattr(terminal_input, TCSAFLUSH, &found); }

void trestle_signals_leave(void) {
  trestle_signals_write(leave_bytes, leave_size);
  trestle_signals_restore_modes();
}

void trestle_signals_enter(void) {
  tcsetattr(terminal_input, TCSADRAIN, &ours);
  trestle_signals_write(enter_bytes, enter_size);
}

static void notify(char notice) {
  int error = errno;
  ssize_t ignored = write(notice_pipe[1], &notice, 1);
  (void)ignored;
  errno = error;
}

static void on_window(int signal) {
  (void)signal;
  notify('W');
}

static void on_crash(int signal) {
  for (int i = 0; i < CRASHING; i++)
    if (crashing[i] == signal) sigaction(signal, &before_crash[i], NULL);
  if (atomic_exchange(&is_open, 0) && may_touch()) trestle_signals_leave();
  raise(signal);  // Blocked until this handler returns, and then it does what it did before.
}

static void on_end(int signal) {
  if (atomic_exchange(&is_open, 0) && may_touch()) trestle_signals_leave();
  struct sigaction standard = {.sa_handler = SIG_DFL};
  sigaction(signal, &standard, NULL);
  raise(signal);
}

static void stop_here(void) {
  struct sigaction standard = {.sa_handler = SIG_DFL}, handler;
  sigset_t stop, blocked;
  atomic_store(&is_suspended, 1);
  trestle_signals_leave();
  sigaction(SIGTSTP, &standard, &handler);
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &stop, &blocked);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &blocked, NULL);
  sigaction(SIGTSTP, &handler, NULL);
  if (atomic_exchange(&is_suspended, 0)) {
    trestle_signals_enter();
    notify('C');
  }
}

static void on_stop(int signal) {
  (void)signal;
  int error = errno;
  if (atomic_load(&is_open)) stop_here();
  errno = error;
}

static void on_continue(int signal) {
  (void)signal;
  int error = errno;
  if (atomic_load(&is_open) && may_touch()) {
    atomic_store(&is_suspended, 0);
    trestle_signals_enter();
    notify('C');
  }
  errno = error;
}

void trestle_screen_suspend(void) {
  if (!atomic_load(&is_open)) return;
  // The rest of the group stops first, so that this process stops at a known place.
  struct sigaction ignore = {.sa_handler = SIG_IGN}, handler;
  sigaction(SIGTSTP, &ignore, &handler);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &handler, NULL);
  stop_here();
}

static void leave_at_exit(void) {
  if (atomic_exchange(&is_open, 0)) trestle_signals_leave();
}

void trestle_signals_prepare(int input, int output, const char *enter, const char *leave) {
  terminal_input = input;
  terminal_output = output;
  enter_size = strnlen(enter, sizeof enter_bytes);
  memcpy(enter_bytes, enter, enter_size);
  leave_size = strnlen(leave, sizeof leave_bytes);
  memcpy(leave_bytes, leave, leave_size);
  tcgetattr(input, &found);
  ours = found;
}

void trestle_signals_remember_modes(void) { tcgetattr(terminal_input, &ours); }

int trestle_signals_erase(void) { return found.c_cc[VERASE]; }

int trestle_signals_install(void) {
  static int is_registered;
  if (pipe2(notice_pipe, O_CLOEXEC | O_NONBLOCK) < 0) return errno;
  if (!is_registered) atexit(leave_at_exit);
  is_registered = 1;

  struct sigaction action = {.sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  for (int i = 0; i < CRASHING; i++) sigdelset(&action.sa_mask, crashing[i]);
  action.sa_handler = on_window;
  sigaction(SIGWINCH, &action, &before_window);
  action.sa_handler = on_continue;
  sigaction(SIGCONT, &action, &before_continue);
  sigaction(SIGTSTP, NULL, &before_stop);
  handles_stop = before_stop.sa_handler == SIG_DFL;
  action.sa_handler = on_stop;
  // The signal that continues must come through while this one is handled.
  sigdelset(&action.sa_mask, SIGCONT);
  if (handles_stop) sigaction(SIGTSTP, &action, NULL);
  action.sa_handler = on_end;
  for (int i = 0; i < ENDING; i++) {
    sigaction(ending[i], NULL, &before_end[i]);
    handles_end[i] = before_end[i].sa_handler == SIG_DFL;
    if (handles_end[i]) sigaction(ending[i], &action, NULL);
  }
  action.sa_flags = SA_ONSTACK;
  action.sa_handler = on_crash;
  for (int i = 0; i < CRASHING; i++) sigaction(crashing[i], &action, &before_crash[i]);
  atomic_store(&is_open, 1);
  return 0;
}

static void put_back(int signal, void (*handler)(int), const struct sigaction *before) {
  struct sigaction now;
  sigaction(signal, NULL, &now);
  if (now.sa_handler == handler) sigaction(signal, before, NULL);
}

void trestle_signals_remove(void) {
  atomic_store(&is_open, 0);
  put_back(SIGWINCH, on_window, &before_window);
  put_back(SIGCONT, on_continue, &before_continue);
  if (handles_stop) put_back(SIGTSTP, on_stop, &before_stop);
  for (int i = 0; i < ENDING; i++)
    if (handles_end[i]) put_back(ending[i], on_end, &before_end[i]);
  for (int i = 0; i < CRASHING; i++) put_back(crashing[i], on_crash, &before_crash[i]);
  for (int i = 0; i < 2; i++) {
    if (notice_pipe[i] >= 0) close(notice_pipe[i]);
    notice_pipe[i] = -1;
  }
}

int trestle_signals_descriptor(void) { return notice_pipe[0]; }

int trestle_screen_notice(void) {
  char notice = 0;
  return read(notice_pipe[0], &notice, 1) == 1 ? notice : 0;
}
