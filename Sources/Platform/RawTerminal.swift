import Glibc

/// A terminal whose keys go to somebody else: nothing is echoed, and no key means anything to it.
/// It is as it was before when this object is restored or goes.
package final class RawTerminal {
  private let descriptor: FileDescriptor
  private var found: termios
  private var isRaw = true

  /// Makes a terminal raw: `cfmakeraw(3)`.
  package init(_ descriptor: FileDescriptor) throws(SystemError) {
    self.descriptor = descriptor
    var modes = termios()
    _ = try systemCall("read the modes of the terminal") {
      unsafe tcgetattr(descriptor.number, &modes)
    }
    found = modes
    unsafe cfmakeraw(&modes)
    _ = try systemCall("change the modes of the terminal") {
      unsafe tcsetattr(descriptor.number, TCSADRAIN, &modes)
    }
  }

  deinit { restore() }

  /// Makes it what it was.
  package func restore() {
    guard isRaw else { return }
    isRaw = false
    _ = unsafe tcsetattr(descriptor.number, TCSADRAIN, &found)
  }
}
