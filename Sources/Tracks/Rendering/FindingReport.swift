/// Findings as texts.
import Documents

/// What lint prints.
package enum FindingReport {
  /// A line for each finding, its remedy under it, and the sum at the end.
  package static func text(_ findings: [Finding]) -> String {
    let lines = findings.map { finding in
      "\(finding.location): \(finding.severity.rawValue): \(finding.message) [\(finding.id)]\n"
        + "    \(finding.remedy)\n"
    }
    return lines.joined() + sum(findings) + "\n"
  }

  /// The findings as a JSON document.
  package static func json(_ findings: [Finding]) -> String {
    let values = findings.map { finding -> Value in
      [
        "id": .string(finding.id), "severity": .string(finding.severity.rawValue),
        "file": .string(finding.location.file), "line": .integer(finding.location.line),
        "column": .integer(finding.location.column), "message": .string(finding.message),
        "remedy": .string(finding.remedy), "fixable": .bool(finding.fix != nil),
      ]
    }
    return (["findings": .array(values)] as Value).json(indent: 2) + "\n"
  }

  /// "1 error, 2 warnings": how many there are of each kind.
  package static func sum(_ findings: [Finding]) -> String {
    let parts = Finding.Severity.allCases.compactMap { severity -> String? in
      let count = findings.count { $0.severity == severity }
      return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    return parts.isEmpty ? "Nothing found." : parts.joined(separator: ", ")
  }
}
