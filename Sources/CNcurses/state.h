// What the drawing half and the signal half of this module share.
#pragma once
#include <stddef.h>

// Bytes that bring the terminal into our modes and back; whole before any handler is installed.
void trestle_signals_prepare(int input, int output, const char *enter, const char *leave);
// Installs the handlers; those of signals that ask to end only where nobody else handles them.
int trestle_signals_install(void);
void trestle_signals_remove(void);
int trestle_signals_descriptor(void);
// Remembers the terminal's modes as ours, for when the process goes on.
void trestle_signals_remember_modes(void);
int trestle_signals_erase(void);
// Writes to the terminal beside ncurses.
void trestle_signals_write(const char *bytes, size_t size);
void trestle_signals_restore_modes(void);
// Writes the bytes that enter or leave our modes, and sets the modes.
void trestle_signals_enter(void);
void trestle_signals_leave(void);
