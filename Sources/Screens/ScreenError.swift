import CNcurses
import Platform

/// Why a terminal cannot be used: what, why and what to do.
package struct ScreenError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of reason.
  package enum Code: Hashable, Sendable {
    /// Input or output is no terminal.
    case notTerminal
    /// TERM is missing.
    case noType
    /// No description of the type is installed.
    case unknownType
    /// The cursor of such a terminal cannot be placed.
    case incapable
    /// Another screen is open.
    case inUse
    /// The system refused.
    case system(Errno)
  }

  package let code: Code
  /// The terminal's type.
  package let type: String

  package var description: String {
    switch code {
    case .notTerminal:
      "Input or output is not a terminal, so nothing can be shown; use --plain there."
    case .noType:
      "The terminal's type is not known because TERM is not set; set it, mostly to"
        + " xterm-256color, or use --plain."
    case .unknownType:
      "The terminal's type \(type) (from TERM) is not known on this machine; set TERM to one that"
        + " is, mostly xterm-256color, or use --plain."
    case .incapable:
      "A terminal of the type \(type) (from TERM) cannot place its cursor, so nothing can be"
        + " drawn; use --plain there."
    case .inUse: "The terminal is shown on already; one screen can be open at a time."
    case .system(let code):
      "The terminal could not be opened: \(code.sentence) (\(code.name)); use --plain."
    }
  }
}

extension ScreenError.Code {
  /// Why the terminal was not opened; nothing when it was.
  init?(_ result: Int32) {
    switch Int(result) {
    case 0: return nil
    case TRESTLE_SCREEN_UNKNOWN: self = .unknownType
    case TRESTLE_SCREEN_INCAPABLE: self = .incapable
    case TRESTLE_SCREEN_IN_USE: self = .inUse
    default: self = .system(Errno(result))
    }
  }
}
