import Documents
import Testing
import Tracks

@testable import Labs

@Suite struct ReportSchemaTests {
  @Test func every_key_of_a_report_is_in_its_schema() throws {
    var report = ReportsFixture.report
    report.problem = "none"
    report.evidence = "kept"
    let value = JSONReport.value(report)
    expectKnown(value, ReportSchema.run)
    for challenge in value["challenges"]?.array ?? [] {
      expectKnown(challenge, ReportSchema.challenge)
      for step in challenge["steps"]?.array ?? [] {
        expectKnown(step, ReportSchema.step)
        for output in step["outputs"]?.array ?? [] { expectKnown(output, ReportSchema.output) }
        if let difference = step["difference"] { expectKnown(difference, ReportSchema.difference) }
      }
      for check in challenge["checks"]?.array ?? [] { expectKnown(check, ReportSchema.check) }
    }
  }

  private func expectKnown(_ value: Value, _ schema: Schema) {
    let keys = Set((value.object ?? [:]).map(\.0))
    #expect(!keys.isEmpty)
    #expect(keys.isSubset(of: schema.keys), "\(keys.subtracting(schema.keys))")
    guard case .map(_, let required, _) = schema else { return }
    #expect(keys.isSuperset(of: required))
  }
}
