import Testing
import Transcripts

@testable import Labs
@testable import Tracks

/// What `trestle calibrate` writes into a document.
@Suite struct CalibratedTrackTests {
  /// The document after its outputs were what these runs say, one text for each output.
  private func calibrated(_ document: String, _ runs: [[String]]) throws -> (
    text: String, sentences: [String]
  ) {
    let track = try TrackReader.read(
      path: "page.md", files: TrackFiles(texts: ["page.md": document]), labFile: nil)
    let outputs = track.steps.compactMap(\.commandStep).flatMap(\.outputs)
    let options = track.steps.first?.settings.applied(to: ComparisonOptions())
    let reports = runs.map { texts in
      var step = StepReport(id: "1", title: "One", verdict: .similar)
      step.judged = zip(outputs, texts).map { output, text in
        let printed = [CommandOutput(text: text)]
        return JudgedOutput(
          location: output.location,
          comparison: Comparison.compare(
            expected: output.text, outputs: printed, options: options ?? ComparisonOptions()),
          expected: output.text, outputs: printed)
      }
      var report = RunReport(track: "T", path: "page.md", started: "")
      report.challenges = [ChallengeReport(id: "c", title: "C", steps: [step])]
      return report
    }
    let found = CalibratedTrack(track, reports)
    let edits = found.edits { $0 == "page.md" ? document : nil }
    return (edits["page.md"]?.applied(to: document) ?? document, found.sentences)
  }

  @Test func a_comment_is_put_in_front_of_the_output_with_its_indent() throws {
    let document = """
      1. Take a ticket:

         ```bash
         take
         ```

         ```text,nocopy
         ticket 17
         ```
      """
    let (text, sentences) = try calibrated(document, [["ticket 2"], ["ticket 3"]])
    #expect(
      text
        == document.replacing(
          "   ```text", with: "   <!-- lab: volatile=\"17\" -->\n   ```text"))
    #expect(sentences == ["page.md:7:4: what this prints varies, and volatile=\"17\" lets it."])
    let again = try calibrated(text, [["ticket 2"], ["ticket 3"]])
    #expect(again.text == text)
    #expect(again.sentences.isEmpty)
  }

  @Test func a_comment_that_is_there_takes_the_control_in() throws {
    let document = """
      ```bash
      take
      ```

      <!-- lab:
           not=broken -->
      ```text,nocopy
      ticket 17
      ```
      """
    let (text, _) = try calibrated(document, [["ticket 2"], ["ticket 3"]])
    #expect(text == document.replacing("broken -->", with: "broken volatile=\"17\" -->"))
  }

  @Test func what_was_not_ready_is_no_other_way_of_going_well() throws {
    func pods(_ status: String, _ ready: Int) -> String {
      "NAME   READY   STATUS\nweb    \(ready)/1     \(status)\n"
    }
    let document = "```bash\noc get pods\n```\n\n```text,nocopy\n\(pods("Running", 1))```\n"
    let (text, sentences) = try calibrated(
      document, [[pods("Running", 1)], [pods("Pending", 0)], [pods("ImagePullBackOff", 0)]])
    #expect(text == document)
    #expect(sentences.isEmpty)
  }

  @Test func what_no_control_describes_is_told_and_not_written() throws {
    let document = "```bash\nsay\n```\n\n```text,nocopy\nhello\n```\n"
    let (text, sentences) = try calibrated(document, [["hello"], ["good day to you"]])
    #expect(text == document)
    #expect(
      sentences == [
        "page.md:5:1: no control describes what varies here: \"hello\", \"good day to you\". "
          + "Write <name> or ... in its place."
      ])
  }
}
