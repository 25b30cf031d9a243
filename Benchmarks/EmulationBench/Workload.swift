/// Output as programs write it.
struct Workload {
  let name: String
  let piece: [UInt8]

  /// So many bytes of it.
  func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + piece.count)
    while bytes.count < count { bytes += piece }
    return bytes
  }

  static let all = [plain, listing, log, languages, redraws]

  static let plain = Workload(
    name: "plain lines",
    piece: Array(
      """
      The quick brown fox jumps over the lazy dog, and the dog goes on sleeping in it.\r
      A shorter line of a log: 2026-11-21 12:00:01 INFO server listening on 8080\r
      Yes.\r

      """.utf8))

  static let listing = Workload(
    name: "a coloured listing",
    piece: Array(
      """
      ./Sources:\r
      total 48\r
      -rw-r--r-- 1 user user 10928 Nov 21 12:35 README.md\r
      drwxr-xr-x 2 user user  4096 Nov 21 15:16 \u{1B}[0m\u{1B}[01;34mSources\u{1B}[0m\r
      -rwxr-xr-x 1 user user   378 Nov 21 15:16 \u{1B}[01;32mbuild.sh\u{1B}[0m\r
      \r

      """.utf8))

  static let log = Workload(
    name: "a compiler's colours",
    piece: Array(
      """
      \u{1B}[1m[12/340]\u{1B}[0m Compiling \u{1B}[0;32mEmulation\u{1B}[0m Screen.swift\r
      \u{1B}[38;5;208mwarning:\u{1B}[39m \u{1B}[1mvariable\u{1B}[22m was never used\u{1B}[0m\r
      \u{1B}[38;2;90;200;90m+ a line that was added\u{1B}[0m\u{1B}[K\r

      """.utf8))

  static let languages = Workload(
    name: "many languages",
    piece: Array(
      """
      Ünïcödé tëxt wïth märks, ελληνικά, русский текст, e\u{301}a\u{308}\r
      日本語のテキスト、한국어 텍스트 🦀🎉 → ← ↑ ↓\r

      """.utf8))

  /// An editor that draws its window anew and scrolls a part of it.
  static let redraws = Workload(
    name: "full-screen redraws",
    piece: Array(
      (1...24).map { row in
        "\u{1B}[\(row);1H\u{1B}[7m\(row)\u{1B}[27m \u{1B}[38;5;\(row + 100)mif\u{1B}[m (a < b) {"
          + "\u{1B}[K\u{1B}[\(row);60H// end\u{1B}[\(row);70H\u{1B}[1;33m\u{1B}[44m%\u{1B}[m"
      }.joined().utf8)
      + Array("\u{1B}[5;20r\u{1B}[20;1H\n\n\u{1B}[5;1H\u{1B}M\u{1B}[r\u{1B}[H".utf8)
  )
}
