/// The rules that are asked while a track is read.
enum ReaderRules {
  static let pages: [RulePage] = [
    page(
      "directive-key", .warning, "A comment for the lab has a key that does not exist.",
      """
      `<!-- lab: key=value -->` in front of a block says how it is run and compared. A key that
      nothing knows changes nothing, so the author's wish is lost in silence.
      """),
    page(
      "directive-value", .warning, "A comment for the lab has a value that cannot be used.",
      """
      The key is known and its value is not: a duration such as `30s` or `2m`, one of a few words,
      or `NAME=/expression/`. The key counts for nothing until the value is right.
      """),
    page(
      "duplicate-key", .warning, "A key is written twice in the front matter.",
      "Only the later one counts, which is seldom what whoever wrote the first one sees."),
    page(
      "front-matter", .error, "The YAML in front of a document cannot be read.",
      """
      Without it there are no tabs, so no terminals. Often a value with `: ` or ` #` in it needs
      quotes, or a line is indented by a tab.
      """),
    page(
      "lab-file", .warning, "The lab file cannot be read, or has something that means nothing.",
      """
      `lab.yml` holds what a document lacks. Whatever in it is not understood is not done; the
      message names the keys that are known at that place.
      """, isFixable: true),
    page(
      "lab-place", .warning,
      "Words of the lab file stand nowhere in the document, or in several places.",
      """
      A step or check of the lab file belongs to the place where its words stand. Copy a few words
      of the sentence, the heading or the command that is meant, and as many as make it one place.
      """),
    page(
      "left-out", .warning,
      "Something of a foreign description has no place in a track, and is left out.",
      """
      The track runs without it. What it did can often be done in a `setup-HOST` script beside the
      challenge.
      """),
    page(
      "missing-page", .warning, "A scenario names a page that does not exist.",
      "The step has no text and is left out. The path is relative to the scenario's `index.json`."),
    page(
      "standard-step", .warning, "A description names a standard step that does not exist.",
      """
      The steps of `skewer.yaml` may be taken from a list by name. One that is not in the list does
      nothing; write its title and its commands out.
      """),
    page(
      "tab-host", .warning, "A tab that needs a host names none.",
      "A terminal, an editor or a service belongs to a host: add `hostname:` to the tab."),
    page(
      "tab-type", .warning, "A tab has a type that does not exist.",
      "The tab cannot be shown. Types are terminal, code, service, website, external and browser."),
    page(
      "too-long", .error, "A file is longer than a lab can be, and only its begin is read.",
      """
      Reading ends behind the first mebibyte, so that any file is judged in bounded time. A lab of
      that length is better cut into several challenges.
      """),
    page(
      "track-file", .error, "The track's own file cannot be read.",
      "Nothing of the track can be run before its YAML or JSON can be read at the place named."),
    page(
      UnknownKeys.id, .warning, "A key is written almost as one that is read, and is not read.",
      """
      Unknown keys are kept and ignored, as formats grow; but one letter off a known key is
      probably a slip, and what it should do is not done.
      """, isFixable: true),
  ]

  private static func page(
    _ id: String, _ severity: Finding.Severity, _ summary: String, _ guide: String,
    isFixable: Bool = false
  ) -> RulePage {
    RulePage(id: id, severity: severity, summary: summary, guide: guide, isFixable: isFixable)
  }
}
