import Testing

@testable import Tracks

/// Texts cut into commands, each shown in its own brackets.
@Suite struct ShellCommandsTests {
  @Test(arguments: [
    ("ls\nls -l\n", "[ls][ls -l]"),
    ("\n# comment\nls\n\n  # more\n", "[ls]"),
    ("  ls  \n", "[ls]"),
    ("a \\\n  b \\\n  c\nd", "[a \\\n  b \\\n  c][d]"),
    ("cat <<EOF\nx\n# y\nEOF\nls", "[cat <<EOF\nx\n# y\nEOF][ls]"),
    ("cat <<-'E' > f\n\tx $(\n\tE\nls", "[cat <<-'E' > f\n\tx $(\n\tE][ls]"),
    ("cat <<A <<B\n1\nA\n2\nB\nls", "[cat <<A <<B\n1\nA\n2\nB][ls]"),
    ("cat <<<word\nls", "[cat <<<word][ls]"),
    ("if a; then\n  b\nfi\nls", "[if a; then\n  b\nfi][ls]"),
    ("for i in 1 2; do echo $i; done\nls", "[for i in 1 2; do echo $i; done][ls]"),
    ("while true\ndo\n  x\ndone", "[while true\ndo\n  x\ndone]"),
    ("case $x in\n  a) b ;;\n  *) c ;;\nesac\nls", "[case $x in\n  a) b ;;\n  *) c ;;\nesac][ls]"),
    ("f() {\n  ls\n}\nf", "[f() {\n  ls\n}][f]"),
    ("(cd x &&\n ls)\nls", "[(cd x &&\n ls)][ls]"),
    ("a |\n  b\nc", "[a |\n  b][c]"),
    ("a &&\nb ||\nc\nd &\ne", "[a &&\nb ||\nc][d &][e]"),
    ("echo \"a\nb\"\nls", "[echo \"a\nb\"][ls]"),
    ("echo 'a\nit\"s'\nls", "[echo 'a\nit\"s'][ls]"),
    ("x=$(a \\\n  b)\nls", "[x=$(a \\\n  b)][ls]"),
    ("x=$(\n  a \"$(b)\"\n)\nls", "[x=$(\n  a \"$(b)\"\n)][ls]"),
    ("echo ${x:-\"}\"}\nls", "[echo ${x:-\"}\"}][ls]"),
    ("echo # it's a comment\nls", "[echo # it's a comment][ls]"),
    ("echo a#b'\n'c\nls", "[echo a#b'\n'c][ls]"),
    ("echo if for case\nls", "[echo if for case][ls]"),
    ("echo \\\\\nls", "[echo \\\\][ls]"),
    ("echo it\\'s\nls", "[echo it\\'s][ls]"),
    ("a=`b\nc`\nls", "[a=`b\nc`][ls]"),
    ("curl -d '{\n  \"a\": 1\n}' url\nls", "[curl -d '{\n  \"a\": 1\n}' url][ls]"),
    ("echo {a,b}\nls", "[echo {a,b}][ls]"),
    ("((x++))\nls", "[((x++))][ls]"),
    ("[[ a == b ]] && c\nls", "[[[ a == b ]] && c][ls]"),
    ("time ls; until x; do y; done\nls", "[time ls; until x; do y; done][ls]"),
  ])
  func cuts_a_text_where_a_shell_would(text: String, pieces: String) {
    let found = ShellCommands.split(text).map { "[\($0.text)]" }.joined()
    #expect(found == pieces)
  }

  @Test(arguments: ["cat <<X\ny\n", "echo 'a\n", "if a; then\nb\n", "x=$(\n"])
  func knows_a_command_that_does_not_end(text: String) {
    #expect(ShellCommands.split(text).map(\.isComplete) == [false])
  }

  @Test func knows_the_lines_on_which_commands_begin() {
    #expect(ShellCommands.split("\na\n# b\nc \\\nd\ne").map(\.line) == [1, 3, 5])
  }

  @Test(
    arguments: [
      ("$ ls -l", "ls -l"), ("# oc get pods", "oc get pods"), ("# A comment", nil),
      ("# curl is a program.", nil), ("# set the name", nil),
      ("user@host:~/dir$ ls", "ls"), ("[root@host ~]# ls", "ls"), ("➜  ~ crc start", "crc start"),
      ("➜  app git:(main) ✗ ls", "ls"), ("ls", nil), ("$HOME/x", nil), ("me@mail.example", nil),
      ("  $ ls", "ls"),
    ] as [(String, String?)])
  func takes_a_prompt_off_a_command(line: String, command: String?) {
    #expect(Prompt(of: line, info: nil).stripped(line) == command)
  }

  @Test func a_comment_in_a_fence_of_shell_commands_is_no_prompt() throws {
    let track = try Fixtures.page(
      "```bash\n# oc get pods\noc get svc\n```\n```\n# oc get pods\n```\n")
    let commands = track.steps.compactMap(\.commandStep).flatMap(\.commands)
    #expect(commands.map(\.text) == ["oc get svc", "oc get pods"])
  }

  @Test(arguments: [
    ("oc delete pod <name>", ["name"]), ("a <b c> <d>", ["b c", "d"]), ("cat < file > other", []),
    ("cat <<EOF\n<html>\nEOF", []), ("a <b> \\\n  <c>", ["b", "c"]), ("x <1>", []),
    ("cat <<x>", []),
  ])
  func finds_what_has_to_be_filled_in(command: String, names: [String]) {
    #expect(Placeholders.find(in: command).map(\.name) == names)
  }
}
