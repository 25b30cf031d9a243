import CPlatform
import Glibc

/// Ties the life of this process to its parent's.
package enum DieWithParent {
  /// From now on this process is killed when its parent ends: `PR_SET_PDEATHSIG` in `prctl(2)`. It
  /// holds across `exec`. `parent` is the pid that the parent gave; when it is gone already, this
  /// throws, and the caller should end. The parent must have started this process by `ProcessLaunch`.
  ///
  /// The wish belongs to the thread that utters it and ends with that thread. A process that goes
  /// on without `exec` must say `forGood`: a thread that lives as long as the process utters it.
  package static func arm(
    parent: Int32? = nil, signal: Signal = .kill, forGood: Bool = false
  ) throws(SystemError) {
    let before = getppid()
    let result: Int32
    if forGood {
      let loop = try ChildProcess.loop.get()
      let answer = Handoff<Int32>()
      loop.post { answer.give(trestle_die_with_parent(signal.number)) }
      result = answer.take()
    } else {
      result = trestle_die_with_parent(signal.number)
    }
    try shimCall("tie this process to its parent") { result }
    if getppid() != (parent ?? before) {
      throw SystemError(
        .noProcess, attempt: "tie this process to its parent",
        remedy: "The parent has ended already; so should this process.")
    }
  }
}

/// The program that is running.
package enum Executable {
  /// Its path: the link `/proc/self/exe`.
  package static var path: String {
    (try? Files.linkTarget("/proc/self/exe")) ?? CommandLine.arguments.first ?? "trestle"
  }

  /// The folder that it lies in.
  package static var directory: String { Path.parent(of: path) }

  /// The id of this process: `getpid(2)`.
  package static var identifier: Int32 { getpid() }

  /// Ends this process with a code: `exit(3)`.
  package static func end(_ code: Int32) -> Never { exit(code) }

  /// Becomes another program in the same process: `execve(2)`. Returns only when it fails.
  package static func replace(
    with launch: ProcessLaunch
  ) throws(SystemError) -> Never {
    let path = try launch.resolvedProgram()
    if let directory = launch.directory {
      _ = try systemCall("enter \(directory)") { unsafe chdir(directory) }
    }
    let arguments = [launch.callName ?? launch.program] + launch.arguments
    let variables = launch.environment.map { "\($0.key)=\($0.value)" }
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    var environment: [UnsafeMutablePointer<CChar>?] = unsafe variables.map { unsafe strdup($0) }
    unsafe environment.append(nil)
    // A program begins with every signal let through and none ignored; this thread may have been
    // one that lets none through.
    var none = sigset_t()
    _ = unsafe sigemptyset(&none)
    _ = unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
    _ = signal(SIGPIPE, SIG_DFL)
    unsafe execve(path, pointers, environment)
    throw SystemError(.current, attempt: "become \(path)")
  }
}

/// The environment of this process, as it was when the process began.
package enum Environment {
  /// All names and values.
  package static let all: [String: String] = {
    guard let bytes = try? Files.read("/proc/self/environ") else { return [:] }
    return ProcessTable.entries(bytes)
  }()

  /// The value of a name.
  package static subscript(name: String) -> String? { all[name] }
}

/// The user that this process runs as.
package enum User {
  /// The effective user id: `geteuid(2)`.
  package static var identifier: UInt32 { geteuid() }
  /// True for the superuser.
  package static var isRoot: Bool { identifier == 0 }
}

/// What this process may do with ports.
package enum PortProbe {
  /// Whether this process can listen at a numeric address and port at this moment.
  package static func canListen(address: String, port: Int) -> Bool {
    (try? TCPListener(address: address, port: port, backlog: 1)) != nil
  }
}
