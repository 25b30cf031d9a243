import Glibc

/// How many descriptors this process may have open.
package enum OpenFiles {
  /// Raises the limit as far as this user may, for programs that hold many connections:
  /// `setrlimit(2)`. Returns the limit that holds now.
  @discardableResult
  package static func raiseLimit() -> UInt {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return 0
    }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return limit.rlim_cur
  }
}
