import ArgumentParser
import Platform

/// When there are colours.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  /// What `--help` says of the option.
  static let help: ArgumentHelp = "Colours: auto, always or never. NO_COLOR turns them off too."

  /// Whether there are colours now: without a word of the user's on a terminal, unless they are not
  /// wanted there (no-color.org).
  var isOn: Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto: StandardStream.output.isTerminal && (Environment["NO_COLOR"] ?? "").isEmpty
    }
  }
}
