import Emulation
import Platform
import Shells
import Testing

@Suite(.timeLimit(.minutes(1)))
struct LifeTests {
  @Test func a_command_that_takes_too_long_is_interrupted_and_its_text_kept() async throws {
    try await withShell { shell in
      let result = await shell.run(
        "echo begun; sleep 1000; echo never", timeout: .milliseconds(300))
      #expect(result.outcome == .timedOut)
      #expect(result.status == 130)
      #expect(result.text == "begun")
      #expect(await shell.text("echo next") == "next")
    }
  }

  @Test func a_command_that_waits_for_the_keyboard_is_interrupted_too() async throws {
    try await withShell { shell in
      for command in ["cat", "read line", "while :; do :; done"] {
        let result = await shell.run(command, timeout: .milliseconds(200))
        #expect(result.outcome == .timedOut, "\(command)")
        #expect(await shell.text("echo next") == "next")
      }
    }
  }

  @Test func silence_ends_a_command_but_steady_output_does_not() async throws {
    try await withShell { shell in
      let steady = "for i in 1 2 3 4 5 6; do echo $i; sleep 0.1; done"
      let result = await shell.run(steady, timeout: .seconds(20), silence: .milliseconds(1500))
      #expect(result.outcome == .finished)
      let silent = await shell.run(
        "echo x; sleep 1000", timeout: .seconds(20), silence: .milliseconds(200))
      #expect(silent.outcome == .timedOut)
      #expect(silent.text == "x")
    }
  }

  @Test func a_command_that_ignores_the_interrupt_is_killed() async throws {
    try await withShell { shell in
      _ = await shell.text(
        "printf '%s\\n' \"trap '' INT TERM\" 'sleep 1000; sleep 1000' > stubborn")
      let result = await shell.run("bash stubborn", timeout: .milliseconds(200))
      #expect(result.outcome == .timedOut)
      #expect(result.status == 137)
      #expect(await shell.isAlive)
    }
  }

  @Test func a_command_can_be_left_running_and_watched() async throws {
    try await withShell { shell in
      let command = "echo serving; read line; echo got $line; sleep 1000"
      #expect(await shell.start(command))
      #expect(await shell.waitFor(timeout: .seconds(5)) { $0.contains("serving") })
      await shell.type("words\r")
      #expect(await shell.waitFor(timeout: .seconds(5)) { $0.contains("got words") })
      #expect(await shell.waitForEnd(timeout: .milliseconds(50)) == nil)
      #expect(await shell.activity == .running)
      let result = await shell.interrupt()
      #expect(result?.outcome == .finished)
      #expect(result?.status == 130)
      #expect(await shell.text("echo next") == "next")
    }
  }

  @Test func a_shell_that_ends_says_so_and_can_be_started_again() async throws {
    try await withShell { shell in
      let result = await shell.run("echo last; exit 5")
      #expect(result.outcome == .shellDied)
      #expect(result.status == 5)
      #expect(result.text == "last\nexit")
      #expect(await shell.activity == .ended(.exited(5)))
      #expect(await shell.run("echo x").outcome == .shellDied)
      try await shell.start()
      #expect(await shell.text("echo again") == "again")
      #expect(await shell.run("exec true").outcome == .shellDied)
      try await shell.start()
      let strict = await shell.run("set -e\nfalse\necho not reached")
      #expect(strict.outcome == .shellDied)
      #expect(strict.status == 1)
    }
  }

  @Test func only_a_shell_that_ends_by_itself_tells_it() async throws {
    try await withShell { shell in
      let news = await shell.news()
      await shell.type("exit 3\r")
      for await item in news {
        guard case .ended(let status) = item else { continue }
        #expect(status == .exited(3))
        break
      }
      try await shell.start()
      let later = await shell.news()
      await shell.close()
      for await item in later { Issue.record("\(item)") }
    }
  }

  @Test func a_later_shell_shows_what_an_earlier_one_has_shown() async throws {
    let folder = try Files.makeTemporaryDirectory(prefix: "shells-tests")
    defer { try? Files.remove(folder) }
    var settings = ShellSettings(directory: folder, stateDirectory: "\(folder)/state")
    settings.record = "\(folder)/screen"
    let first = try Shell(settings)
    try await first.start()
    #expect(await first.run("echo kept; printf '\\033[?1049h\\033[5mnot %s' kept").status == 0)
    await first.close()

    let second = try Shell(settings)
    #expect(await second.screen.text.contains("kept"))
    #expect(await !second.screen.text.contains("not kept"))
    try await second.start()
    #expect(await second.text("echo new") == "new")
    let text = await second.screen.text
    #expect(text.contains("kept") && text.contains("new"), "\(text)")
    await second.close()

    // What was left on another screen stays left, and no prompt stands behind another one.
    let third = try Shell(settings)
    let again = await third.screen.text
    #expect(again.contains("kept") && again.contains("new"), "\(again)")
    #expect(!again.contains("not kept"), "\(again)")
    try await third.start()
    await third.close()
    let shown = try await Shell(settings).screen.text
    let prompts = shown.split(separator: "\n").filter { $0.contains("$ ") || $0.contains("# ") }
    #expect(prompts.allSatisfy { $0.count { "$#".contains($0) } == 1 }, "\(shown)")
  }

