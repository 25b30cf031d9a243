/// The process that runs this.
import Glibc

enum OwnProcess {
  /// Its process id.
  static var identifier: Int32 { getpid() }
}
