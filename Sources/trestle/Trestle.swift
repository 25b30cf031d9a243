import ArgumentParser

/// What people call: labs to run and to test, sites to play with.
///
/// Each command says its name: one that is made from its type costs a look at all types, and all names
/// are wanted before the first argument is read.
struct Trestle: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trestle",
    abstract: "Runs Markdown labs in the terminal: real text, real sites, real verdicts.",
    discussion: """
      A track is a folder with track.yml or a single Markdown file. Exit codes: 0 all passed, 1 a \
      step or check failed, 2 usage, unreadable track or nothing to run, 3 environment or time-out, \
      4 only drift or unverified steps with --strict, 130 interrupted.
      """,
    version: "0.1.0",
    subcommands: [
      Run.self, Test.self, Calibrate.self, Lint.self, Show.self, Compare.self, New.self, Watch.self,
      Record.self,
      Import.self, SchemaCommand.self, Progress.self, Up.self, Ps.self, Shell.self, Down.self,
      Fault.self, Keys.self,
    ])
}
