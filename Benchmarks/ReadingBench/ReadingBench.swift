/// Measures how fast tracks are read: Markdown alone with cmark, with our own blocks, as a track
/// with its steps and terminals, and with every rule of lint. The processor's time is measured.
import CCmark
import Glibc
import Markdown
import Tracks

@main
struct ReadingBench {
  static let runs = 5

  static func main() throws {
    let kilobytes = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 256
    let text = Page.text(kilobytes: min(1000, kilobytes))
    let size = Double(text.utf8.count) / 1e6
    print("a page of \(tenths(size * 1000)) kB, the median of \(runs) runs, MB/s of the processor")
    let alone = median { parseAlone(text) }
    row("cmark alone", size, alone, alone)
    row("blocks of Markdown", size, median { _ = MarkdownDocument(text) }, alone)
    let files = TrackFiles(texts: ["page.md": text])
    var steps = 0
    let reading = median { steps = (try? Self.read(files))?.challenges.first?.steps.count ?? 0 }
    precondition(steps > 0)
    row("a track with \(steps) steps", size, reading, alone)
    let track = try Self.read(files)
    let rules = median { _ = Rules.check(track, files: files) }
    row("reading and every rule", size, reading + rules, alone)
    print("memory: \(peak() >> 10) MB at most")
  }

  static func read(_ files: TrackFiles) throws -> Track {
    try TrackReader.read(path: "page.md", files: files)
  }

  static func parseAlone(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      guard let base = bytes.baseAddress else { return }
      let root = unsafe base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        unsafe cmark_parse_document($0, bytes.count, CMARK_OPT_SOURCEPOS)
      }
      unsafe cmark_node_free(root)
    }
  }

  /// Seconds: the median of the runs.
  static func median(_ work: () -> Void) -> Double {
    work()
    let times = (0..<runs).map { _ in
      let start = clock()
      work()
      return Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }
    return times.sorted()[runs / 2]
  }

  /// The most memory that the process has had, in kilobytes: `getrusage(2)`.
  static func peak() -> Int {
    var usage = rusage()
    _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  }

  static func row(_ name: String, _ size: Double, _ seconds: Double, _ alone: Double) {
    print(
      name.padded(30), "\(tenths(size / seconds)) MB/s".padded(14),
      "\(tenths(seconds / alone)) × cmark")
  }

  static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}

/// A page such as authors write, of any length.
enum Page {
  static func text(kilobytes: Int) -> String {
    var text = "# Everyday tasks\n\nTwo terminals, and what to do in them.\n"
    var number = 0
    while text.utf8.count < kilobytes * 1000 {
      number += 1
      text += section(number)
    }
    return text
  }

  static func section(_ number: Int) -> String {
    """

    ## Step \(number): a service of its own

    Make *service \(number)* in the **west** terminal. It is described
    in [the handbook](https://handbook.example/services/\(number)), and it needs:

    - a name that is free, such as `web-\(number)`,
    - a port; 8080 is the usual one.

    > The first start takes a while.

    ```console
    $ kubectl create deployment web-\(number) --image=registry.example/web:1.2
    deployment.apps/web-\(number) created
    ```

    It is ready when every copy is:

    ```bash
    kubectl get deployment web-\(number)
    ```

    Expected output:

    ```
    NAME      READY   UP-TO-DATE   AVAILABLE   AGE
    web-\(number)     1/1     1            1           12s
    ```

    | port | what answers |
    |---|---|
    | 8080 | the page |
    | 9090 | the figures |

    """
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
