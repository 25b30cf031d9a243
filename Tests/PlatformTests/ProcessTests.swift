import Glibc
import Platform
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ProcessTests {
  func shell(_ script: String) -> ProcessLaunch { ProcessLaunch("/bin/sh", ["-c", script]) }

  func output(_ launch: ProcessLaunch) throws -> String {
    String(decoding: try launch.run(timeout: .seconds(10)).output, as: UTF8.self)
  }

  @Test func arguments_environment_and_directory_are_those_given() throws {
    var launch = ProcessLaunch(
      "sh", ["-c", #"printf '%s|' "$0" "$@" "$X"; pwd; env | wc -l"#, "a b", ""],
      environment: ["PATH": "/bin:/usr/bin", "X": "y=z"], directory: "/usr")
    launch.callName = "sh"
    let text = try output(launch)
    #expect(text.hasPrefix("a b||y=z|/usr\n"))
  }

  @Test func only_the_named_descriptors_reach_the_child() throws {
    let (reader, writer) = try FileDescriptor.pipe()
    var launch = shell("echo passed >&3; ls -l /proc/self/fd | grep -c -- '->'")
    launch.inherited = [writer]
    let text = try output(launch)
    // 0, 1, 2, the passed one, and the folder that ls itself has open.
    #expect(text == "5\n")
    #expect(try reader.read() == Array("passed\n".utf8))
  }

  @Test func streams_may_be_crossed() throws {
    let (reader, writer) = try FileDescriptor.pipe()
    let (inner, outer) = try FileDescriptor.pipe()
    try outer.writeAll("through")
    outer.close()
    var launch = shell("cat >&2; echo out")
    launch.input = .descriptor(inner)
    launch.output = .null
    launch.error = .descriptor(writer)
    let child = try launch.start()
    writer.close()
    #expect(try reader.readToEnd() == Array("through".utf8))
    #expect(child.waitBlocking() == .exited(0))
  }

  @Test func exit_codes_and_signals_are_told_apart() async throws {
    #expect(await (try shell("exit 7").start()).wait() == .exited(7))
    let status = await (try shell("kill -KILL $$").start()).wait()
    #expect(status == .signalled(.kill))
    #expect(status.shellCode == 137)
    #expect(status.description == "ended by SIGKILL")
  }

  @Test func a_program_that_is_not_there_is_an_error_with_a_remedy() throws {
    let error = #expect(throws: SystemError.self) {
      try ProcessLaunch("no-such-program", environment: ["PATH": "/bin"]).start()
    }
    #expect(
      error?.description
        == "cannot start no-such-program: No such file or directory (ENOENT). "
        + "No folder of PATH (/bin) has it.")
    #expect(throws: SystemError.self) {
      try ProcessLaunch("/bin/true", directory: "/no/such/folder").start()
    }
  }

  @Test func waiting_has_a_limit_and_can_be_cancelled() async throws {
    let child = try shell("exec cat <&3").withOpenInput()
    #expect(await child.process.wait(timeout: .milliseconds(20)) == nil)
    let waiting = Task { await child.process.wait(timeout: .seconds(60)) }
    waiting.cancel()
    #expect(await waiting.value == nil)
    child.input.close()
    #expect(await child.process.wait(timeout: .seconds(10)) == .exited(0))
    #expect(!child.process.send(.terminate))
  }

  @Test func a_stubborn_process_is_killed_after_the_grace_period() async throws {
    let (reader, writer) = try FileDescriptor.pipe()
    var launch = shell("trap '' TERM; echo ready; while :; do sleep 1000; done")
    launch.output = .descriptor(writer)
    launch.grouping = .group
    let child = try launch.start()
    _ = try reader.read()
    #expect(await child.terminate(grace: .milliseconds(50)) == .signalled(.kill))
    Signal.kill.send(toGroup: child.pid)
  }

  @Test func the_end_is_told_on_a_loop() async throws {
    let loop = try EventLoop.start(name: "test")
    defer { loop.stop() }
    let child = try shell("exit 3").start()
    let status = await withCheckedContinuation { continuation in
      child.onExit(on: loop) { continuation.resume(returning: (loop.isCurrent, $0)) }
    }
    #expect(status == (true, .exited(3)))
  }

  @Test func a_child_outlives_the_thread_that_started_it() async throws {
    // With PR_SET_PDEATHSIG the system means the thread that made a child, not its process.
    let child = try await withCheckedThrowingContinuation { continuation in
      do {
        try SystemThread.start(name: "passing") {
          continuation.resume(
            with: Result {
              try ProcessLaunch("setpriv", ["--pdeathsig", "KILL", "sleep", "1000"]).start()
            })
        }
      } catch { continuation.resume(throwing: error) }
    }
    #expect(await child.wait(timeout: .milliseconds(100)) == nil)
    #expect(await child.terminate() == .signalled(.terminate))
  }

  @Test func many_children_leave_no_descriptor_and_no_zombie() async throws {
    var pids: Set<Int32> = []
    for _ in 0..<50 {
      let child = try ProcessLaunch("/bin/true").start()
      pids.insert(child.pid)
      #expect(await child.wait() == .exited(0))
    }
    // A descriptor of a process that has been reaped shows the pid -1.
    try await eventually("descriptors of ended processes are closed") {
      ProcessTable.descriptors(of: getpid()).keys.filter { number in
        (try? Files.readText("/proc/self/fdinfo/\(number)"))?.contains("Pid:\t-1") == true
      }
    } holds: {
      $0.isEmpty
    }
    let zombies = ProcessTable.descendants(of: getpid()).filter { pids.contains($0.pid) }
    #expect(zombies.isEmpty)
  }

  @Test func processes_are_found_by_their_environment_and_killed() async throws {
    let mark = "TRESTLE_TEST=\(MonotonicTime.now().nanoseconds)"
    var launch = ProcessLaunch("/bin/sh", ["-c", "sleep 1000 & wait"])
    let parts = mark.split(separator: "=").map(String.init)
    launch.environment[parts[0]] = parts[1]
    let child = try launch.start()
    try await eventually("both processes") {
      ProcessTable.find(environment: mark).map(\.name)
    } holds: {
      $0.contains("sleep") && $0.count == 2
    }
    #expect(ProcessTable.descendants(of: child.pid).map(\.name) == ["sleep"])
    #expect((ProcessTable.memory(of: child.pid)?.resident ?? 0) > 0)
    #expect(ProcessTable.kill(environment: mark) == 2)
    #expect(await child.wait() == .signalled(.kill))
    #expect(ProcessTable.find(environment: mark).isEmpty)
  }

  @Test func a_child_on_a_pseudoterminal_has_a_controlling_terminal() async throws {
    let terminal = try Pseudoterminal(size: TerminalSize(columns: 91, rows: 17))
    let child = try terminal.start(shell("tty; stty size; ps -o sid=,pgid=,tpgid= -p $$"))
    #expect(await child.wait(timeout: .seconds(10)) == .exited(0))
    let text = String(decoding: try terminal.descriptor.read() ?? [], as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    #expect(lines.first.map(String.init) == terminal.path)
    #expect(lines.dropFirst().first == "17 91")
    let ids = lines.last.map { Set($0.split(separator: " ")) }
    #expect(ids == ["\(child.pid)"])
  }
}

extension ProcessLaunch {
  /// Starts it with a pipe as descriptor 3, whose other end stays here.
  fileprivate func withOpenInput() throws -> (process: ChildProcess, input: FileDescriptor) {
    let (reader, writer) = try FileDescriptor.pipe()
    var launch = self
    launch.inherited = [reader]
    return (try launch.start(), writer)
  }
}