  @Test func strict_mode_lasts_as_it_does_for_a_person() async throws {
    try await withShell { shell in
      _ = await shell.text("set -e")
      #expect(await shell.text("false || echo caught") == "caught")
      #expect(await shell.run("! true").status == 1)
      #expect(await shell.run("false").outcome == .shellDied)
    }
  }

  @Test func a_background_job_does_not_hold_the_command() async throws {
    try await withShell { shell in
      let result = await shell.run("sleep 1000 &", timeout: .seconds(5))
      #expect(result.outcome == .finished)
      #expect(await shell.text("jobs") == "[1]+  Running                 sleep 1000 &")
      #expect(await shell.text("kill %1; wait %1 2>/dev/null; echo gone").contains("gone"))
    }
  }

  @Test func job_control_works() async throws {
    try await withShell { shell in
      #expect(await shell.start("sleep 1000"))
      #expect(await shell.waitFor(timeout: .seconds(5)) { _ in true })
      let terminal = try #require(await shell.pid)
      try await waitUntil("sleep is in the foreground") {
        ProcessTable.descendants(of: terminal).contains { $0.name == "sleep" }
      }
      await shell.type([0x1A])
      let result = await shell.waitForEnd(timeout: .seconds(5))
      #expect(result?.status == 148)
      #expect(result?.text.contains("Stopped") == true)
    }
  }

  @Test func commands_given_at_once_run_one_after_another() async throws {
    try await withShell { shell in
      let texts = await withTaskGroup(of: (Int, String).self) { group in
        for number in 0..<8 {
          group.addTask { (number, await shell.run("echo \(number); sleep 0.01").text) }
        }
        return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      #expect(texts == Dictionary(uniqueKeysWithValues: (0..<8).map { ($0, "\($0)") }))
    }
  }

  @Test func a_cancelled_command_is_interrupted_and_the_shell_lives_on() async throws {
    try await withShell { shell in
      let task = Task { await shell.run("echo begun; sleep 1000") }
      #expect(await shell.waitForScreen(timeout: .seconds(5)) { $0.text.contains("\nbegun") })
      task.cancel()
      #expect(await task.value.outcome == .timedOut)
      #expect(await shell.text("echo next") == "next")
    }
  }

  @Test func the_history_outlives_the_shell() async throws {
    try await withShell { shell in
      _ = await shell.text("echo remembered")
      await shell.close()
      try await shell.start()
      #expect(await shell.text("history").contains("echo remembered"))
    }
  }

  @Test func a_shell_killed_from_outside_is_noticed() async throws {
    try await withShell { shell in
      let pid = try #require(await shell.pid)
      #expect(await shell.start("echo begun; sleep 1000"))
      #expect(await shell.waitFor(timeout: .seconds(5)) { $0.contains("begun") })
      Signal.kill.send(to: pid)
      let result = await shell.waitForEnd(timeout: .seconds(5))
      #expect(result?.outcome == .shellDied)
      #expect(result?.text == "begun")
      #expect(await shell.activity == .ended(.signalled(.kill)))
    }
  }

  @Test func nothing_is_left_after_closing() async throws {
    let folder = try Files.makeTemporaryDirectory(prefix: "shells-tests")
    defer { try? Files.remove(folder) }
    let mark = "SHELL_TEST=\(MonotonicTime.now().nanoseconds)"
    var environment = Environment.all
    environment["SHELL_TEST"] = String(mark.dropFirst("SHELL_TEST=".count))
    let shell = try Shell(
      ShellSettings(directory: "/", stateDirectory: folder, environment: environment))
    try await shell.start()
    _ = await shell.run("nohup sleep 1000 >/dev/null 2>&1 &\n(trap '' HUP TERM; sleep 1000) &")
    _ = await shell.run("setsid sleep 1000 & disown")
    #expect(await shell.start("trap '' HUP; sleep 1000"))
    try await waitUntil("all of them run") { ProcessTable.find(environment: mark).count >= 5 }
    await shell.close(grace: .milliseconds(200))
    try await waitUntil("none of them runs") { ProcessTable.find(environment: mark).isEmpty }
    #expect(await shell.activity == .stopped)
  }

  @Test func a_shell_that_cannot_start_says_why() async throws {
    let folder = try Files.makeTemporaryDirectory(prefix: "shells-tests")
    defer { try? Files.remove(folder) }
    let settings = ShellSettings(
      directory: "/", stateDirectory: folder, command: ["/bin/sh", "-c", "echo no bash here"])
    let shell = try Shell(settings)
    let error = await #expect(throws: ShellError.self) { try await shell.start() }
    #expect(
      error?.description
        == "the shell in / ended before its first prompt. It printed: no bash here")
  }
}

/// Waits until a named condition holds, at most five seconds.
func waitUntil(_ condition: String, _ holds: () async -> Bool) async throws {
  let deadline = MonotonicTime.now() + .seconds(5)
  while await !holds() {
    if MonotonicTime.now() > deadline {
      Issue.record("not within five seconds: \(condition)")
      return
    }
    await Task.yield()
  }
}
