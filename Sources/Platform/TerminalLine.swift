import Glibc

extension FileDescriptor {
  /// Reads one line without its end; nothing when there is none. On a terminal a hidden line does
  /// not show while it is typed: `tcsetattr(3)`.
  package func readLine(hidden: Bool = false) throws(SystemError) -> String? {
    var kept = termios()
    let isHidden = unsafe hidden && isTerminal && tcgetattr(number, &kept) == 0
    if isHidden {
      var silent = kept
      silent.c_lflag &= ~tcflag_t(ECHO)
      silent.c_lflag |= tcflag_t(ECHONL)
      unsafe tcsetattr(number, TCSAFLUSH, &silent)
    }
    defer { if isHidden { unsafe tcsetattr(number, TCSAFLUSH, &kept) } }
    var line: [UInt8] = []
    while true {
      guard let byte = try read(atMost: 1)?.first else {
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
  }
}
