import Platform

/// tmux, detached, with a pane that shows a file: the time until tmux has read all of it. The pane
/// knows it by tmux's answer to a request, so that the way through the pty counts too.
enum Tmux {
  static let isInstalled =
    (try? ProcessLaunch("bash", ["-c", "command -v tmux"]).run(timeout: .seconds(10)))?.output
    .isEmpty == false

  /// Megabytes a second, nil when tmux is not installed.
  static func speed(_ bytes: [UInt8]) -> Double? {
    guard isInstalled, let folder = try? Files.makeTemporaryDirectory(prefix: "bench-tmux") else {
      return nil
    }
    defer { try? Files.remove(folder) }
    let pane = """
      stty raw -echo
      begin=$(date +%s%N); cat stream; printf '\\033[5n'; IFS= read -r -d n answer
      echo $(($(date +%s%N) - begin)) > time
      tmux -S ./socket wait-for -S done
      sleep 1
      """
    let script = """
      cd \(folder) && export LC_ALL=C.UTF-8 TMUX= || exit
      tmux -S ./socket -f /dev/null new-session -d -x 80 -y 25 'bash ./pane'
      tmux -S ./socket wait-for done
      tmux -S ./socket kill-server
      cat time
      """
    guard (try? Files.write("\(folder)/stream", bytes)) != nil,
      (try? Files.write("\(folder)/pane", text: pane)) != nil,
      let run = try? ProcessLaunch("bash", ["-c", script]).run(timeout: .seconds(60)),
      let nanoseconds = Int(String(decoding: run.output, as: UTF8.self).dropLast())
    else { return nil }
    return Double(bytes.count) / 1e6 / (Double(nanoseconds) / 1e9)
  }
}
