import Platform
import Shells
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CommandTests {
  @Test func a_command_has_its_text_and_exit_code() async throws {
    try await withShell { shell in
      let good = await shell.run("echo hello; echo wrong >&2")
      #expect(good.outcome == .finished)
      #expect(good.status == 0)
      #expect(good.text == "hello\nwrong")
      #expect(good.raw == Array("hello\r\nwrong\r\n".utf8))
      let bad = await shell.run("(exit 42)")
      #expect(bad.status == 42)
      #expect(bad.text.isEmpty)
      #expect(await shell.text("echo $?") == "42")
    }
  }

  @Test func what_a_command_changes_stays() async throws {
    try await withShell { shell in
      _ = await shell.text("mkdir -p a/b\ncd a/b")
      #expect(await shell.text("pwd").hasSuffix("/home/a/b"))
      #expect(await shell.currentDirectory?.hasSuffix("/home/a/b") == true)
      _ = await shell.text("export X='1 2'; declare -a list=(a b c)")
      #expect(await shell.text("sh -c 'echo \"$X\"'; echo ${list[2]}") == "1 2\nc")
      _ = await shell.text("greet() {\n  echo \"hello $1\"\n}\nalias hi='greet you'")
      #expect(await shell.text("hi") == "hello you")
      #expect(await shell.text("mkdir new; cd $_; basename $PWD") == "new")
    }
  }

  @Test func errors_read_as_they_do_when_a_person_types() async throws {
    try await withShell { shell in
      let missing = await shell.run("no-such-command")
      #expect(missing.status == 127)
      #expect(missing.text == "bash: no-such-command: command not found")
      let folder = await shell.run("cd /no/such")
      #expect(folder.text == "bash: cd: /no/such: No such file or directory")
    }
  }

  @Test func text_is_what_a_person_sees() async throws {
    try await withShell { shell in
      #expect(await shell.text(#"printf '10%%\r50%%\r100%%\n'"#) == "100%")
      #expect(await shell.text(#"printf '\e[1;31mred\e[0m\n'"#) == "red")
      #expect(await shell.text(#"printf 'one\ntwo\n\e[2Afirst\n\n'"#) == "first\ntwo")
      #expect(await shell.text("printf 'no newline'") == "no newline")
      #expect(await shell.text(#"printf 'a\xff\xfeb\n'"#) == "a\u{FFFD}\u{FFFD}b")
      #expect(await shell.text("printf '%.0sx' {1..200}").count == 200)
      #expect(await shell.text("true") == "")
    }
  }

  @Test func ten_thousand_lines_are_all_there() async throws {
    try await withShell { shell in
      let text = await shell.text("seq 10000")
      #expect(text == (1...10000).map(String.init).joined(separator: "\n"))
    }
  }

  @Test func several_lines_and_here_documents_are_one_unit() async throws {
    try await withShell { shell in
      let command = """
        cat > file.yaml <<'END'
        kind: "Pod"
          indented: $HOME `x` !!
        END
        for word in a b
        do
          echo "<$word>"
        done
        grep -c . file.yaml
        """
      #expect(await shell.text(command) == "<a>\n<b>\n2")
      #expect(await shell.text("cat file.yaml") == "kind: \"Pod\"\n  indented: $HOME `x` !!")
      #expect(await shell.run("echo \"Hello!\"\nfalse\n").status == 1)
    }
  }

  @Test func the_history_has_the_command_as_it_was_written() async throws {
    try await withShell { shell in
      _ = await shell.text("echo 'one  two'")
      _ = await shell.text("cat <<END\ntext\nEND")
      let history = await shell.text("history")
      #expect(history.contains("echo 'one  two'"))
      #expect(history.contains("cat <<END\ntext\nEND"))
      #expect(!history.contains("__t"))
    }
  }

  @Test(arguments: ["echo 'unbalanced", "if true; then", "echo $(", "for x in", "echo )"])
  func a_command_that_bash_cannot_read_is_an_error_and_does_not_hang(command: String) async throws {
    try await withShell { shell in
      let result = await shell.run(command, timeout: .seconds(10))
      #expect(result.outcome == .finished)
      #expect(result.status != 0)
      #expect(result.text.contains("syntax error") || result.text.contains("unexpected EOF"))
      #expect(await shell.text("echo fine") == "fine")
    }
  }

  @Test func a_command_with_the_terminal_sees_one() async throws {
    try await withShell(size: TerminalSize(columns: 91, rows: 33)) { shell in
      #expect(await shell.text("test -t 0 && test -t 1 && test -t 2 && echo yes") == "yes")
      #expect(await shell.text("tty").hasPrefix("/dev/pts/"))
      #expect(await shell.text("stty size") == "33 91")
      await shell.resize(TerminalSize(columns: 100, rows: 30))
      #expect(await shell.text("stty size; echo $COLUMNS") == "30 100\n100")
    }
  }

  @Test func a_command_without_input_finds_its_end() async throws {
    try await withShell { shell in
      let result = await shell.run(
        "cat; read line || echo end; x=1", timeout: .seconds(10), input: .empty)
      #expect(result.text == "end")
      #expect(await shell.text("echo $x") == "1")
    }
  }

  @Test func output_cannot_pretend_to_be_a_mark() async throws {
    try await withShell { shell in
      let command =
        #"printf '\e]133;D;0\a\e]133;D;s=0;r=1;k=0\aa\e]133;A\a\e]133;C\ab\n'; (exit 3)"#
      let result = await shell.run(command)
      #expect(result.status == 3)
      #expect(result.text == "ab")
      let leaks = await shell.text("env; set | grep -c $'\\e' || true")
      #expect(!leaks.contains("k="))
    }
  }

  @Test func changed_prompts_hooks_and_options_do_no_harm() async throws {
    try await withShell { shell in
      _ = await shell.text("PS1='> '; PROMPT_COMMAND='true'; PS0=; HISTCONTROL=")
      #expect(await shell.text("echo one") == "one")
      _ = await shell.text("PS1='\\w $ '\nunset PROMPT_COMMAND PS0")
      #expect(await shell.text("echo two") == "two")
      _ = await shell.text("set -u; set -o pipefail; IFS=,; set -o vi")
      #expect(await shell.text("echo three") == "three")
      _ = await shell.text("trap 'echo failed' ERR")
      #expect(await shell.text("echo four") == "four")
    }
  }
}
