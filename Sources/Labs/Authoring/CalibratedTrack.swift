import Tracks
import Transcripts

/// What several runs of a track say about its outputs: the controls that its author could write, and
/// where.
package struct CalibratedTrack: Sendable {
  /// What is proposed for one output of the document.
  package struct Proposal: Hashable, Sendable {
    /// Where the output's block begins.
    package let location: SourceLocation
    package let controls: [Control]
    /// What varies and no control describes.
    package let unsettled: [Calibration.Place]
    /// The line of the comment in front of the block that is there already.
    fileprivate let comment: Int?
    /// Whether the author's file is no Markdown, so that no comment can stand in it.
    package let isMade: Bool
  }

  package let proposals: [Proposal]

  /// - Parameter reports: of runs of the track one after the other.
  package init(_ track: Track, _ reports: [RunReport]) {
    var runs: [SourceLocation: [JudgedOutput]] = [:]
    for step in reports.flatMap(\.challenges).flatMap(\.steps) {
      for judged in step.judged where !judged.outputs.isEmpty {
        // What was not ready or went wrong is no other way of going well.
        let comparison = judged.comparison
        guard comparison.verdict != .notReady, comparison.errorClass == nil else { continue }
        runs[judged.location, default: []].append(judged)
      }
    }
    var proposals: [Proposal] = []
    for challenge in track.challenges {
      for output in challenge.steps.compactMap(\.commandStep).flatMap(\.outputs) {
        guard let judged = runs[output.location], let first = judged.first,
          let block = challenge.blocks.first(where: { $0.index == output.block })
        else { continue }
        let calibration = Calibration(
          expected: first.expected,
          runs: judged.map { .init(outputs: $0.outputs, options: $0.comparison.options) })
        if calibration.controls.isEmpty, calibration.unsettled.isEmpty { continue }
        let comment = block.directive?.location.line
        proposals.append(
          Proposal(
            location: block.location, controls: calibration.controls,
            unsettled: calibration.unsettled,
            comment: comment.flatMap { $0 < block.location.line ? $0 : nil },
            isMade: challenge.textOrigin != nil))
      }
    }
    self.proposals = proposals
  }

  /// The edits that write the controls into the document, by its files.
  /// - Parameter source: the text of a file of the document; nothing where it can't be read.
  package func edits(source: (String) -> String?) -> [String: LineEdits] {
    var edits: [String: LineEdits] = [:]
    for proposal in proposals where !proposal.controls.isEmpty && !proposal.isMade {
      let file = proposal.location.file
      guard let text = source(file) else { continue }
      let lines = LineEdits.lines(text).map(\.text)
      var own = edits[file] ?? LineEdits()
      CalibratedTrack.write(proposal, lines, &own)
      edits[file] = own
    }
    return edits
  }

  private static func write(
    _ proposal: Proposal, _ lines: [String], _ edits: inout LineEdits
  ) {
    let words = Control.text(proposal.controls)
    let line = proposal.location.line
    guard lines.indices.contains(line - 1) else { return }
    if let comment = proposal.comment,
      let end = (comment..<line).first(where: { lines[$0 - 1].contains("-->") }),
      let mark = lines[end - 1].firstRange(of: "-->")
    {
      let old = lines[end - 1]
      var front = old[..<mark.lowerBound]
      while front.last?.isWhitespace == true { front.removeLast() }
      edits.replace(end, with: ["\(front) \(words) \(old[mark.lowerBound...])"])
    } else {
      let indent = OutputUpdate.indent(of: lines[line - 1][...])
      edits.insert("\(indent)<!-- lab: \(words) -->", before: line)
    }
  }

  /// What was found, a sentence each.
  package var sentences: [String] {
    proposals.flatMap { proposal -> [String] in
      let place = "\(proposal.location)"
      var sentences: [String] = []
      if !proposal.controls.isEmpty {
        let words = Control.text(proposal.controls)
        sentences.append(
          proposal.isMade
            ? "\(place): what this prints varies; write \(words) under the step in the lab file."
            : "\(place): what this prints varies, and \(words) lets it.")
      }
      for place in proposal.unsettled {
        let texts = place.texts.map { $0.isEmpty ? "no such line" : "\"\($0)\"" }
        sentences.append(
          "\(proposal.location): no control describes what varies here: "
            + texts.joined(separator: ", ") + ". Write <name> or ... in its place.")
      }
      return sentences
    }
  }
}
