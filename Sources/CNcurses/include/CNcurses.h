// ncurses for one terminal at a time: its macros and globals as functions, and the signal handlers
// that leave the terminal as it was found however the process ends.
#pragma once
#include <stdint.h>

// Why a terminal could not be opened; a positive result is an errno.
enum {
  TRESTLE_SCREEN_UNKNOWN = -1,     // no description of this type
  TRESTLE_SCREEN_INCAPABLE = -2,   // its cursor cannot be placed
  TRESTLE_SCREEN_IN_USE = -3,      // another one is open
};

// Opens the terminal behind two descriptors, which stay the caller's; 0 or a reason as above.
int trestle_screen_open(int input, int output, const char *type);
// Leaves it as it was found. Closing twice does nothing.
void trestle_screen_close(void);
// A descriptor that is readable when the terminal has input or a notice has come. The first who asks
// closes it.
int trestle_screen_take_events(void);
// The next notice of a signal: 'W' the window changed, 'C' the process goes on; 0 when there is none.
int trestle_screen_notice(void);
// Stops the process group as Ctrl-Z does elsewhere, and goes on when it is continued.
void trestle_screen_suspend(void);

// The size now, asked from the system. False when it does not tell.
int trestle_screen_size(int *rows, int *columns);
void trestle_screen_resize(int rows, int columns);
// How many colours there are; above 256 they are red, green and blue.
int trestle_screen_colors(void);
// Whether the terminal understands what xterm understands beside terminfo: mouse, paste, titles.
int trestle_screen_is_rich(void);
// The byte that the backspace key sends.
int trestle_screen_erase(void);

// Puts one character with its marks, ended by zero; -1 is the default colour.
void trestle_screen_put(int row, int column, const uint32_t *scalars, int width,
                        unsigned attributes, int foreground, int background);
// Brings everything put since the last time to the terminal; a negative row hides the cursor.
void trestle_screen_refresh(int row, int column);
// Forgets what the terminal shows, so that everything is written again.
void trestle_screen_forget(void);

// Bits of the attributes.
enum {
  TRESTLE_BOLD = 1,
  TRESTLE_FAINT = 2,
  TRESTLE_ITALIC = 4,
  TRESTLE_UNDERLINE = 8,
  TRESTLE_BLINK = 16,
  TRESTLE_INVERSE = 32,
  TRESTLE_HIDDEN = 64,
};
