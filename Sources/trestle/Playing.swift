import ArgumentParser
import Labs
import Platform

/// `trestle up`: bare sites to play with.
struct Up: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up",
    abstract: "Start bare sites in the background and say how to use them.")

  @Argument(help: "The sites' names; one named \"site\" without any.")
  var sites: [String] = ["site"]

  @OptionGroup var kind: SiteOptions

  func run() async throws {
    do {
      try kind.check(sites)
      let folder = try await SessionHost.up(
        sites, profiles: kind.profiles, isOpenShift: kind.isOpenShift)
      Terminal.say("Session \(folder.identifier) runs \(sites.joined(separator: ", ")).\n")
      for site in sites {
        Terminal.say("\(site)")
        Terminal.say("  export KUBECONFIG=\(folder.kubeconfig(ofSite: site))")
        Terminal.say("  trestle shell \(site)")
      }
      Terminal.say("\n'trestle ps' shows what runs, 'trestle down' ends it.")
    } catch {
      Terminal.end(because: error)
    }
  }
}

/// `trestle ps`: what runs.
struct Ps: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ps",
    abstract: "Show the sessions of this user, their sites and pods.")

  func run() async throws {
    let sessions = RunningSessions.all()
    if sessions.isEmpty { Terminal.say("No session.") }
    for entry in sessions {
      let state =
        entry.isRunning ? "running as process \(entry.description.pid)" : "left to be gone on with"
      Terminal.say(
        "\(entry.folder.identifier)  \(entry.description.kind.rawValue)  \(entry.description.title)  (\(state))"
      )
      guard entry.isRunning else { continue }
      for site in entry.description.sites {
        Terminal.say("  \(site)")
        for line in RunningSessions.pods(entry, site: site) { Terminal.say("    \(line)") }
      }
    }
  }
}

/// `trestle shell`: a terminal on a site.
struct Shell: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell",
    abstract: "Open a shell on a site or host of a running session.")

  @Argument(help: "The site or host.")
  var name: String

  @Option(name: .shortAndLong, help: "Run this command in place of an interactive shell.")
  var command: String?

  func run() async throws {
    do {
      try RunningSessions.enter(name, command: command)
    } catch {
      Terminal.end(because: error)
    }
  }
}

/// `trestle down`: the end of sessions.
struct Down: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "down",
    abstract: "End sessions: those named, or all that 'up' started.")

  @Argument(help: "Sessions or sites.")
  var names: [String] = []

  func run() async throws {
    let all = RunningSessions.all()
    let chosen = all.filter { entry in
      names.isEmpty
        ? entry.description.kind == .up
        : names.contains(entry.folder.identifier)
          || !Set(names).isDisjoint(with: entry.description.sites)
    }
    if chosen.isEmpty { Terminal.say("Nothing to end.") }
    for entry in chosen {
      await RunningSessions.stop(entry)
      Terminal.say("Session \(entry.folder.identifier) ended.")
    }
  }
}
