import Testing
import Transcripts

/// Every correct output, spoilt in every place one at a time, must be noticed.
@Suite struct MutationTests {
  private static let cases = PatientPortalTests.cases

  /// What columns may hold anything, and what is volatile wherever it stands.
  private func isVolatile(_ word: Substring) -> Bool {
    word.contains { $0.isNumber } || word.contains("…") || word.utf8.count > 60
      || word.allSatisfy { $0 == "-" } || word == "0"
  }

  @Test(arguments: cases)
  func a_line_left_out(_ output: PatientPortalTests.Case) {
    for actual in output.right {
      let lines = actual.split(separator: "\n")
      for index in lines.indices where !lines[index].contains("PodSecurity") {
        var spoilt = lines
        spoilt.remove(at: index)
        let comparison = judge(output.expected, spoilt.joined(separator: "\n"), session)
        #expect(!comparison.verdict.passes(), "without \(lines[index])")
      }
    }
  }

  @Test(arguments: cases)
  func a_line_printed_twice(_ output: PatientPortalTests.Case) {
    for actual in output.right {
      let lines = actual.split(separator: "\n")
      for index in lines.indices where !lines[index].contains("PodSecurity") {
        // A mapping's key may stand twice; the parser keeps the last.
        guard !output.expected.contains("apiVersion") else { continue }
        var spoilt = lines
        spoilt.insert(lines[index], at: index)
        let comparison = judge(output.expected, spoilt.joined(separator: "\n"), session)
        #expect(!comparison.verdict.passes(), "with two of \(lines[index])")
      }
    }
  }

  @Test(arguments: cases)
  func a_word_spelt_otherwise(_ output: PatientPortalTests.Case) {
    for actual in output.right.prefix(2) {
      var words = actual.split(separator: " ", omittingEmptySubsequences: false)
      for index in words.indices {
        let word = words[index]
        guard word.count(where: \.isLetter) >= 3, !isVolatile(word), !word.contains("\n"),
          !actual.contains("PodSecurity")
        else { continue }
        words[index] = word.replacing(/[A-Za-z]/, with: "q", maxReplacements: 2)[...]
        let comparison = judge(output.expected, words.joined(separator: " "), session)
        #expect(!comparison.verdict.passes(), "\(words[index]) for \(word)")
        words[index] = word
      }
    }
  }

  @Test(arguments: cases)
  func an_error_line_anywhere(_ output: PatientPortalTests.Case) {
    for actual in output.right {
      let lines = actual.split(separator: "\n", omittingEmptySubsequences: false)
      for index in 0...lines.count {
        var spoilt = lines
        spoilt.insert("Error: something is wrong", at: index)
        let comparison = judge(output.expected, spoilt.joined(separator: "\n"), session)
        #expect(!comparison.verdict.passes(), "at line \(index + 1)")
      }
    }
  }

  @Test(arguments: cases)
  func a_bare_number_changed(_ output: PatientPortalTests.Case) {
    for actual in output.right where !output.expected.contains("apiVersion") {
      for port in ["5432", "8080/TCP ", "8010", "45671", " 1/1", "(name=link1)"]
      where actual.contains(port) {
        let digit = port.last { $0.isNumber } ?? "1"
        let changed = port.replacing(String(digit), with: digit == "7" ? "3" : "7")
        let spoilt = actual.replacing(port, with: changed, maxReplacements: 1)
        let comparison = judge(output.expected, spoilt, session)
        #expect(!comparison.verdict.passes(), "\(changed) for \(port)")
      }
    }
  }
}
