// Opening, drawing and closing: the half that talks to ncurses.
#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CNcurses.h"
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
static FILE *input_file, *output_file;
static int input_descriptor, output_descriptor, events = -1;
static int is_rich, color_count, shows_cursor;

// Presses, drags and the wheel with decimal places; pastes between marks; the focus.
static const char rich_on[] = "\033[?1002h\033[?1006h\033[?2004h\033[?1004h";
static const char rich_off[] = "\033[?1004l\033[?2004l\033[?1006l\033[?1002l";

// A capability without the delays that old terminals needed.
static void append(char *bytes, size_t size, const char *name) {
  const char *value = tigetstr(name);
  if (!value || value == (char *)-1) return;
  size_t used = strlen(bytes);
  while (*value && used + 1 < size) {
    if (value[0] == '$' && value[1] == '<') {
      const char *end = strchr(value, '>');
      if (end) {
        value = end + 1;
        continue;
      }
    }
    bytes[used++] = *value++;
  }
  bytes[used] = 0;
}

static int has(const char *name) {
  const char *value = tigetstr(name);
  return value && value != (char *)-1;
}

static void use_utf8(void) {
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

// Everything that is known before ncurses changes anything: the way out.
static int prepare(const char *type) {
  int error = 0;
  if (setupterm(type, output_descriptor, &error) != OK) {
    return error == 1 ? TRESTLE_SCREEN_INCAPABLE : TRESTLE_SCREEN_UNKNOWN;
  }
  int result = 0;
  if (has("cup") && has("clear")) {
    char enter[512] = "", leave[512] = "";
    is_rich = has("kmous");
    append(enter, sizeof enter, "smcup");
    if (is_rich) strcat(enter, rich_on);
    if (is_rich) strcat(leave, rich_off);
    append(leave, sizeof leave, "sgr0");
    append(leave, sizeof leave, "op");
    append(leave, sizeof leave, "cnorm");
    if (has("rmcup")) append(leave, sizeof leave, "rmcup");
    else append(leave, sizeof leave, "clear");
    trestle_signals_prepare(input_descriptor, output_descriptor, enter, leave);
  } else {
    result = TRESTLE_SCREEN_INCAPABLE;
  }
  del_curterm(cur_term);
  return result;
}

static int watch(void) {
  events = epoll_create1(EPOLL_CLOEXEC);
  if (events < 0) return errno;
  struct epoll_event event = {.events = EPOLLIN};
  if (epoll_ctl(events, EPOLL_CTL_ADD, input_descriptor, &event) < 0) return errno;
  if (epoll_ctl(events, EPOLL_CTL_ADD, trestle_signals_descriptor(), &event) < 0) return errno;
  return 0;
}

static FILE *stream(int descriptor, const char *mode) {
  int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return NULL;
  FILE *file = fdopen(copy, mode);
  if (!file) close(copy);
  return file;
}

int trestle_screen_open(int input, int output, const char *type) {
  struct termios modes;
  if (screen) return TRESTLE_SCREEN_IN_USE;
  if (tcgetattr(input, &modes) < 0 || tcgetattr(output, &modes) < 0) return errno;
  input_descriptor = input;
  output_descriptor = output;
  use_utf8();
  int result = prepare(type);
  if (result == 0) result = trestle_signals_install();
  if (result != 0) return result;
  result = watch();
  if (result == 0) {
    input_file = stream(input, "r");
    output_file = stream(output, "w");
    if (!input_file || !output_file) result = errno;
  }
  if (result == 0) {
    screen = newterm(type, output_file, input_file);
    if (!screen) result = TRESTLE_SCREEN_UNKNOWN;
  }
  if (result != 0) {
    trestle_screen_close();
    return result;
  }
  raw();
  noecho();
  nonl();
  typeahead(-1);
  leaveok(stdscr, FALSE);
  scrollok(stdscr, FALSE);
  color_count = 0;
  if (has_colors() && start_color() == OK && use_default_colors() == OK) color_count = COLORS;
  shows_cursor = -1;
  trestle_signals_remember_modes();
  wnoutrefresh(stdscr);
  doupdate();
  if (is_rich) trestle_signals_write(rich_on, sizeof rich_on - 1);
  return 0;
}

void trestle_screen_close(void) {
  if (screen) {
    if (is_rich) trestle_signals_write(rich_off, sizeof rich_off - 1);
    endwin();
    trestle_signals_restore_modes();
  }
  trestle_signals_remove();
  if (screen) delscreen(screen);
  if (input_file) fclose(input_file);
  if (output_file) fclose(output_file);
  if (events >= 0) close(events);
  screen = NULL;
  input_file = output_file = NULL;
  events = -1;
}


int trestle_screen_take_events(void) {
  int taken = events;
  events = -1;
  return taken;
}

int trestle_screen_colors(void) { return color_count; }
int trestle_screen_is_rich(void) { return is_rich; }
int trestle_screen_erase(void) { return trestle_signals_erase(); }

int trestle_screen_size(int *height, int *width) {
  struct winsize size;
  if (ioctl(output_descriptor, TIOCGWINSZ, &size) < 0 || size.ws_row == 0 || size.ws_col == 0) {
    *height = LINES;
    *width = COLS;
    return 0;
  }
  *height = size.ws_row;
  *width = size.ws_col;
  return 1;
}

void trestle_screen_resize(int height, int width) {
  if (!is_term_resized(height, width)) return;
  resize_term(height, width);
  clearok(curscr, TRUE);
}

static attr_t attributes_of(unsigned bits) {
  attr_t attributes = A_NORMAL;
  if (bits & TRESTLE_BOLD) attributes |= A_BOLD;
  if (bits & TRESTLE_FAINT) attributes |= A_DIM;
  if (bits & TRESTLE_ITALIC) attributes |= A_ITALIC;
  if (bits & TRESTLE_UNDERLINE) attributes |= A_UNDERLINE;
  if (bits & TRESTLE_BLINK) attributes |= A_BLINK;
  if (bits & TRESTLE_INVERSE) attributes |= A_REVERSE;
  if (bits & TRESTLE_HIDDEN) attributes |= A_INVIS;
  return attributes;
}

void trestle_screen_put(int row, int column, const uint32_t *scalars, int width,
                        unsigned attributes, int foreground, int background) {
  wchar_t text[CCHARW_MAX + 1] = {0};
  int pair = 0, places = 1, count = 1;
  if (!screen) return;
  if (color_count > 0 && (foreground >= 0 || background >= 0)) {
    pair = alloc_pair(foreground, background);
    if (pair < 0) pair = 0;
  }
  // ncurses counts with the C library's widths. A character for which they say otherwise gets a
  // substitute, so that nothing behind it moves.
  text[0] = (wchar_t)scalars[0];
  places = wcwidth(text[0]);
  if (places < 1 || places > width) {
    text[0] = 0xFFFD;
    places = 1;
  } else {
    for (int i = 1; scalars[i] && count < CCHARW_MAX - 1; i++)
      if (wcwidth((wchar_t)scalars[i]) == 0) text[count++] = (wchar_t)scalars[i];
  }
  cchar_t cell;
  if (setcchar(&cell, text, attributes_of(attributes), (short)(pair & 0x7FFF), &pair) == OK)
    mvadd_wch(row, column, &cell);
  for (; places < width; places++) {
    wchar_t blank[] = L" ";
    if (setcchar(&cell, blank, attributes_of(attributes), (short)(pair & 0x7FFF), &pair) == OK)
      mvadd_wch(row, column + places, &cell);
  }
}

void trestle_screen_refresh(int row, int column) {
  if (!screen) return;
  int shows = row >= 0;
  if (shows) move(row, column);
  wnoutrefresh(stdscr);
  // A cursor that is hidden must not be seen where the drawing leaves it.
  if (!shows && shows_cursor != 0) curs_set(0);
  doupdate();
  if (shows && shows_cursor != 1) curs_set(1);
  shows_cursor = shows;
}

void trestle_screen_forget(void) {
  if (screen) clearok(curscr, TRUE);
  shows_cursor = -1;
}
