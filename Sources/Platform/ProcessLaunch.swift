import CPlatform
import Glibc

/// A process to be started: program, arguments, environment, place and descriptors.
package struct ProcessLaunch: Sendable {
  /// What a child's standard stream is.
  package enum Stream: Sendable {
    /// `/dev/null`.
    case null
    /// The same as this process's.
    case inherit
    /// This descriptor; the caller keeps its own copy and closes it when it wants.
    case descriptor(FileDescriptor)
  }

  /// How a child stands to the terminal and to signals sent to groups: `credentials(7)`.
  package enum Grouping: Sendable {
    /// In the group of this process.
    case none
    /// Leader of a new process group in the same session.
    case group
    /// Leader of a new session, and so of a new group, without a terminal.
    case session
  }

  /// A path, or a name to be found in the PATH of `environment`.
  package var program: String
  /// The arguments after the program's own name.
  package var arguments: [String]
  /// The name that the program sees as its first argument; `program` when nil.
  package var callName: String?
  /// The whole environment as names and values.
  package var environment: [String: String]
  /// The working directory; this process's own when nil.
  package var directory: String?
  package var input: Stream = .null
  package var output: Stream = .inherit
  package var error: Stream = .inherit
  /// More descriptors, which the child has as 3, 4, … in this order. Nothing else is inherited.
  package var inherited: [FileDescriptor] = []
  package var grouping: Grouping = .none
  /// The path of a terminal that becomes descriptors 0 to 2 and, in a new session, the controlling
  /// terminal. Set by `Pseudoterminal.launch`.
  var terminal: String?

  /// A process that inherits this environment and these output streams.
  package init(
    _ program: String, _ arguments: [String] = [],
    environment: [String: String] = Environment.all, directory: String? = nil
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
  }

  /// Starts it: `posix_spawn(3)`, from the one thread that lives as long as this process, so that
  /// a child's `DieWithParent` speaks of the process and not of a passing thread.
  package func start() throws(SystemError) -> ChildProcess { try ChildProcess.start(self) }

  /// Starts it, waits for its end and collects what it prints: for short commands. Blocks.
  package func run(
    timeout: Duration? = nil
  ) throws(SystemError) -> (status: ExitStatus, output: [UInt8]) {
    var launch = self
    let (read, write) = try FileDescriptor.pipe()
    launch.output = .descriptor(write)
    let child = try launch.start()
    write.close()
    let deadline = timeout.map { MonotonicTime.now() + $0 }
    var output: [UInt8] = []
    while true {
      let left = deadline.map { Duration.nanoseconds($0.nanosecondsFromNow) }
      guard try read.waitUntil(.read, timeout: left) else {
        child.send(.kill)
        throw SystemError(
          .timedOut, attempt: "run \(program)",
          remedy: "It did not end within \(timeout.map { "\($0.seconds)" } ?? "") seconds.")
      }
      guard let bytes = try read.read(), !bytes.isEmpty else { break }
      output += bytes
    }
    return (child.waitBlocking(), output)
  }

  /// Where the program is: as `execvp(3)` looks for it, in the PATH of the child's environment.
  package func resolvedProgram() throws(SystemError) -> String {
    if program.utf8.contains(UInt8(ascii: "/")) { return program }
    let path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    for directory in path.split(separator: ":") {
      let candidate = "\(directory)/\(program)"
      if unsafe access(candidate, X_OK) == 0, !Files.isDirectory(candidate) { return candidate }
    }
    throw SystemError(
      .noEntry, attempt: "start \(program)", remedy: "No folder of PATH (\(path)) has it.")
  }

  func spawn() throws(SystemError) -> Int32 {
    let path = try resolvedProgram()
    if let directory, !Files.isDirectory(directory) {
      throw SystemError(
        .notDirectory, attempt: "start \(program) in \(directory)",
        remedy: "The working directory must exist.")
    }
    var arguments = CStrings([callName ?? program] + self.arguments)
    var variables = CStrings(environment.map { "\($0.key)=\($0.value)" })
    let extra = inherited.map(\.number)
    var pid: pid_t = 0
    let result = unsafe arguments.withPointers { arguments in
      unsafe variables.withPointers { variables in
        unsafe path.withCString { path in
          unsafe withOptionalCString(directory) { directory in
            unsafe withOptionalCString(terminal) { terminal in
              unsafe extra.withUnsafeBufferPointer { extra in
                var launch = unsafe trestle_launch(
                  path: path, arguments: arguments, environment: variables, directory: directory,
                  terminal: terminal, input: number(input, 0), output: number(output, 1),
                  error: number(error, 2), inherited: extra.baseAddress,
                  inherited_count: extra.count, new_session: grouping == .session ? 1 : 0,
                  new_group: grouping == .group ? 1 : 0)
                return unsafe trestle_launch(&launch, &pid)
              }
            }
          }
        }
      }
    }
    if result < 0 { throw SystemError(Errno(-result), attempt: "start \(path)") }
    return pid
  }

  private func number(_ stream: Stream, _ own: Int32) -> Int32 {
    switch stream {
    case .null: -1
    case .inherit: own
    case .descriptor(let descriptor): descriptor.number
    }
  }
}

/// Strings laid out as `char **` for one call.
private struct CStrings {
  private var storage: [CChar] = []
  private var offsets: [Int] = []

  init(_ strings: [String]) {
    for string in strings {
      offsets.append(storage.count)
      storage.append(contentsOf: string.utf8.lazy.filter { $0 != 0 }.map { CChar(bitPattern: $0) })
      storage.append(0)
    }
  }

  @unsafe
  mutating func withPointers<Result>(
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let offsets = offsets
    return unsafe storage.withUnsafeMutableBufferPointer { storage in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<CChar>?.self, capacity: offsets.count + 1
      ) { pointers in
        unsafe pointers.initialize(repeating: nil)
        for (index, offset) in offsets.enumerated() {
          unsafe pointers[index] = storage.baseAddress.map { unsafe $0 + offset }
        }
        return unsafe body(UnsafePointer(pointers.baseAddress.unsafelyUnwrapped))
      }
    }
  }
}

@unsafe
private func withOptionalCString<Result>(
  _ string: String?, _ body: (UnsafePointer<CChar>?) -> Result
) -> Result {
  guard let string else { return body(nil) }
  return unsafe string.withCString { unsafe body($0) }
}
