import Emulation
import Platform
import Shells
import Testing

@Suite(.timeLimit(.minutes(1)))
struct LiveScreenTests {
  @Test func the_screen_shows_prompt_command_and_output_as_if_typed() async throws {
    try await withShell { shell in
      _ = await shell.text("echo one")
      _ = await shell.text("for x in 2 3\ndo echo $x; done")
      #expect(await shell.waitUntilIdle(timeout: .seconds(5)))
      #expect(
        await shell.screen.text == """
          [root@crc /]# echo one
          one
          [root@crc /]# for x in 2 3
          > do echo $x; done
          2
          3
          [root@crc /]#
          """)
    }
  }

  @Test func a_person_may_type_between_commands() async throws {
    try await withShell { shell in
      await shell.type("y=typed; echo $((6 * 7))\r")
      #expect(await shell.waitForScreen(timeout: .seconds(5)) { $0.text.contains("\n42\n") })
      await shell.type("half a line")
      #expect(await shell.text("echo $y $?") == "typed 0")
      await shell.type("(exit 9)\r")
      #expect(
        await shell.waitForScreen(timeout: .seconds(5)) {
          $0.text.hasSuffix("(exit 9)\n[root@crc /]#")
        })
      #expect(await shell.text("echo $?") == "9")
    }
  }

  @Test func a_listener_gets_the_bytes_that_make_the_same_screen() async throws {
    try await withShell { shell in
      #expect(await shell.waitUntilIdle(timeout: .seconds(5)))
      let before = await shell.screen
      let output = await shell.output()
      _ = await shell.text("ls --color=always /; echo end")
      #expect(await shell.waitUntilIdle(timeout: .seconds(5)))
      let after = await shell.screen
      await shell.close()
      var replayed = before
      for await bytes in output { replayed.feed(bytes) }
      #expect(replayed.text.hasPrefix(after.text))
    }
  }

  @Test func a_command_waits_for_what_a_person_has_started() async throws {
    try await withShell { shell in
      await shell.type("echo $((1 + 1)) lines; read line\r")
      async let result = shell.run("echo $line", timeout: .seconds(10))
      #expect(await shell.waitForScreen(timeout: .seconds(5)) { $0.text.contains("2 lines") })
      await shell.type("typed\r")
      #expect(await result.text == "typed")
    }
  }

  @Test func much_typed_text_arrives_whole() async throws {
    try await withShell { shell in
      #expect(await shell.start("stty -echo; cat > typed; stty echo"))
      let line = String(repeating: "x", count: 99) + "\n"
      await shell.type(String(repeating: line, count: 1000))
      await shell.type([4])
      #expect(await shell.waitForEnd(timeout: .seconds(20))?.status == 0)
      #expect(await shell.text("wc -c < typed") == "100000")
    }
  }

  @Test func answers_that_no_program_reads_do_not_spoil_the_next_command() async throws {
    try await withShell { shell in
      _ = await shell.text(#"printf '\e[c\e[6n\e[5n'"#)
      #expect(await shell.text("echo next") == "next")
    }
  }

  @Test func a_program_that_asks_the_terminal_gets_an_answer() async throws {
    try await withShell { shell in
      let ask = #"printf 'abc\e[6n'; IFS= read -rs -d R answer; printf '\n%q\n' "$answer""#
      #expect(await shell.text(ask).hasSuffix(";4'"))
    }
  }
}
