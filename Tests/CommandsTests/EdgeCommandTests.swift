import Synchronization
import Testing

@testable import Commands

/// The command line of `edge` as far as no site is needed.
@Suite struct EdgeCommandTests {
  private func run(_ line: String) -> (status: Int32, out: String, err: String) {
    let streams = Mutex((out: "", err: ""))
    let status = EdgeCommand.run(
      arguments: line.split(separator: " ").map(String.init), environment: [:],
      printer: Printer(
        out: { text in streams.withLock { $0.out += text } },
        err: { text in streams.withLock { $0.err += text } }))
    let texts = streams.withLock { $0 }
    return (status, texts.out, texts.err)
  }

  @Test func help_names_every_command_and_every_flag() {
    for command in ["token", "deploy", "undeploy", "packages", "clusters"] {
      #expect(run("--help").out.contains("\n  \(command) "))
      #expect(run("\(command) --help").out.contains("edge \(command)"))
    }
    for flag in ["--package", "--clusters", "--network", "--expose", "--set", "--dry-run"] {
      #expect(run("deploy --help").out.contains(flag))
    }
  }

  @Test(arguments: [
    ("frobnicate", "unknown command \"frobnicate\" for \"edge\""),
    ("deploy --package p --clusters a", "name the deployment"),
    ("deploy x --clusters a", "choose a package with --package"),
    ("deploy x --package p", "choose clusters with --clusters"),
    ("deploy x --package p --clusters a --expose b", "--expose needs a network"),
    ("deploy x --package p --clusters a --set b", "\"b\" is no name=value for --set"),
    ("token --group Friends", "there is no group \"Friends\""),
    ("undeploy", "name the deployment that is to go"),
  ]) func what_is_wrong_with_a_command_line_is_said(_ line: String, _ sentence: String) {
    let outcome = run(line)
    #expect(outcome.status != 0 && outcome.err.contains(sentence), "\(outcome)")
  }

  @Test func a_deployment_is_written_out_instead_of_made() {
    let outcome = run(
      "deploy shop --package server --clusters a,b --network retail --expose web --set k=v --dry-run"
    )
    #expect(outcome.status == 0)
    for line in [
      "kind: Deployment", "  - a", "  exposedApplications:", "    name: retail", "    k: v",
    ] {
      #expect(outcome.out.contains(line), "\(outcome.out)")
    }
  }
}
