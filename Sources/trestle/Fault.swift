import ArgumentParser
import Labs
import Platform

/// `trestle fault`: things that go wrong, on purpose.
struct Fault: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fault",
    abstract: "Make something go wrong in a running lab, to see what it looks like.",
    discussion: """
      Works from any terminal, within a lab as well. What was cut stays cut until 'trestle fault \
      heal'; what was killed comes back as it does by itself.
      """,
    subcommands: [Cut.self, Heal.self, List.self, Kill.self])

  /// Runs a body and ends as its error says.
  static func run(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      Terminal.end(because: error)
    }
  }

  struct Cut: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "cut",
      abstract: "Keep two sites from reaching each other; links between them go down.")

    @Argument(help: "A site.")
    var site: String

    @Option(help: "The site that it does not reach any more; all others without it.")
    var from: String?

    func run() {
      Fault.run {
        let cut = try FaultMaker(site: site).cut(site, from: from)
        for (one, other) in cut { Terminal.say("\(one) and \(other) do not reach each other now.") }
        if cut.isEmpty { Terminal.say("They did not reach each other before.") }
      }
    }
  }

  struct Heal: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "heal",
      abstract: "Let all sites of a lab reach each other again.")

    @Argument(help: "A site of the lab, where several labs run.")
    var site: String?

    func run() {
      Fault.run {
        let healed = try FaultMaker(site: site).heal()
        Terminal.say(
          healed.isEmpty ? "Nothing was cut." : "All sites reach each other again.")
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "Show which sites of a lab do not reach each other.")

    @Argument(help: "A site of the lab, where several labs run.")
    var site: String?

    func run() {
      Fault.run {
        let cuts = try FaultMaker(site: site).cuts()
        for (one, other) in cuts { Terminal.say("\(one) and \(other) do not reach each other.") }
        if cuts.isEmpty { Terminal.say("All sites reach each other.") }
      }
    }
  }

  struct Kill: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "kill",
      abstract: "Kill the processes of pods, as a crash would.")

    @Argument(help: "The site.")
    var site: String

    @Argument(help: "The pod, or how its name begins, as in skupper-router.")
    var pod: String

    func run() {
      Fault.run {
        let killed = try FaultMaker(site: site).kill(pod, on: site)
        for pod in killed { Terminal.say("Killed what ran in \(pod).") }
      }
    }
  }
}
