/// Measures how fast the terminal emulator reads programs' output and what it keeps of it in memory,
/// beside libvterm and tmux where they are installed: all in one run, so that ratios mean something
/// on a shared machine.
import Emulation
import Glibc
import Platform

@main
struct EmulationBench {
  static let runs = 5

  static func main() {
    let megabytes = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 16
    let kept = [Workload.plain, .listing, .languages].map(measureMemory)
    precondition(kept.allSatisfy { $0.scrollback.count == 10_000 })
    let library = LibVTerm()
    if library == nil { print("libvterm is left out: libvterm.so.0 is not installed.") }
    if !Tmux.isInstalled { print("tmux is left out: it is not installed.") }
    print("MB/s at 80 by 24, the median of \(runs) runs in turn")
    print("output".padded(24), "Trestle".padded(12), "libvterm".padded(20), "tmux, with its pty")
    for workload in Workload.all { measure(workload, megabytes << 20, library) }
  }

  static func measure(_ workload: Workload, _ count: Int, _ library: LibVTerm?) {
    let bytes = workload.bytes(count)
    let few = Array(bytes.prefix(count / 4))
    var (ours, theirs, tmux): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<runs {
      ours.append(speed(bytes.count) { feed(bytes) })
      if let library { theirs.append(speed(few.count) { library.feed(few) }) }
      if let speed = Tmux.speed(few) { tmux.append(speed) }
    }
    let median = median(ours) ?? 0
    print(
      workload.name.padded(24), "\(Int(median))".padded(12),
      compared(median, Self.median(theirs)).padded(20), compared(median, Self.median(tmux)))
  }

  /// Pieces of the size that a pty gives.
  static func feed(_ bytes: [UInt8]) {
    var screen = Screen(columns: 80, rows: 24)
    var start = 0
    while start < bytes.count {
      let end = min(start + 16384, bytes.count)
      screen.feed(Array(bytes[start..<end]))
      start = end
    }
    precondition(screen.cursor.row < 24)
  }

  /// What ten thousand rows that have scrolled away take, by what the process gained.
  static func measureMemory(_ workload: Workload) -> Screen {
    let before = resident
    var screen = Screen(columns: 80, rows: 24)
    while screen.scrollback.count < 10_000 { screen.feed(workload.piece) }
    let gained = Double(resident - before) / 1e6
    let time = ContinuousClock().measure { precondition(!screen.text.isEmpty) }
    print(
      "10,000 rows of \(workload.name):".padded(38), "\(tenths(gained)) MB;",
      "as one text in \(tenths(time / .milliseconds(1))) ms")
    return screen
  }

  static var resident: Int { ProcessTable.memory(of: getpid())?.resident ?? 0 }

  static func speed(_ count: Int, _ work: () -> Void) -> Double {
    Double(count) / 1e6 / (ContinuousClock().measure(work) / .seconds(1))
  }

  static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }

  static func compared(_ ours: Double, _ theirs: Double?) -> String {
    guard let theirs else { return "left out" }
    return "\(Int(theirs)) (\(tenths(ours / theirs)) times)"
  }

  static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
