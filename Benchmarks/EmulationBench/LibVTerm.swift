import Glibc

/// libvterm, loaded when it is installed: nothing of the package needs it.
@safe
struct LibVTerm {
  private typealias New = @convention(c) (Int32, Int32) -> OpaquePointer?
  private typealias Set = @convention(c) (OpaquePointer, Int32) -> Void
  private typealias Obtain = @convention(c) (OpaquePointer) -> OpaquePointer?
  private typealias Write = @convention(c) (OpaquePointer, UnsafePointer<UInt8>, Int) -> Int
  private typealias Free = @convention(c) (OpaquePointer) -> Void

  private let new: New
  private let setUTF8: Set
  private let obtainScreen: Obtain
  private let resetScreen: Set
  private let write: Write
  private let free: Free

  /// Nil when it is not installed.
  init?() {
    guard let library = unsafe dlopen("libvterm.so.0", RTLD_NOW),
      let new = unsafe dlsym(library, "vterm_new"),
      let setUTF8 = unsafe dlsym(library, "vterm_set_utf8"),
      let obtainScreen = unsafe dlsym(library, "vterm_obtain_screen"),
      let resetScreen = unsafe dlsym(library, "vterm_screen_reset"),
      let write = unsafe dlsym(library, "vterm_input_write"),
      let free = unsafe dlsym(library, "vterm_free")
    else { return nil }
    unsafe self.new = unsafeBitCast(new, to: New.self)
    unsafe self.setUTF8 = unsafeBitCast(setUTF8, to: Set.self)
    unsafe self.obtainScreen = unsafeBitCast(obtainScreen, to: Obtain.self)
    unsafe self.resetScreen = unsafeBitCast(resetScreen, to: Set.self)
    unsafe self.write = unsafeBitCast(write, to: Write.self)
    unsafe self.free = unsafeBitCast(free, to: Free.self)
  }

  /// Feeds output to a new terminal of 80 by 24, in pieces of the size that a pty gives.
  func feed(_ bytes: [UInt8]) {
    guard let terminal = unsafe new(24, 80) else { return }
    unsafe setUTF8(terminal, 1)
    guard let screen = unsafe obtainScreen(terminal) else { return }
    unsafe resetScreen(screen, 1)
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var start = 0
      while start < buffer.count {
        let count = min(16384, buffer.count - start)
        _ = unsafe write(terminal, base + start, count)
        start += count
      }
    }
    unsafe free(terminal)
  }
}
