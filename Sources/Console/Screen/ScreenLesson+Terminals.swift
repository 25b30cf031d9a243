import Emulation
import Interface
import Platform
import Shells

/// A terminal of the lab that the screen shows.
struct ConnectedTerminal {
  let shell: Shell
  var pacing = ScreenPacing()
  var willShow = false
}

/// The lab's terminals on the screen: keys go in and what changes is shown, both on the loop that
/// shells and screen share.
extension ScreenLesson {
  /// Shows a terminal from now on, and sends it the keys that are meant for it.
  func connect(_ name: String, to shell: Shell) async {
    terminals[name] = ConnectedTerminal(shell: shell)
    await shell.onChange { self.assumeIsolated { $0.changed(name) } }
    changed(name)
  }

  /// Nothing goes to a terminal any more, and nothing comes from it.
  func disconnect(_ name: String) { terminals[name] = nil }

  /// Sends keys to a terminal; to one that is not open yet they are lost.
  func send(_ bytes: [UInt8], to name: String) {
    terminals[name]?.shell.assumeIsolated { $0.type(bytes) }
  }

  /// A terminal's screen has changed: it is shown at the end of this turn, and at most so often as a
  /// person can see.
  private func changed(_ name: String) {
    guard let terminal = terminals[name], !terminal.willShow else { return }
    terminals[name]?.willShow = true
    let left = terminal.pacing.earliest?.nanosecondsFromNow ?? 0
    loop.schedule(after: .nanoseconds(max(0, left))) {
      self.assumeIsolated { $0.show(terminal: name) }
    }
  }

  private func show(terminal name: String) {
    guard var terminal = terminals[name] else { return }
    terminal.willShow = false
    terminal.pacing.pause(at: .now())
    terminals[name] = terminal
    let screen = terminal.shell.assumeIsolated { $0.screen }
    handle(.lab(.screen(terminal: name, screen)))
  }
}
