import ArgumentParser
import Interface

/// `trestle keys`: the keys of the terminal interface.
struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "List the keys of 'trestle run'.")

  /// How the keys are written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, markdown, man
  }

  @Option(help: "text, markdown (the README's section) or man (a part of a manual page).")
  var format = Format.text

  func run() {
    switch format {
    case .text: Terminal.say(Bindings.text)
    case .markdown: Terminal.say(Bindings.markdown)
    case .man: Terminal.say(Bindings.manual)
    }
  }
}
