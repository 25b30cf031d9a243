import CPlatform
import Glibc

/// A thread of the system, for work that blocks or that must stay on one thread.
package enum SystemThread {
  /// Starts a detached thread with a name of at most 15 bytes: `pthread_create(3)`.
  package static func start(
    name: String, _ body: sending @escaping () -> Void
  ) throws(SystemError) {
    let work = unsafe Unmanaged.passRetained(Work(name: name, body: body))
    var thread = pthread_t()
    let result = unsafe pthread_create(
      &thread, nil,
      { pointer in
        guard let pointer = unsafe pointer else { return nil }
        let work = unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
        unsafe trestle_name_thread(String(decoding: work.name.utf8.prefix(15), as: UTF8.self))
        work.body()
        return nil
      }, work.toOpaque())
    if result != 0 {
      unsafe work.release()
      throw SystemError(Errno(result), attempt: "start the thread \(name)")
    }
    pthread_detach(thread)
  }

  private final class Work {
    let name: String
    let body: () -> Void
    init(name: String, body: @escaping () -> Void) {
      self.name = name
      self.body = body
    }
  }
}
