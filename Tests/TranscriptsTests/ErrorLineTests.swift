import Testing
import Transcripts

/// Which lines neither an elision nor a loose mode may hide.
@Suite struct ErrorLineTests {
  @Test(arguments: [
    "bash: ./x: Permission denied",
    "curl: (7) Failed to connect to localhost port 80: Connection refused",
    "curl: (6) Could not resolve host: till.example",
    "level=error msg=\"x\"", "time=\"2026-03-14T09:12:44Z\" level=fatal msg=\"no drawer\"",
    "{\"level\":\"error\",\"msg\":\"x\"}", "{\"ts\": 1, \"severity\": \"CRITICAL\"}",
    "E1122 10:00:00 1 x.go:1] boom", "E0314 09:12:51.204117       1 leader.go:12] lost",
    "java.lang.NullPointerException", "ValueError: no number", "Caused by: no drawer",
    "Uncaught TypeError: x is not a function", "[ERROR] no drawer", "(error) ERR unknown command",
    "✖ Error: no drawer", "2026-03-14 09:12:44 ERROR till no drawer",
    "2023/03/14 09:12:44 [error] 29#29: *1 connect() failed",
    "till.c:3:1: fatal error: stdio.h: none", "oc: error: no such flag",
    "make: *** [Makefile:3: till] Error 1", "npm ERR! code E404",
    "E: Unable to locate package till", "sh: 1: oc: not found",
    "dial tcp 10.0.0.1:80: connect: connection refused", "Connection refused",
    "ssh: connect to host till port 22: No route to host", "Segmentation fault (core dumped)",
    "ls: cannot open directory '/root': Permission denied", "Permission denied (publickey).",
    "Unable to connect to the server: EOF", "Failed to start till.service.",
    "mkdir: cannot create directory 'a': File exists", "Error: x", "panic: oh",
  ])
  func an_error_line_is_known(line: String) {
    #expect(Lexicon.isErrorLine(line))
    #expect(judge("a\n...\nz", "a\n\(line)\nz").verdict == .different)
    #expect(
      judge("a\nz", "a\n\(line)\nz", ComparisonOptions(mode: .contains)).verdict == .different)
  }

  @Test(arguments: [
    "0 errors", "errors: 0", "errors_total 3", "error-free", "no error", "Errors found: 0",
    "level=info msg=\"retry: connection refused\"", "level=warn msg=x", "loglevel=error",
    "log_lines_total{level=\"error\"} 0", "I1122 10:00:00 1 x.go:1] error: none",
    "W1122 10:00:00 1 x.go:1] connect: connection refused", "{\"level\":\"info\",\"error\":\"\"}",
    "Warning: file exists: permission denied", "[INFO] error: none", "[ok] done",
    "2026-03-14 09:12:44 INFO till failed: no such host", "2026-03-14 09:12:44 10 errors",
    "Permission denied messages are usual here", "file exists", "exceptions: 0",
    "NullPointerException was fixed", "Error404Handler ready", "status: not found yet",
    "E2 is a note", "E1122 is a part", "the level of error", "the file is not found",
    "warning  3s  kubelet  Readiness probe failed: connect: connection refused",
  ])
  func an_ordinary_line_is_none(line: String) {
    #expect(!Lexicon.isErrorLine(line))
    #expect(judge("a\n...\nz", "a\n\(line)\nz").verdict == .similar)
  }

  @Test func an_event_in_a_table_is_a_row() {
    let expected =
      "LAST SEEN   TYPE      REASON   MESSAGE\n5s          Normal    Pulled   done\n..."
    let row = "9s          Warning   Failed   pull: connection refused"
    #expect(judge(expected, expected.replacing("...", with: row)).verdict == .similar)
    let line = "bash: ./x: Permission denied"
    #expect(judge(expected, expected.replacing("...", with: line)).verdict == .different)
  }
}
