import Documents
import Testing
import Transcripts

@testable import Labs

@Suite struct SecretsTests {
  private var secrets: Secrets {
    var secrets = Secrets()
    secrets.add(
      CommandOutput(command: "show", text: "key: hush-1234\nready\nok\n"),
      open: "show\nready when it is")
    secrets.add(value: "a7")
    return secrets
  }

  @Test func values_lines_and_long_words_are_hidden_wherever_they_stand() {
    #expect(secrets.masked("key: hush-1234") == "(secret)")
    #expect(secrets.masked("with hush-1234, and a7.") == "with (secret), and (secret).")
    #expect(secrets.masked("key: other") == "key: other")
  }

  @Test func what_the_document_shows_and_short_words_stay() {
    #expect(secrets.masked("ready, ok") == "ready, ok")
    #expect(secrets.masked("$ show\nkey: hush-1234\nready\nok\n$") == "$ show\n(secret)$")
  }

  @Test func of_two_secrets_the_longer_one_is_hidden_whole() {
    var secrets = Secrets()
    secrets.add(value: "abc")
    secrets.add(value: "abc-def")
    #expect(secrets.masked("abc-def abc") == "(secret) (secret)")
  }

  @Test func a_recording_hides_a_secret_that_goes_across_its_events() {
    let cast = """
      {"version":2,"width":80,"height":24}
      [0.5,"o","one hu"]
      [0.7,"r","90x24"]
      [1,"o","sh-12"]
      [1.5,"o","34 two a7"]
      [2,"o"," end"]

      """
    let lines = CastMasking.masked(cast, by: secrets).split(separator: "\n").map(String.init)
    #expect(
      lines == [
        #"{"version":2,"width":80,"height":24}"#, #"[0.5,"o","one (secret)"]"#,
        #"[0.7,"r","90x24"]"#, #"[1,"o",""]"#, #"[1.5,"o"," two (secret)"]"#, #"[2,"o"," end"]"#,
      ])
    #expect(CastMasking.masked(cast, by: Secrets()) == cast)
  }

  @Test func a_secret_step_reports_its_verdict_and_no_word_of_its_output() {
    var report = StepReport(id: "1.1", title: "Show", verdict: .different)
    report.outputs = [CommandOutput(command: "show", text: "ok 7"), CommandOutput(text: "")]
    report.captures = ["KEY": "7"]
    report.comparison = Comparison.compare(expected: "ok 9", outputs: report.outputs)
    #expect(report.sentence?.contains("7") == true)
    let bare = report.withoutOutputs
    #expect(bare.verdict == .different)
    #expect(bare.outputs.map(\.text) == ["(secret)", ""])
    #expect(bare.captures == ["KEY": "(secret)"])
    #expect(bare.sentence?.contains("is secret and not shown") == true)
    #expect(!TextReport().lines(bare).joined(separator: "\n").contains("7"))
  }

  @Test func a_later_report_hides_what_it_repeats() {
    var report = StepReport(id: "1.2", title: "Use", verdict: .different)
    report.commands = ["login hush-1234"]
    report.outputs = [CommandOutput(command: "login hush-1234", text: "hush-1234 is wrong")]
    report.rewrites = [Bindings.Rewrite(expected: "<key>", actual: "hush-1234")]
    report.comparison = Comparison.compare(expected: "welcome", outputs: report.outputs)
    let masked = report.masked(by: secrets)
    let run = RunReport(
      track: "T", path: "t", started: "",
      challenges: [ChallengeReport(id: "c", title: "C", steps: [masked])])
    for text in [
      TextReport().text(run), JSONReport.value(run).json(), MarkdownReport.text(run),
      JUnitReport.text([run]), TAPReport.text([run]), GitHubReport.text(run),
    ] {
      #expect(!text.contains("hush"), "\(text)")
    }
    #expect(TextReport().text(run).contains("<key> is (secret) here"))
  }
}
