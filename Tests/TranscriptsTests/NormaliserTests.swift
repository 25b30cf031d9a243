import Testing

@testable import Transcripts

@Suite struct NormaliserTests {
  @Test func removes_what_all_lines_are_indented_by() {
    #expect(Normaliser.text("\tNAME\n\t  a\n") == "NAME\n  a")
    #expect(Normaliser.text("    one\n\n      two") == "one\n\n  two")
  }

  @Test func turns_tabs_into_columns_of_eight() {
    #expect(Normaliser.text("a\tb\nabcdefgh\tc") == "a       b\nabcdefgh        c")
  }

  @Test func removes_blanks_that_nobody_sees() {
    #expect(Normaliser.text("\n\na \t\r\n\n\n\nb\u{A0}c\n\n") == "a\n\nb c")
  }

  @Test func numbers_lines_as_they_stand_in_the_text() {
    #expect(Normaliser.lines("\n\na\n\n\nb").map(\.number) == [3, 4, 6])
  }
}
