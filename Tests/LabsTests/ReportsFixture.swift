import Transcripts

@testable import Labs

/// A run with one step or check of every sort.
enum ReportsFixture {
  static let report = RunReport(
    track: "Portal", path: "labs/portal", started: "2026-01-02T03:04:05Z",
    duration: .milliseconds(12_345),
    challenges: [
      ChallengeReport(
        id: "deploy", title: "Deploy",
        steps: [
          StepReport(
            id: "s1", title: "Say <hello>", section: "Deploy", file: "deploy.md", line: 3,
            host: "cloud", commands: ["echo hello"], expected: "hello",
            outputs: [CommandOutput(command: "echo hello", text: "hello\n")], verdict: .exact,
            comparison: compare("hello", "hello"), duration: .milliseconds(50)),
          StepReport(
            id: "s2", title: "Show the version", section: "Look", file: "deploy.md", line: 9,
            host: "cloud", commands: ["app version"], expected: "app v1.2.3",
            outputs: [CommandOutput(command: "app version", text: "app v1.3.0\n")],
            verdict: .drift, comparison: compare("app v1.2.3", "app v1.3.0"),
            duration: .milliseconds(1_500)),
          StepReport(
            id: "s3", title: "Wait for pods", section: "Look", file: "deploy.md", line: 15,
            host: "cloud", commands: ["kubectl get pods"], expected: pods("Running"),
            outputs: [CommandOutput(command: "kubectl get pods", text: pods("Error"))],
            verdict: .different, comparison: compare(pods("Running"), pods("Error")),
            attempts: 3, duration: .seconds(10)),
        ],
        checks: [
          CheckReport(name: "page opens", hasPassed: true, duration: .milliseconds(20)),
          CheckReport(name: "bill paid", hasPassed: false, message: "the bill is open, 100% of it"),
        ]),
      ChallengeReport(
        id: "link", title: "Link",
        steps: [
          StepReport(
            id: "s4", title: "Restart #1", section: "Link", file: "link.md", line: 4, host: "edge",
            commands: ["restart backend-79c4d4676f-dw99z"], verdict: .unverified,
            duration: .milliseconds(700),
            rewrites: [
              Bindings.Rewrite(
                expected: "backend-79c4d4676f-dw99z", actual: "backend-5d9c6b8f7b-8kq2z")
            ]),
          StepReport(
            id: "s5", title: "Follow", section: "Link", file: "link.md", line: 8, host: "edge",
            commands: ["follow"],
            outputs: [CommandOutput(command: "follow", text: "so\u{1B}far\n", status: 130)],
            verdict: .error, message: "The command has not ended after 120 s",
            isEnvironmental: true, duration: .seconds(120)),
          StepReport(
            id: "s6", title: "Clean up", section: "Link", file: "link.md", line: 12, host: "edge",
            commands: ["rm x"], verdict: .unverified, skipReason: "an earlier step failed"),
        ]),
    ])

  static func compare(_ expected: String, _ actual: String) -> Comparison {
    Comparison.compare(expected: expected, actual: actual)
  }

  static func pods(_ status: String) -> String {
    "NAME   STATUS    AGE\nweb    \(status)   3s\n"
  }

  /// A run of steps with these verdicts and nothing else.
  static func run(
    _ verdicts: Verdict..., checks: [Bool] = [], isEnvironmental: Bool = false
  ) -> RunReport {
    let steps = verdicts.enumerated().map { index, verdict in
      StepReport(
        id: "s\(index)", title: "Step \(index)", verdict: verdict,
        isEnvironmental: isEnvironmental)
    }
    let checks = checks.map { CheckReport(name: "check", hasPassed: $0) }
    return RunReport(
      track: "T", path: "t", started: "",
      challenges: [ChallengeReport(id: "c", title: "C", steps: steps, checks: checks)])
  }
}
