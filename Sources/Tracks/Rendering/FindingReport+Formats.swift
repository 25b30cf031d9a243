/// Findings in the forms of other programs.
import Documents

extension FindingReport {
  /// The findings as a SARIF 2.1.0 log, which code hosts show beside the lines.
  package static func sarif(_ findings: [Finding], version: String) -> String {
    let used = Set(findings.map(\.id))
    let pages = Rules.pages.filter { used.contains($0.id) }
    let known = Set(pages.map(\.id))
    let others = used.subtracting(known).sorted()
    let rules =
      pages.map { page -> Value in
        [
          "id": .string(page.id), "shortDescription": ["text": .string(page.summary)],
          "help": [
            "text": .string(page.guide), "markdown": .string(page.guide),
          ],
          "defaultConfiguration": ["level": .string(page.severity.rawValue)],
        ]
      } + others.map { ["id": .string($0)] }
    let places = Dictionary(
      uniqueKeysWithValues: (pages.map(\.id) + others).enumerated().map { ($1, $0) })
    let results = findings.map { finding -> Value in
      [
        "ruleId": .string(finding.id), "ruleIndex": .integer(places[finding.id] ?? 0),
        "level": .string(finding.severity.rawValue),
        "message": ["text": .string("\(finding.message) \(finding.remedy)")],
        "locations": [
          [
            "physicalLocation": [
              "artifactLocation": ["uri": .string(uri(finding.location.file))],
              "region": [
                "startLine": .integer(finding.location.line),
                "startColumn": .integer(finding.location.column),
              ],
            ]
          ]
        ],
      ]
    }
    let log: Value = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "trestle", "version": .string(version), "rules": .array(rules),
            ]
          ],
          "columnKind": "unicodeCodePoints", "results": .array(results),
        ]
      ],
    ]
    return log.json(indent: 2) + "\n"
  }

  /// The findings as workflow commands, which GitHub turns into annotations.
  package static func github(_ findings: [Finding]) -> String {
    findings.map { finding in
      let command = finding.severity == .note ? "notice" : finding.severity.rawValue
      let place = finding.location
      return "::\(command) file=\(property(place.file)),line=\(place.line),col=\(place.column),"
        + "title=\(property(finding.id))::\(data("\(finding.message) \(finding.remedy)"))\n"
    }.joined()
  }

  /// A path as a relative reference.
  private static func uri(_ path: String) -> String {
    var text = ""
    for byte in path.utf8 {
      let isPlain =
        byte >= 0x30 && byte <= 0x39 || byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A
        || "-._~/".utf8.contains(byte)
      if isPlain {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return text
  }

  private static func data(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
